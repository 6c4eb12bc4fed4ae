package victims

import (
	"errors"
	"net/http"

	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/review/victims"
	"kashf.org/kashf/internal/web"
	"kashf.org/kashf/internal/web/part"
)

// A LeaveView asks, before a registration leaves, whether what goes and what
// stays was read to the people it is of.
type LeaveView struct {
	Href        string
	Goes, Stays []string
	Unread      bool // sent without saying that it was read to them
}

// leaveView says what is destroyed of this registration, and what stays.
func leaveView(p locale.Printer, x victims.Open, unread bool) LeaveView {
	v := LeaveView{Href: Path + "/" + x.ID, Unread: unread, Goes: []string{p.T("victims.leave.goes.told"), p.T("victims.leave.goes.contact")}}
	if x.Many {
		v.Goes = append(v.Goes, p.T("victims.leave.goes.list"))
	}
	v.Goes = append(v.Goes, p.T("victims.leave.goes.written"))
	if len(x.Links) > 0 {
		v.Goes = append(v.Goes, p.T("victims.leave.goes.groups"))
	}
	v.Stays = []string{p.T("victims.leave.stays.known"), p.T("victims.leave.stays.submitted"), p.T("victims.leave.stays.copies")}
	return v
}

// askLeave says what leaving destroys. Nothing is done on this page.
func (s *Screen) askLeave(w http.ResponseWriter, r *http.Request) error {
	x, err := s.get(r)
	if err != nil {
		return err
	}
	p := web.PrinterOf(r.Context())
	return s.page(w, r, http.StatusOK, p.T("victims.leave"), Leave(p, leaveView(p, x, false)))
}

// leave destroys what was told, once it is said that this was read to them.
func (s *Screen) leave(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	if r.PostFormValue("read") != "yes" {
		x, err := s.get(r)
		if err != nil {
			return err
		}
		p := web.PrinterOf(ctx)
		return s.page(w, r, http.StatusUnprocessableEntity, p.T("victims.leave"), Leave(p, leaveView(p, x, true)))
	}
	err := s.Victims.Leave(ctx, actor(ctx), r.PathValue("id"))
	if errors.Is(err, register.ErrNotFound) { // sent twice; and so it is said of whatever is not there
		http.Redirect(w, r, Path+"?done=gone", http.StatusSeeOther)
		return nil
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, Path+"?done=left", http.StatusSeeOther)
	return nil
}

// told asks whether it was read to them.
func (v LeaveView) told(p locale.Printer) part.Input {
	in := part.Input{Name: "read", Label: p.T("victims.leave.read"), Required: true, Options: []part.Option{{Value: "yes", Label: p.T("victims.leave.read.yes")}}}
	if v.Unread {
		in.Error = p.T("victims.leave.unread")
	}
	return in
}
