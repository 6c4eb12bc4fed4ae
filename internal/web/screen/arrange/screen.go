package arrange

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
	"kashf.org/kashf/internal/identity"
	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/web"
	"kashf.org/kashf/internal/web/gate"
	"kashf.org/kashf/internal/web/part"
)

// Identity takes people's answers; [identity.Service] does.
type Identity interface {
	Arrange(ctx context.Context, a journal.Actor, v register.Sight, read [][]register.RecordID, answers []identity.Answer) error
}

// A Register is what the screen reads. See [register.Reader].
type Register interface {
	Sources(ctx context.Context, v register.Sight) ([]register.Source, error)
	Person(ctx context.Context, v register.Sight, id register.PersonID) (register.PersonID, []register.Record, error)
	Judgements(ctx context.Context, v register.Sight, left, right register.RecordID) ([]register.Judgement, error)
	dossier.Records
}

// A Screen arranges the rows of files. Its fields are set once.
type Screen struct {
	Web      *web.Server
	Identity Identity
	Register Register
	FileNos  register.FileNos
	// Href is the address of a file, Match that of two rows side by side.
	Href  func(fileNo string) string
	Match func(left, right register.RecordID) string
}

// Routes are the screen's addresses.
func (s *Screen) Routes() []web.Route {
	const path = "/people/{fileno}/arrange"
	return []web.Route{
		{Pattern: "GET " + path, Action: string(access.PersonArrange), Handler: s.ask},
		{Pattern: "POST " + path, Action: string(access.PersonArrange), Handler: s.arrange},
	}
}

// What is done with rows.
const (
	Join  = "join"  // all of another file's rows come into this one
	Split = "split" // the chosen rows are somebody else
	Move  = "move"  // the chosen rows are the person of another file
)

// Bounds of one act.
const (
	maxPairs = 400
	leastWhy = 4
	maxWhy   = 1000
)

// A Form is what was chosen and typed.
type Form struct {
	Do, Target, Why string
	Relatives       bool
	Raced           bool     // another's act came in between
	Rows            []string // numbers of the chosen rows
	Seen            []string // of those that were shown
	Wrong           map[string]string
}

// A View is the page.
type View struct {
	Form
	FileNo, Href string
	All          []Row
	Changed      bool
	// Against is where two rows are judged to be two people, which forbids the
	// act; "" where nothing does.
	Against string
}

// A Row is one row of the file.
type Row struct {
	No     string
	Source part.Chip
	Facts  []part.Fact
	Chosen bool
}

// file finds a person by number, as the reader sees it, without what was
// destroyed by law.
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
	records = slices.DeleteFunc(records, func(r register.Record) bool { return r.Destroyed != 0 })
	if err == nil && len(records) == 0 {
		err = register.ErrNotFound
	}
	return now, records, err
}

func (s *Screen) no(r register.RecordID) string { return s.FileNos.Format(register.PersonID(r)) }

func (s *Screen) ask(w http.ResponseWriter, r *http.Request) error {
	id, records, err := s.file(r.Context(), r.PathValue("fileno"))
	if err != nil {
		return err
	}
	return s.show(w, r, http.StatusOK, id, records, Form{}, "")
}

func (s *Screen) arrange(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	if err := r.ParseForm(); err != nil {
		return fmt.Errorf("read form: %w", errors.Join(err, web.ErrInvalid))
	}
	id, records, err := s.file(ctx, r.PathValue("fileno"))
	if err != nil {
		return err
	}
	in := func(name string) string { return strings.TrimSpace(strings.ToValidUTF8(r.PostForm.Get(name), "")) }
	f := Form{
		Do: in("do"), Target: in("target"), Why: in("why"), Relatives: in("relatives") != "", Rows: r.PostForm["row"], Seen: r.PostForm["seen"],
		Wrong: map[string]string{},
	}
	answers, read, to, err := s.answers(ctx, &f, id, records)
	switch {
	case err != nil:
		return err
	case len(f.Wrong) > 0:
		return s.show(w, r, http.StatusUnprocessableEntity, id, records, f, "")
	case !slices.Equal(f.Seen, s.numbers(records)):
		return s.show(w, r, http.StatusConflict, id, records, f, "")
	}
	who := gate.PrincipalOf(ctx)
	err = s.Identity.Arrange(ctx, journal.Actor{Account: string(who.Account), Org: string(who.Org)}, gate.Sight(ctx, 0), read, answers)
	if no, ok := errors.AsType[*identity.Forbidden](err); ok {
		return s.show(w, r, http.StatusConflict, id, records, f, s.Match(no.By.Left, no.By.Right))
	}
	if other, ok := errors.AsType[*identity.OtherJudged](err); ok {
		return s.show(w, r, http.StatusConflict, id, records, f, s.Match(other.Other.Left, other.Other.Right))
	}
	if errors.Is(err, journal.ErrConflict) || errors.Is(err, register.ErrNotFound) { // by another, between the page and the click
		now, rows, again := s.file(ctx, r.PathValue("fileno"))
		if again != nil {
			return again
		}
		f.Raced = true
		return s.show(w, r, http.StatusConflict, now, rows, f, "")
	}
	if err != nil {
		return fmt.Errorf("arrange rows: %w", err)
	}
	rec, err := s.Register.RecordOf(ctx, gate.Sight(ctx, 0), to)
	if err != nil {
		return err
	}
	did := "joined"
	if f.Do == Split {
		did = "split"
	}
	http.Redirect(w, r, s.Href(s.FileNos.Format(rec.Person))+"?did="+did, http.StatusSeeOther)
	return nil
}

func idsOf(records []register.Record) []register.RecordID {
	out := make([]register.RecordID, len(records))
	for i, x := range records {
		out[i] = x.ID
	}
	return out
}

func (s *Screen) numbers(records []register.Record) []string {
	out := make([]string, len(records))
	for i, x := range records {
		out[i] = s.no(x.ID)
	}
	return out
}

// answers are the judgements that the form comes to, the rows of the files that
// they are about, and the row whose file is shown afterwards. What cannot be
// done is marked in the form.
func (s *Screen) answers(ctx context.Context, f *Form, id register.PersonID, records []register.Record) ([]identity.Answer, [][]register.RecordID, register.RecordID, error) {
	p := web.PrinterOf(ctx)
	var chosen, rest []register.RecordID
	for _, x := range records {
		if slices.Contains(f.Rows, s.no(x.ID)) {
			chosen = append(chosen, x.ID)
		} else {
			rest = append(rest, x.ID)
		}
	}
	if n := utf8.RuneCountInString(f.Why); n < leastWhy || n > maxWhy {
		f.Wrong["why"] = p.T("arrange.wrong.why")
	}
	var target []register.Record
	if f.Do == Join || f.Do == Move {
		other, rows, err := s.file(ctx, f.Target)
		switch {
		case errors.Is(err, register.ErrNotFound):
			f.Wrong["target"] = p.T("arrange.wrong.target")
		case err != nil:
			return nil, nil, 0, err
		case other == id:
			f.Wrong["target"] = p.T("arrange.wrong.itself")
		default:
			target = rows
		}
	}
	switch {
	case f.Do != Join && f.Do != Split && f.Do != Move:
		f.Wrong["do"] = p.T("arrange.wrong.do")
	case f.Do != Join && (len(chosen) == 0 || len(rest) == 0):
		f.Wrong["row"] = p.T("arrange.wrong.rows")
	case f.Do != Join && len(chosen)*len(rest) > maxPairs:
		f.Wrong["row"] = p.T("arrange.wrong.many", maxPairs)
	}
	if len(f.Wrong) > 0 {
		return nil, nil, 0, nil
	}
	read := [][]register.RecordID{idsOf(records), idsOf(target)}
	var out []identity.Answer
	say := func(l, r register.RecordID, v register.Verdict) error {
		js, err := s.Register.Judgements(ctx, gate.Sight(ctx, 0), l, r)
		ans := identity.Answer{Left: l, Right: r, Verdict: v, Why: f.Why}
		for _, j := range js {
			ans.Seen = append(ans.Seen, j.ID)
		}
		out = append(out, ans)
		return err
	}
	if f.Do == Join {
		err := say(records[0].ID, target[0].ID, register.SamePerson)
		return out, read, records[0].ID, err
	}
	err := s.part(f, chosen, rest, target, say)
	return out, read, chosen[0], err
}

// part says that the chosen rows are nobody of the rest, that they are one, and
// whose they are where a file is named.
func (s *Screen) part(f *Form, chosen, rest []register.RecordID, target []register.Record, say func(l, r register.RecordID, v register.Verdict) error) error {
	apart := register.Different
	if f.Relatives {
		apart = register.Relatives
	}
	for _, c := range chosen {
		for _, r := range rest {
			if err := say(c, r, apart); err != nil {
				return err
			}
		}
	}
	for _, c := range chosen[1:] {
		if err := say(chosen[0], c, register.SamePerson); err != nil {
			return err
		}
	}
	if len(target) > 0 {
		return say(chosen[0], target[0].ID, register.SamePerson)
	}
	return nil
}

func (s *Screen) show(w http.ResponseWriter, r *http.Request, status int, id register.PersonID, records []register.Record, f Form, against string) error {
	p := web.PrinterOf(r.Context())
	no := s.FileNos.Format(id)
	now := s.numbers(records)
	v := View{Form: f, FileNo: no, Href: s.Href(no), Against: against, Changed: f.Raced || len(f.Seen) > 0 && !slices.Equal(f.Seen, now)}
	v.Seen = now
	srcs, err := s.Register.Sources(r.Context(), gate.Sight(r.Context(), 0))
	if err != nil {
		return fmt.Errorf("read sources: %w", err)
	}
	names := make(map[register.SourceID]string, len(srcs))
	for _, x := range srcs {
		names[x.ID] = x.Name
	}
	for i, x := range records {
		v.All = append(v.All, Row{
			No: now[i], Chosen: slices.Contains(f.Rows, now[i]), Facts: facts(p, x),
			Source: part.Chip{Name: names[x.Source], Note: p.T("arrange.row", x.Row)},
		})
	}
	frame := s.Web.Frame(r, p.T("arrange.title"))
	frame.Path = v.Href
	frame.Lost = status >= http.StatusBadRequest
	frame.Crumbs = []part.Crumb{{Label: p.T("person.people"), Href: "/people"}, {Label: no, Href: v.Href}, {Label: p.T("arrange.title")}}
	return s.Web.PageStatus(w, r, status, frame, Page(p, v))
}

// told are the fields by which rows are told apart; none is adverse. The reason
// of a correction is free text: see facts.
var told = []register.Field{
	register.FullName, register.GivenName, register.FatherName, register.FamilyName, register.MotherName, register.BirthDate, register.BirthYear,
	register.Governorate, register.Place, register.ArrestDate, register.Facility, register.EntryReason,
}

func facts(p locale.Printer, r register.Record) []part.Fact {
	var out []part.Fact
	for _, f := range told {
		if f == register.EntryReason && r.TellsDeath() {
			continue // a death is read in the file, where it is marked
		}
		if v := r.Value(f); v != "" {
			out = append(out, part.Fact{Label: p.T("field." + f.Key()), Value: v})
		}
	}
	return out
}

func (v View) target(p locale.Printer) part.Input {
	return part.Input{Name: "target", Label: p.T("arrange.target"), Hint: p.T("arrange.target.hint"), Value: v.Target, Error: v.Wrong["target"], Dir: "ltr", Max: 40}
}

func (v View) why(p locale.Printer) part.Input {
	return part.Input{Name: "why", Label: p.T("common.confirm_why"), Hint: p.T("common.confirm_why_hint"), Value: v.Why, Error: v.Wrong["why"], Max: maxWhy}
}

func (v View) acts(p locale.Printer) part.Input {
	in := part.Input{Name: "do", Label: p.T("arrange.do"), Value: v.Do, Error: v.Wrong["do"]}
	for _, d := range []string{Split, Move, Join} {
		if d != Join && len(v.All) < 2 {
			continue
		}
		in.Options = append(in.Options, part.Option{Value: d, Label: p.T("arrange.do." + d), Note: p.T("arrange.do." + d + ".note")})
	}
	return in
}
