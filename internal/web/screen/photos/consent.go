package photos

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/consent"
	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/web"
	"kashf.org/kashf/internal/web/gate"
)

// agree enters who agreed to what for one photograph.
func (s *Screen) agree(w http.ResponseWriter, r *http.Request) error {
	ctx, p := r.Context(), web.PrinterOf(r.Context())
	x, err := s.find(ctx, r.PathValue("id"))
	if err != nil {
		return err
	}
	if err := s.Access.Authorize(ctx, gate.PrincipalOf(ctx), access.PhotoConsent, access.PersonResource(x.person, register.C2)); err != nil {
		return err
	}
	f, err := ReadConsent(r)
	if err != nil {
		return err
	}
	c := f.Consent
	c.Record, c.Photo = x.Record, x.ID
	_, err = s.Consents.GiveAsOf(ctx, actor(ctx), c, []register.RecordID{x.Record}, f.Read)
	if errors.Is(err, journal.ErrConflict) {
		f.Changed = true
		return s.render(w, r, http.StatusConflict, x, f, "")
	}
	if field, key := WrongConsent(err); field != "" {
		f.Wrong = map[string]string{field: p.T(key)}
		return s.render(w, r, http.StatusUnprocessableEntity, x, f, "")
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, Path+"/"+x.ID+"#consents", http.StatusSeeOther)
	return nil
}

// A ConsentForm is what was typed of a consent.
type ConsentForm struct {
	consent.Consent
	Wrong map[string]string
	// Read is the newest entry on what was agreed when the form was shown.
	// Changed: more was entered since; what was typed is kept.
	Read    int64
	Changed bool
}

// ReadConsent reads the form that [ConsentFields] draws. Days are read as
// people write them; what is no day is left for the check to refuse.
func ReadConsent(r *http.Request) (ConsentForm, error) {
	if err := r.ParseForm(); err != nil {
		return ConsentForm{}, fmt.Errorf("read form: %w", errors.Join(err, web.ErrInvalid))
	}
	in := func(name string) string { return strings.TrimSpace(strings.ToValidUTF8(r.PostForm.Get(name), "")) }
	read, _ := strconv.ParseInt(in("read"), 10, 64)
	return ConsentForm{Read: read, Consent: consent.Consent{
		Uses: r.PostForm["use"], Giver: in("giver"), Name: in("name"), Way: in("way"), On: dayOf(in("on")), Until: dayOf(in("until")), Note: in("note"),
	}}, nil
}

// WrongConsent is the input and the message for what can be mended.
func WrongConsent(err error) (field, key string) {
	for _, x := range []struct {
		err        error
		field, key string
	}{
		{consent.ErrGiver, "giver", "consent.wrong.giver"}, {consent.ErrUses, "use", "consent.wrong.uses"}, {consent.ErrWay, "way", "consent.wrong.way"},
		{consent.ErrDay, "on", "consent.wrong.day"}, {consent.ErrUntil, "until", "consent.wrong.until"}, {consent.ErrLong, "note", "consent.wrong.long"},
	} {
		if errors.Is(err, x.err) {
			return x.field, x.key
		}
	}
	return "", ""
}

// withdraw ends a consent. It asks for nothing: a change of mind is enough.
func (s *Screen) withdraw(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	x, err := s.find(ctx, r.PathValue("id"))
	if err != nil {
		return err
	}
	c, err := s.Kept.Consent(ctx, r.PathValue("consent"))
	if err != nil {
		return err
	}
	if c.Photo != x.ID {
		return register.ErrNotFound
	}
	if err := s.Consents.Withdraw(ctx, actor(ctx), c.ID); err != nil {
		return err
	}
	http.Redirect(w, r, Path+"/"+x.ID+"#consents", http.StatusSeeOther)
	return nil
}
