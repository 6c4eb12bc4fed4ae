package byhand

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/dossier"
	"kashf.org/kashf/internal/intake"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/vocab"
	"kashf.org/kashf/internal/web"
	"kashf.org/kashf/internal/web/gate"
	"kashf.org/kashf/internal/web/part"
)

// A correction is a new record with the corrected field and its reason, tied to
// the person by the writer's judgement. It names the claims that it corrects:
// those count no more and stay in the file, struck through. What it does not
// name stays beside it and is weighed with it.

// Stay is the key of a further stay in custody, which is several fields in one.
const Stay = "stay"

// correctable are the fields that a correction is chosen from, those at C4 left
// out: they are written where a file is entered, never beside an open page.
func correctable() []register.Field {
	return slices.DeleteFunc(slices.Clone(single), func(f register.Field) bool {
		return private(f) || f == register.ToldAs || f == register.ToldOn
	})
}

// A Correction is what was typed.
type Correction struct {
	No                       string // of the form: see [Form.No]
	Key                      string // of the field, or [Stay]
	Value, Why, Kind, ToldAs string
	Stay                     Spell
	// Of are the claims that it corrects, by name: those of one stay in one string.
	Of []string
	// Seen are the rows of the file that the writer has been shown, by number.
	Seen []string
	// Kept is a value that was sent back once as not understood.
	Kept  string
	Wrong map[string]string
}

// A CorrectView is the page.
type CorrectView struct {
	Correction
	FileNo, Href string
	Label        string
	Now          []Told // what is said of the field so far
	News         []Told // what came in while the form was filled in
	Gone         int    // rows that left the file meanwhile
	Changed      bool
	Death        bool // what is shown tells of one
}

// A Told is one claim with its source.
type Told struct {
	Text, Field, Source string
	Name                string // by which a correction names it, "" where it cannot
	Waits               bool   // one person's correction does not set it aside
}

// Least and greatest length of a reason.
const (
	leastWhy = 4
	maxWhy   = 1000
)

func (s *Screen) correctRoutes() []web.Route {
	const path = "/people/{fileno}/correct"
	return []web.Route{
		{Pattern: "GET " + path, Action: string(access.PersonCorrect), Handler: s.askCorrection},
		{Pattern: "POST " + path, Action: string(access.PersonCorrect), Handler: s.correct},
	}
}

// file finds the person that an address names, as the reader sees it.
func (s *Screen) file(ctx context.Context, fileNo string) (register.PersonID, []register.Record, error) {
	id, ok := s.FileNos.Parse(fileNo)
	if !ok {
		return 0, nil, register.ErrNotFound
	}
	v := gate.Sight(ctx, 0)
	now, records, err := s.Register.Person(ctx, v, id)
	if err == nil {
		err = dossier.LedOn(ctx, s.Register, v, id, now)
	}
	return now, slices.DeleteFunc(records, func(r register.Record) bool { return r.Destroyed != 0 }), err
}

func (s *Screen) askCorrection(w http.ResponseWriter, r *http.Request) error {
	id, records, err := s.file(r.Context(), r.PathValue("fileno"))
	if err != nil {
		return err
	}
	c := Correction{No: newNumber(), Key: r.URL.Query().Get("field"), Seen: s.numbers(records)}
	c.Of = c.only(records)
	return s.showCorrection(w, r, http.StatusOK, id, records, c, false)
}

func (s *Screen) numbers(records []register.Record) []string {
	out := make([]string, len(records))
	for i, x := range records {
		out[i] = s.FileNos.Format(register.PersonID(x.ID))
	}
	return out
}

func (s *Screen) correct(w http.ResponseWriter, r *http.Request) error {
	ctx, p := r.Context(), web.PrinterOf(r.Context())
	if err := r.ParseForm(); err != nil {
		return fmt.Errorf("read form: %w", errors.Join(err, web.ErrInvalid))
	}
	id, records, err := s.file(ctx, r.PathValue("fileno"))
	if err != nil {
		return err
	}
	in := func(name string) string { return clean(r.PostForm.Get(name)) }
	c := Correction{
		No: numberOf(r.PostForm), Key: in("field"), Value: in("value"), Why: in("why"), Kind: in("kind"), ToldAs: in("told_as"), Kept: in("kept"),
		Stay: Spell{in("facility"), in("custody_from"), in("custody_to"), in("cell")}, Seen: r.PostForm["seen"], Wrong: map[string]string{},
	}
	c.Of = c.among(records, r.PostForm["of"])
	if r.PostForm.Get("do") == "choose" {
		c.Wrong = nil
		c.Of = c.only(records)
		return s.showCorrection(w, r, http.StatusOK, id, records, c, false)
	}
	cells := c.cells(p)
	_, issues := s.Entries.ReadByHand(intake.HandEntry{Cells: cells, Nameless: true})
	c.check(p, cells, issues)
	changed := !slices.Equal(c.Seen, s.numbers(records))
	if len(records) == 0 {
		return register.ErrNotFound
	}
	a, v := actor(ctx), gate.Sight(ctx, 0)
	entry := intake.HandEntry{Name: p.T("byhand.correction.file"), Cells: numbered(p, c.No, cells), Nameless: true}
	if len(c.Wrong) == 0 { // a second click finds what the first has entered
		rec, ok, err := s.Entries.EnteredByHand(ctx, a, v, c.Kind, entry)
		if err != nil {
			return err
		}
		if ok {
			return s.corrected(w, r, id, records[0].ID, rec)
		}
	}
	switch {
	case len(c.Wrong) > 0:
		return s.showCorrection(w, r, http.StatusUnprocessableEntity, id, records, c, changed)
	case changed:
		return s.showCorrection(w, r, http.StatusConflict, id, records, c, true)
	}
	if entry.Source, err = s.Entries.HandSource(ctx, a, v, c.Kind, sourceName(p, c.Kind)); err != nil {
		return err
	}
	rec, _, err := s.Entries.EnterByHand(ctx, a, entry)
	if err != nil {
		return err
	}
	return s.corrected(w, r, id, records[0].ID, rec)
}

// corrected ties what was entered to the file, and goes there. The judgement
// does not repeat the reason that was typed: that is the record's, at its level,
// and goes with it where the law destroys it.
func (s *Screen) corrected(w http.ResponseWriter, r *http.Request, id register.PersonID, first, rec register.RecordID) error {
	why := web.PrinterOf(r.Context()).T("byhand.correction.tie")
	if err := s.tie(r.Context(), actor(r.Context()), first, rec, why); err != nil {
		return fmt.Errorf("tie the correction to the file: %w", err)
	}
	http.Redirect(w, r, s.Href(s.FileNos.Format(id))+"?did=corrected", http.StatusSeeOther)
	return nil
}

// cells are the correction as a list of one row.
func (c Correction) cells(p locale.Printer) []intake.HandCell {
	f := Form{Values: map[register.Field]string{}}
	if field, ok := register.ParseField(c.Key); ok && slices.Contains(correctable(), field) {
		f.Values[field] = c.Value
	}
	if c.Key == Stay {
		f.Spells = []Spell{c.Stay}
	}
	if c.ToldAs != "" {
		f.Values[register.ToldAs] = c.ToldAs
	}
	out := f.cells(p)
	out = append(out, intake.HandCell{Field: register.EntryReason, Label: p.T("field.entry_reason"), Value: c.Why})
	if len(c.Of) > 0 {
		f := register.Corrects
		if slices.ContainsFunc(c.fields(), func(x register.Field) bool { return x.Info().Level > register.C2 }) {
			f = register.CorrectsClosed // that a day of death was corrected tells of a death
		}
		out = append(out, intake.HandCell{Field: f, Label: p.T("field." + f.Key()), Value: strings.Join(c.Of, " ")})
	}
	return out
}

// said is what the file says so far of what is corrected.
func (c Correction) said(records []register.Record) []register.Claimed {
	var out []register.Claimed
	for _, r := range records {
		if c.Key == Stay {
			out = append(out, r.ClaimedStays()...)
			continue
		}
		for _, f := range c.fields() {
			out = append(out, r.ClaimedOn(f)...)
		}
	}
	return out
}

// only is what is said of the field where it is said once, corrections left
// out: what else could be meant? A further stay corrects none.
func (c Correction) only(records []register.Record) []string {
	if c.Key == Stay {
		return nil
	}
	named := register.Named(records)
	said := slices.DeleteFunc(c.said(records), func(x register.Claimed) bool { return named[x.Names[0]] })
	if len(said) != 1 {
		return nil
	}
	return []string{nameOf(said[0])}
}

// nameOf is how a form names what is said.
func nameOf(x register.Claimed) string {
	names := make([]string, len(x.Names))
	for i, n := range x.Names {
		names[i] = n.String()
	}
	return strings.Join(names, " ")
}

// among keeps the names of what the file says, and the writer sees.
func (c Correction) among(records []register.Record, names []string) []string {
	var out []string
	for _, x := range c.said(records) {
		if n := nameOf(x); slices.Contains(names, n) {
			out = append(out, n)
		}
	}
	return out
}

func (c *Correction) check(p locale.Printer, cells []intake.HandCell, issues []intake.Issue) {
	field, ok := register.ParseField(c.Key)
	switch {
	case c.Key == Stay && c.Stay.blank():
		c.Wrong["facility"] = p.T("byhand.wrong.stay")
	case c.Key != Stay && (!ok || !slices.Contains(correctable(), field)):
		c.Wrong["field"] = p.T("byhand.wrong.field")
	case c.Key != Stay && c.Value == "":
		c.Wrong["value"] = p.T("byhand.wrong.value")
	}
	if n := utf8.RuneCountInString(c.Why); n < leastWhy || n > maxWhy {
		c.Wrong["why"] = p.T("byhand.wrong.why")
	}
	if !vocab.Valid("source_type", c.Kind) {
		c.Wrong["kind"] = p.T("byhand.wrong.kind")
	}
	for _, x := range cells {
		if utf8.RuneCountInString(x.Value) > maxNote {
			c.Wrong["value"] = p.T("byhand.wrong.long")
		}
	}
	for _, i := range issues {
		if key, ok := asks[i.Reason]; ok && c.Kept != strings.Join([]string{c.Value, c.Stay.From, c.Stay.To}, "|") {
			c.Wrong["value"], c.Wrong["custody_from"] = p.T(key), p.T(key)
			c.Kept = strings.Join([]string{c.Value, c.Stay.From, c.Stay.To}, "|")
		}
	}
}

func (s *Screen) showCorrection(w http.ResponseWriter, r *http.Request, status int, id register.PersonID, records []register.Record, c Correction, changed bool) error {
	p := web.PrinterOf(r.Context())
	no := s.FileNos.Format(id)
	v := CorrectView{Correction: c, FileNo: no, Href: s.Href(no), Changed: changed}
	names, err := s.sourceNames(r.Context())
	if err != nil {
		return err
	}
	if len(c.fields()) > 0 && c.Key != Stay {
		v.Label = p.T("field." + c.Key)
	}
	now := s.numbers(records)
	for i, x := range records {
		if !slices.Contains(c.Seen, now[i]) {
			v.news(p, x, names[x.Source])
		}
		v.told(p, x, names[x.Source])
	}
	for _, n := range c.Seen {
		if !slices.Contains(now, n) {
			v.Gone++
		}
	}
	v.Seen = now
	frame := s.Web.Frame(r, p.T("byhand.correction.title"))
	frame.Path = v.Href
	frame.Lost = status >= http.StatusBadRequest
	frame.Crumbs = []part.Crumb{{Label: p.T("person.people"), Href: "/people"}, {Label: no, Href: v.Href}, {Label: p.T("byhand.correction.title")}}
	return s.Web.PageStatus(w, r, status, frame, Correct(p, v))
}

// news adds what a row says that came in while the form was filled in.
func (v *CorrectView) news(p locale.Printer, r register.Record, source string) {
	for _, c := range r.Claims {
		if c.Absence == register.Present && c.Level < register.C4 && !c.Field.NamesClaims() {
			v.Death = v.Death || c.TellsDeath()
			v.News = append(v.News, Told{Text: c.Value, Field: p.T("field." + c.Field.Key()), Source: source})
		}
	}
}

// told adds what a row says of what is corrected.
func (v *CorrectView) told(p locale.Printer, r register.Record, source string) {
	for _, x := range v.said([]register.Record{r}) {
		t := Told{Text: x.Claim.Value, Source: source, Name: nameOf(x), Waits: x.Claim.Adverse()}
		if v.Key == Stay {
			t.Text = stayText(p, x.Stay)
		} else if x.Claim.Level >= register.C4 {
			continue
		}
		v.Death = v.Death || x.Claim.TellsDeath()
		v.Now = append(v.Now, t)
	}
}

// stayText is a stay as one line.
func stayText(p locale.Printer, s register.CustodyInterval) string {
	var days string
	switch {
	case !s.From.IsZero() && !s.To.IsZero():
		days = p.T("common.date.between", p.Date(s.From.String()), p.Date(s.To.String()))
	case !s.From.IsZero():
		days = p.T("common.date.since", p.Date(s.From.String()))
	case !s.To.IsZero():
		days = p.T("common.date.until", p.Date(s.To.String()))
	}
	parts := slices.DeleteFunc([]string{s.Text, s.Cell, days}, func(x string) bool { return x == "" })
	return strings.Join(parts, " · ")
}

// corrected is the choice of the claims that are corrected.
func (v CorrectView) corrected(p locale.Printer) part.Input {
	in := part.Input{Name: "of", Label: p.T("byhand.correction.of"), Hint: p.T("byhand.correction.of.hint")}
	for _, t := range v.Now {
		o := part.Option{Value: t.Name, Label: locale.Isolate(t.Text), Note: t.Source, Chosen: slices.Contains(v.Of, t.Name)}
		if t.Waits {
			o.Note = p.T("byhand.correction.waits", t.Source)
		}
		in.Options = append(in.Options, o)
	}
	return in
}

// fields are those that the correction is about.
func (c Correction) fields() []register.Field {
	if c.Key == Stay {
		return []register.Field{register.Facility, register.CustodyFrom, register.CustodyTo, register.Cell}
	}
	if f, ok := register.ParseField(c.Key); ok && slices.Contains(correctable(), f) {
		return []register.Field{f}
	}
	return nil
}

func (s *Screen) sourceNames(ctx context.Context) (map[register.SourceID]string, error) {
	all, err := s.Register.Sources(ctx, gate.Sight(ctx, 0))
	if err != nil {
		return nil, fmt.Errorf("read sources: %w", err)
	}
	out := make(map[register.SourceID]string, len(all))
	for _, x := range all {
		out[x.ID] = x.Name
	}
	return out, nil
}

// choices are the fields that can be corrected.
func (v CorrectView) choices(p locale.Printer) part.Input {
	in := part.Input{Name: "field", Label: p.T("byhand.correction.field"), Value: v.Key, Error: v.Wrong["field"]}
	for _, f := range correctable() {
		in.Options = append(in.Options, part.Option{Value: f.Key(), Label: p.T("field." + f.Key())})
	}
	in.Options = append(in.Options, part.Option{Value: Stay, Label: p.T("byhand.correction.stay")})
	return in
}

// value is the field's own input: a choice where it has a vocabulary.
func (v CorrectView) value(p locale.Printer) part.Input {
	in := part.Input{Name: "value", Label: p.T("byhand.correction.value", v.Label), Value: v.Value, Error: v.Wrong["value"], Max: maxText, Focus: v.Value == ""}
	f, _ := register.ParseField(v.Key)
	if dated(f) {
		in.Dir, in.Hint = "ltr", p.T("byhand.date.hint")
	}
	form := View{Form: Form{Values: map[register.Field]string{f: v.Value}, Kind: v.Kind}}
	switch {
	case f == register.Governorate:
		in.Options = form.governorate(p).Options
	case vocabularies[f] != "":
		in.Options = form.choice(p, f).Options
	}
	return in
}

func (v CorrectView) why(p locale.Printer) part.Input {
	return part.Input{Name: "why", Label: p.T("byhand.correction.why"), Hint: p.T("byhand.correction.why.hint"), Value: v.Why, Error: v.Wrong["why"], Max: maxWhy}
}

func (v CorrectView) source(p locale.Printer) part.Input {
	return View{Form: Form{Kind: v.Kind, Wrong: v.Wrong}}.kind(p)
}

func (v CorrectView) toldAs(p locale.Printer) part.Input {
	return View{Form: Form{Values: map[register.Field]string{register.ToldAs: v.ToldAs}}}.choice(p, register.ToldAs)
}
