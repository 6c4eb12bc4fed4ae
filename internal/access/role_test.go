package access

import (
	"errors"
	"testing"

	"kashf.org/kashf/internal/register"
)

func TestParseRoles(t *testing.T) {
	for s := Roles(0); s < 1<<len(roleTable); s++ {
		got, err := ParseRoles(s.String())
		if err != nil || got != s {
			t.Fatalf("ParseRoles(%q) = %v, %v, want %v", s.String(), got, err, s)
		}
	}
	for _, bad := range []string{"chief", "observer,", ",", "observer;auditor"} {
		if got, err := ParseRoles(bad); !errors.Is(err, ErrInvalid) {
			t.Errorf("ParseRoles(%q) = %v, %v, want %v", bad, got, err, ErrInvalid)
		}
	}
}

func TestAccountValidate(t *testing.T) {
	good := Account{
		Login: "salma", Name: "سلمى", Org: "01ORG", Lang: "ar",
		Roles: RolesOf(CaseWorker), Clearance: register.C4,
	}
	if err := good.Validate(); err != nil {
		t.Fatalf("Validate of a good account: %v", err)
	}
	for name, change := range map[string]func(*Account){
		"login with a space":            func(a *Account) { a.Login = "sal ma" },
		"login in capitals":             func(a *Account) { a.Login = "Salma" },
		"no login":                      func(a *Account) { a.Login = "" },
		"no name":                       func(a *Account) { a.Name = " " },
		"no organisation":               func(a *Account) { a.Org = "" },
		"no language":                   func(a *Account) { a.Lang = "" },
		"no role":                       func(a *Account) { a.Roles, a.Clearance = 0, 0 },
		"C5":                            func(a *Account) { a.Clearance = register.C5 },
		"observer with C4":              func(a *Account) { a.Roles = RolesOf(Observer) },
		"administrator with C3":         func(a *Account) { a.Roles, a.Clearance = RolesOf(Administrator), register.C3 },
		"administrator and case worker": func(a *Account) { a.Roles |= RolesOf(Administrator) },
	} {
		a := good
		change(&a)
		if err := a.Validate(); !errors.Is(err, ErrInvalid) {
			t.Errorf("%s: Validate = %v, want %v", name, err, ErrInvalid)
		}
	}
}

func TestView(t *testing.T) {
	view := func(clearance register.Level, roles ...Role) View {
		p := reader(RolesOf(roles...))
		p.Clearance, p.Reveals = clearance, Reveals{7: noon.Add(RevealFor)}
		return ViewOf(p, noon)
	}
	for _, c := range []struct {
		name string
		view View
		// sees is the highest level seen; c4 whether a revealed file is open.
		sees           register.Level
		c4, own, death bool
	}{
		{"nobody", View{}, register.C0, false, false, false},
		{"administrator", view(register.C1, Administrator), register.C1, false, false, false},
		{"administrator with too much", view(register.C4, Administrator, CaseWorker), register.C1, false, false, false},
		{"data officer", view(register.C3, DataOfficer), register.C3, false, true, true},
		{"case worker", view(register.C4, CaseWorker), register.C3, true, true, true},
		{"case worker of C3", view(register.C3, CaseWorker), register.C3, false, true, true},
		{"observer", view(register.C2, Observer), register.C2, false, true, true},
		{"victims' representative", view(register.C2, VictimsRepresentative), register.C2, false, true, false},
		{"auditor", view(register.C1, Auditor), register.C1, false, false, false},
	} {
		top := register.C0
		for l := register.C0; l <= register.C5; l++ {
			if c.view.Sees(l) {
				top = l
			}
		}
		if top != c.sees {
			t.Errorf("%s sees up to %v, want %v", c.name, top, c.sees)
		}
		if got := c.view.SeesIn(7, register.C4); got != c.c4 {
			t.Errorf("%s sees C4 in a revealed file: %v, want %v", c.name, got, c.c4)
		}
		if c.view.SeesIn(8, register.C4) || c.view.SeesIn(7, register.C5) {
			t.Errorf("%s sees C4 in another file, or C5", c.name)
		}
		if got := c.view.SeesSource(register.ShareOwner, "01MINE", nil); got != c.own {
			t.Errorf("%s sees an own source: %v, want %v", c.name, got, c.own)
		}
		if got := c.view.SeesDeaths(); got != c.death {
			t.Errorf("%s is told of a reported death: %v, want %v", c.name, got, c.death)
		}
	}
}
