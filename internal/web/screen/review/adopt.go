package review

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/review"
	"kashf.org/kashf/internal/web"
	"kashf.org/kashf/internal/web/part"
)

// An AdoptView is the page on which a policy is written, looked at and put into
// force.
type AdoptView struct {
	Text, Why part.Input
	File      part.Input
	Saw       int64  // the entry of the policy in force, 0 where there is none
	Looked    string // the text whose changes the page shows, "" where none
	InForce   string // the version in force
	Starts    []part.Option
	Faults    []FaultView
	Refused   *Refused
	Moved     bool // another policy came into force meanwhile
	Other     bool // the text is another than the one whose changes were shown
	NoWhy     bool
	Changes   *ChangesView // what the text would change
}

// A ChangesView says what a policy would change against the one in force.
type ChangesView struct {
	Version string
	First   bool // none is in force yet
	Form    string
	Rows    []ChangeRow
	Running []RunningView
	Adopt   bool // it may be adopted
}

// A ChangeRow is one key in words, before and after.
type ChangeRow struct {
	Label, Was, Now string
	Running         bool
}

// A RunningView is what happens to the cases that began under some versions.
type RunningView struct {
	Versions string
	Rows     []ChangeRow
}

// mostPolicy bounds the form: the text may be as long as a policy and more, so
// that whoever sends too long a one has it back.
const mostPolicy = 16 * review.MaxPolicy

// policyDraft is what was sent, or what the page begins with.
type policyDraft struct {
	text, why, looked string
	saw               int64
}

func (s *Screen) askPolicy(w http.ResponseWriter, r *http.Request) error {
	all, err := s.Reviews.Store.PoliciesInForce(r.Context())
	if err != nil {
		return err
	}
	d := policyDraft{saw: review.InForce(all).Seq}
	switch from := r.URL.Query().Get("from"); {
	case from == "commission" || from == "archive" || d.saw == 0:
		if from == "" {
			from = "commission"
		}
		text, err := review.ShippedPolicy(from)
		if err != nil {
			return web.ErrNotFound
		}
		d.text = string(text)
	default:
		if d.text, err = s.Reviews.PolicyText(r.Context(), review.InForce(all)); err != nil {
			return err
		}
	}
	return s.showAdopt(w, r, http.StatusOK, d, AdoptView{}, all)
}

// sentPolicy is the form as it was sent. A file that came with it is its text.
func sentPolicy(r *http.Request) (policyDraft, error) {
	file, err := readForm(r)
	if err != nil {
		return policyDraft{}, err
	}
	d := policyDraft{text: plainLines(r.PostForm.Get("text")), why: strings.TrimSpace(r.PostForm.Get("why")), looked: r.PostForm.Get("looked"), saw: -1}
	if n, err := strconv.ParseInt(r.PostForm.Get("saw"), 10, 64); err == nil {
		d.saw = n
	}
	if len(file) > 0 {
		d.text = plainLines(strings.TrimPrefix(string(file), "\ufeff")) // some editors put a mark before the text
		r.PostForm.Set("text", d.text)
	}
	return d, nil
}

// plainLines are lines that end as a policy's do: forms and Windows end them with
// two signs.
func plainLines(text string) string {
	return strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
}

func hashOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// sendPolicy shows what a policy would change, or puts it into force. Nothing is
// adopted that was not looked at first, and nothing over a policy that came into
// force meanwhile.
func (s *Screen) sendPolicy(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	d, err := sentPolicy(r)
	if err != nil {
		return err
	}
	all, err := s.Reviews.Store.PoliciesInForce(ctx)
	if err != nil {
		return err
	}
	if r.PostForm.Get("do") != "adopt" {
		return s.showAdopt(w, r, http.StatusOK, d, AdoptView{Moved: d.saw != review.InForce(all).Seq}, all)
	}
	if d.looked != hashOf(d.text) {
		return s.showAdopt(w, r, http.StatusConflict, d, AdoptView{Other: true}, all)
	}
	if d.why == "" {
		return s.showAdopt(w, r, http.StatusUnprocessableEntity, d, AdoptView{NoWhy: true}, all)
	}
	if err := s.Access.Authorize(ctx, s.principal(ctx), access.ReviewPolicy, access.House); err != nil {
		return err
	}
	_, err = s.Reviews.AdoptPolicy(ctx, s.actor(ctx).Actor, d.saw, []byte(d.text), d.why)
	if said, ok := refusalOf(web.PrinterOf(ctx), err); ok {
		return s.showAdopt(w, r, http.StatusUnprocessableEntity, d, AdoptView{Refused: &said}, all)
	}
	switch {
	case errors.Is(err, journal.ErrConflict):
		if all, err = s.Reviews.Store.PoliciesInForce(ctx); err != nil {
			return err
		}
		return s.showAdopt(w, r, http.StatusConflict, d, AdoptView{Moved: true}, all)
	case errors.Is(err, review.ErrRefused): // faults, which the page finds again
		return s.showAdopt(w, r, http.StatusUnprocessableEntity, d, AdoptView{}, all)
	case err != nil:
		return err
	}
	http.Redirect(w, r, Path+"/policy?done=adopted", http.StatusSeeOther)
	return nil
}

// showAdopt shows the form with what was typed, and beside it the faults of the
// text or what it changes.
func (s *Screen) showAdopt(w http.ResponseWriter, r *http.Request, status int, d policyDraft, v AdoptView, all []review.StoredPolicy) error {
	p := web.PrinterOf(r.Context())
	last := review.InForce(all)
	v.Saw, v.InForce = last.Seq, last.Policy.Version
	d.text, d.why = legible(d.text), legible(d.why)
	v.Text = part.Input{
		Name: "text", Label: p.T("review.adopt.text"), Hint: p.T("review.adopt.text.hint"), Value: d.text, Dir: "ltr", Max: mostPolicy, Rows: 24,
	}
	v.Why = *part.Why(p, d.why, "")
	v.Why.Label, v.Why.Hint, v.Why.Required = p.T("review.adopt.why"), p.T("review.adopt.why.hint"), false // looking needs none
	v.File = part.Input{Name: "file", Label: p.T("review.adopt.file"), Hint: p.T("review.adopt.file.hint"), Optional: true, Accept: ".yaml,.yml,.txt,text/plain"}
	if v.NoWhy {
		v.Why.Error = p.T("review.adopt.why.missing")
	}
	if r.Method == http.MethodPost {
		y, err := review.ParsePolicy([]byte(d.text))
		if faults, ok := errors.AsType[*review.PolicyError](err); ok {
			v.Faults, status = faultViews(p, faults, d.text), max(status, http.StatusUnprocessableEntity)
			v.Text.Error = p.N("review.adopt.faults", len(v.Faults))
		} else if err != nil {
			return err
		} else {
			if said, ok := refusalOf(p, review.Unused(all, y.Version)); ok && v.Refused == nil {
				v.Refused, status = &said, max(status, http.StatusUnprocessableEntity)
			}
			c := changesOf(p, all, y)
			c.Adopt = v.Refused == nil
			v.Changes, v.Looked = &c, hashOf(d.text)
		}
	}
	if v.Moved {
		status = max(status, http.StatusConflict)
	}
	return s.inside(w, r, status, p.T("review.adopt"), []part.Crumb{{Label: p.T("review.policy"), Href: Path + "/policy"}}, Adopt(p, v))
}

// legible is a text as a page can show it: what is no letter shows as such.
func legible(text string) string {
	if !utf8.ValidString(text) {
		text = strings.ToValidUTF8(text, "\ufffd")
	}
	return strings.ReplaceAll(text, "\x00", "\ufffd")
}

func faultViews(p locale.Printer, e *review.PolicyError, text string) []FaultView {
	lines := strings.Split(text, "\n")
	var out []FaultView
	for _, f := range e.Faults {
		v := FaultWords(p, f)
		if f.Line > 0 && f.Line <= len(lines) {
			v.Line = strings.TrimSpace(lines[f.Line-1])
			if utf8.RuneCountInString(v.Line) > 200 {
				v.Line = string([]rune(v.Line)[:200]) + "…"
			}
		}
		out = append(out, v)
	}
	return out
}

// changesOf says what a policy would change.
func changesOf(p locale.Printer, all []review.StoredPolicy, y review.Policy) ChangesView {
	last := review.InForce(all)
	v := ChangesView{Version: y.Version, First: last.Seq == 0, Form: p.T("review.form." + string(y.Form()) + ".text")}
	if v.First {
		return v
	}
	v.Rows = changeRows(p, last.Policy, y, review.Changes(last.Policy, y))
	for _, x := range review.RunningChanges(all, y) {
		versions := make([]string, len(x.Versions))
		for i, name := range x.Versions {
			versions[i] = locale.Isolate(name)
		}
		v.Running = append(v.Running, RunningView{p.List(versions...), changeRows(p, x.Was, x.Now, x.Changes)})
	}
	return v
}

func changeRows(p locale.Printer, was, now review.Policy, changes []review.Change) []ChangeRow {
	before, after := settingsOf(p, was), settingsOf(p, now)
	var out []ChangeRow
	if was.Form() != now.Form() {
		out = append(out, ChangeRow{Label: p.T("review.key.form"), Was: p.T("review.form." + string(was.Form())), Now: p.T("review.form." + string(now.Form()))})
	}
	for _, c := range changes {
		for i := range before {
			if before[i].Key == c.Key {
				out = append(out, ChangeRow{before[i].Label, before[i].Value, after[i].Value, c.Running})
			}
		}
	}
	return out
}

// startHref is the form with a policy that comes with the program.
func startHref(name string) string {
	return Path + "/policy/new?" + url.Values{"from": {name}}.Encode()
}
