package gate

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"

	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/web"
	"kashf.org/kashf/internal/web/part"
)

// Entries reads the ledger; the store does.
type Entries interface {
	// Entry returns one entry and, where it was undone, by which.
	Entry(ctx context.Context, seq int64) (e journal.Entry, undone int64, err error)
}

// A Seconder answers whoever takes back what was taken back before: with who
// did and when, as far as the reader is told names, and with the reason as it
// was typed.
type Seconder struct {
	Web     *web.Server
	Entries Entries
	Names   Names
}

// A TakenBack is what was taken back before.
type TakenBack struct {
	Undone int64  // the entry that took it back
	Title  string // of the page that asked for the reason
	Why    string // as typed
	Back   string // where it was to lead
}

// Answer says so. The same sent twice by one person is no second: it leads on.
// The caller has made sure that the reader sees what was taken back.
func (s Seconder) Answer(w http.ResponseWriter, r *http.Request, x TakenBack) error {
	x.Why = strings.TrimSpace(x.Why)
	e, _, err := s.Entries.Entry(r.Context(), x.Undone)
	if err != nil {
		return fmt.Errorf("read who took it back: %w", err)
	}
	if r.Method == http.MethodPost && e.Author == string(PrincipalOf(r.Context()).Account) && said(e) == x.Why {
		http.Redirect(w, r, x.Back, http.StatusSeeOther)
		return nil
	}
	p := web.PrinterOf(r.Context())
	by := locale.Isolate(Colleague(r.Context(), p, s.Names, e.Author))
	text := p.T("common.back.by", by, p.DateTime(time.UnixMicro(e.At)))
	status := http.StatusOK
	if r.Method == http.MethodPost {
		status = http.StatusConflict
	}
	f := s.Web.Frame(r, x.Title)
	f.Lost = status != http.StatusOK // nothing was entered
	return s.Web.PageStatus(w, r, status, f, part.TakenBack(p, part.Before{Title: x.Title, Text: text, Why: x.Why, Back: x.Back}))
}

// said is the reason that an undoing gives, "" where its body is gone.
func said(e journal.Entry) string {
	b, err := journal.Decode[journal.Undone](e)
	if err != nil {
		return ""
	}
	return strings.TrimSpace(b.Why)
}
