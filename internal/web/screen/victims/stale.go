package victims

import (
	"net/http"

	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/review/victims"
	"kashf.org/kashf/internal/web"
)

// staleKey is what is said where a colleague entered something since a form was
// opened, caseKey where something was entered and the case did not take it.
const (
	staleKey = "victims.wrong.stale"
	caseKey  = "victims.wrong.case"
)

// moved reports whether what the form is about is another than its writer saw.
func moved(key string) bool { return key == staleKey || key == caseKey }

// backChange gives the form of a registration back with what was typed. Where a
// colleague changed it since, what stands now is beside every field that differs,
// and sending it once more means that this was read.
func (s *Screen) backChange(w http.ResponseWriter, r *http.Request, x victims.Open, t victims.Told, saw, key string) error {
	p := web.PrinterOf(r.Context())
	if moved(key) {
		var err error
		if x, err = s.get(r); err != nil {
			return err
		}
	}
	v := changeForm(p, x, t)
	if key == staleKey {
		beside(p, v.Fields, fields(p, x.Told, x.Many, false))
	} else if saw != "" && !moved(key) {
		v.Saw = saw // what its writer had before them is still that
	}
	v.Wrong = p.T(key)
	return s.form(w, r, http.StatusUnprocessableEntity, v)
}

// backProtect does the same for a protection check.
func (s *Screen) backProtect(w http.ResponseWriter, r *http.Request, x victims.Open, link string, typed victims.Protection, saw, key string) error {
	p := web.PrinterOf(r.Context())
	if moved(key) {
		var err error
		if x, err = s.get(r); err != nil {
			return err
		}
	}
	l, y, err := s.linked(x, link)
	if err != nil {
		return err
	}
	v := s.protectForm(p, x, l, y.Case, typed)
	if key == staleKey {
		was, _, err := s.Victims.Checked(x.ID, l)
		if err != nil {
			return err
		}
		beside(p, v.Fields, s.protectForm(p, x, l, y.Case, was).Fields)
	} else if saw != "" && !moved(key) {
		v.Saw = saw
	}
	v.Wrong = p.T(key)
	return s.form(w, r, http.StatusUnprocessableEntity, v)
}

// beside says under each field what stands now, where that differs from what was
// typed.
func beside(p locale.Printer, typed, now []Field) {
	for i := range min(len(typed), len(now)) {
		a, b := typed[i].text(p), now[i].text(p)
		switch {
		case a == b:
		case b == "":
			typed[i].Error = p.T("victims.now.nothing")
		default:
			typed[i].Error = p.T("victims.now", locale.Isolate(b))
		}
	}
}

// text is what a field says, in words.
func (f Field) text(p locale.Printer) string {
	var chosen []string
	for _, o := range f.Options {
		if o.Chosen {
			chosen = append(chosen, o.Label)
		}
	}
	if len(chosen) > 0 {
		return p.List(chosen...)
	}
	return f.Value
}
