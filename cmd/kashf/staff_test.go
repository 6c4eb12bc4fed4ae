package main

import (
	"net/http"
	"strings"
	"testing"

	"kashf.org/kashf/internal/access"
)

// No page names the staff of another organisation: those who read a register
// together need not trust each other's walls. Whoever keeps accounts or audits
// is told them.
func TestStaffOfOthersAreNotNamed(t *testing.T) {
	s := serveWorld(t)
	accounts, err := s.d.access.Store.Accounts(t.Context(), "")
	s.must(err)
	of := map[string]access.Account{}
	for _, a := range accounts {
		of[a.Login] = a
	}
	own := 0
	for _, login := range []string{guest, "guest.sahar", "data", "cases", "analyst", "observer"} {
		for _, rt := range s.routesOf() {
			if !strings.HasPrefix(rt.Pattern, "GET ") || rt.Kept {
				continue
			}
			a := s.ask(s.reader(login), rt.Pattern)
			if a.status != http.StatusOK {
				continue
			}
			for _, b := range accounts {
				switch {
				case !strings.Contains(a.body, b.Name), b.Login == login:
				case b.Org == of[login].Org:
					own++
				default:
					t.Errorf("%s as %s names %s of another organisation", rt.Pattern, login, b.Login)
				}
			}
		}
	}
	if own == 0 {
		t.Error("colleagues are named nowhere either: the walk shows nothing")
	}
}
