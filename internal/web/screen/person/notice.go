package person

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/family"
	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/vocab"
	"kashf.org/kashf/internal/web"
	"kashf.org/kashf/internal/web/gate"
	"kashf.org/kashf/internal/web/part"
)

// Family enters what was done for a family; [family.Service] does.
type Family interface {
	// Enter returns one of family's errors for what can be mended,
	// [register.ErrNotFound] where no death counts, [journal.ErrConflict] where
	// the same was entered meanwhile.
	Enter(ctx context.Context, a journal.Actor, f register.File, n register.Notice) (int64, error)
	TakeBack(ctx context.Context, a journal.Actor, f register.File, id, why string) (int64, error)
}

// Notices finds what was done for a family, also what was taken back; the store
// does.
type Notices interface {
	Notice(ctx context.Context, id string) (register.Notice, error)
}

// Access answers whether someone may do something; [access.Authorizer] does.
type Access interface {
	Authorize(ctx context.Context, who access.Principal, action access.Action, res access.Resource) error
}

// noticeKinds are the kinds of notices by the last part of their address.
var noticeKinds = map[string]string{"told": register.FamilyTold, "remains": register.RemainsReturned}

func (s *Screen) noticeRoutes() []web.Route {
	var out []web.Route
	for _, tail := range []string{"told", "remains"} {
		out = append(out,
			web.Route{Pattern: "GET /people/{fileno}/" + tail, Action: string(access.FamilyTell), Handler: s.askNotice(tail)},
			web.Route{Pattern: "POST /people/{fileno}/" + tail, Action: string(access.FamilyTell), Handler: s.enterNotice(tail)},
		)
	}
	return append(out,
		web.Route{Pattern: "GET /people/{fileno}/notices/{id}/undo", Action: string(access.FamilyUndo), Handler: s.askTakeBack},
		web.Route{Pattern: "POST /people/{fileno}/notices/{id}/undo", Action: string(access.FamilyUndo), Handler: s.takeBack},
	)
}

// bereaved is the file of a person of whom a death counts, as the reader sees
// it. Any other is not found, like a file that is not there.
func (s *Screen) bereaved(r *http.Request, action access.Action) (register.File, error) {
	ctx, id := r.Context(), s.number(r)
	f, err := s.Files.File(ctx, audience(ctx, id), id)
	switch {
	case err != nil:
		return f, fmt.Errorf("read a file of which a family is told: %w", err)
	case !gate.ViewOf(ctx).SeesDeaths(), f.DeathRecord() == 0:
		return f, register.ErrNotFound
	case action == "":
		return f, nil
	}
	return f, s.Access.Authorize(ctx, gate.PrincipalOf(ctx), action, access.PersonResource(f.Person, register.C3))
}

func (s *Screen) askNotice(tail string) web.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) error {
		f, err := s.bereaved(r, access.FamilyTell)
		if err != nil {
			return err
		}
		n := register.Notice{Kind: noticeKinds[tail], Who: web.SessionOf(r.Context()).Account()}
		return s.noticePage(w, r, http.StatusOK, f, tail, n, nil)
	}
}

func (s *Screen) enterNotice(tail string) web.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) error {
		f, err := s.bereaved(r, access.FamilyTell)
		if err != nil {
			return err
		}
		if err := r.ParseForm(); err != nil {
			return fmt.Errorf("read form: %w", err)
		}
		get := func(name string) string { return strings.TrimSpace(r.PostForm.Get(name)) }
		n := register.Notice{
			Kind: noticeKinds[tail], Who: get("who"), On: get("on"), How: get("how"), Whom: get("whom"), Note: get("note"),
		}
		_, err = s.Family.Enter(r.Context(), actor(r.Context()), f, n)
		switch {
		case noticeWrong(err) != "":
			return s.noticePage(w, r, http.StatusUnprocessableEntity, f, tail, n, err)
		case errors.Is(err, journal.ErrConflict):
			return s.noticePage(w, r, http.StatusConflict, f, tail, n, err)
		case err != nil:
			return fmt.Errorf("enter a notice: %w", err)
		}
		http.Redirect(w, r, Href(s.FileNos.Format(f.Person))+"#death-title", http.StatusSeeOther)
		return nil
	}
}

func actor(ctx context.Context) journal.Actor {
	who := gate.PrincipalOf(ctx)
	return journal.Actor{Account: string(who.Account), Org: string(who.Org)}
}

// noticeWrong is the field that an error of family is about, "" for any other.
func noticeWrong(err error) string {
	for field, of := range map[string]error{
		"who": family.ErrWho, "on": family.ErrDate, "how": family.ErrHow, "whom": family.ErrWhom, "note": family.ErrLong,
	} {
		if errors.Is(err, of) {
			return field
		}
	}
	return ""
}

func (s *Screen) noticePage(w http.ResponseWriter, r *http.Request, status int, f register.File, tail string, n register.Notice, err error) error {
	p, no := web.PrinterOf(r.Context()), s.FileNos.Format(f.Person)
	v := noticeForm(p, no, tail, n, noticeWrong(err))
	v.Already = errors.Is(err, journal.ErrConflict)
	frame := s.frame(r, p, no)
	frame.Lost = status >= http.StatusBadRequest // nothing was entered
	return s.Web.PageStatus(w, r, status, frame, NoticeForm(p, v))
}

// A NoticeAsk is the form that enters what was done for a family.
type NoticeAsk struct {
	FileNo  string
	Href    string // of the file
	Tail    string // the form is posted to Href/Tail
	Title   string
	Text    string
	Button  string
	Already bool // somebody else entered it meanwhile
	Who     part.Input
	On      part.Input
	How     *part.Input // nil for remains
	Whom    part.Input
	Note    part.Input
}

func noticeForm(p locale.Printer, no, tail string, n register.Notice, wrong string) NoticeAsk {
	told := n.Kind == register.FamilyTold
	say := func(told_, returned string) string {
		if told {
			return p.T(told_)
		}
		return p.T(returned)
	}
	v := NoticeAsk{
		FileNo: no, Href: Href(no), Tail: tail,
		Title:  say("person.told.title", "person.returned.title"),
		Text:   say("person.told.text", "person.returned.text"),
		Button: say("person.told.do", "person.returned.do"),
		Who:    part.Input{Name: "who", Label: say("person.told.who", "person.returned.who"), Value: n.Who, Required: true, Max: family.MaxWho},
		On:     part.Input{Name: "on", Label: p.T("person.told.on"), Hint: p.T("person.told.on_hint"), Value: n.On, Required: true, Max: 20, Dir: "ltr"},
		Whom:   choice(p, "whom", say("person.told.whom", "person.returned.whom"), family.Relations, n.Whom),
		Note:   part.Input{Name: "note", Label: p.T("person.told.note"), Hint: p.T("person.told.note_hint"), Value: n.Note, Max: family.MaxNote},
	}
	if told {
		how := choice(p, "how", p.T("person.told.how"), family.Ways, n.How)
		v.How = &how
	}
	for _, in := range []*part.Input{&v.Who, &v.On, v.How, &v.Whom, &v.Note} {
		if in != nil && in.Name == wrong {
			in.Error = p.T("person.told.wrong." + wrong)
		}
	}
	return v
}

func choice(p locale.Printer, name, label, list, value string) part.Input {
	in := part.Input{Name: name, Label: label, Value: value, Required: true, Options: []part.Option{{Label: p.T("common.choose")}}}
	for _, t := range vocab.List(list) {
		in.Options = append(in.Options, part.Option{Value: t.Code, Label: vocab.Label(list, t.Code, p.Lang()), Chosen: t.Code == value})
	}
	return in
}

// askTakeBack asks why a notice is taken back.
func (s *Screen) askTakeBack(w http.ResponseWriter, r *http.Request) error {
	f, n, err := s.notice(r)
	if err != nil {
		return err
	}
	if n.Undone != 0 {
		return s.backBefore(w, r, f, n, "")
	}
	return s.takeBackPage(w, r, http.StatusOK, f, n, "", "")
}

func (s *Screen) backBefore(w http.ResponseWriter, r *http.Request, f register.File, n register.Notice, why string) error {
	return s.Seconder.Answer(w, r, gate.TakenBack{
		Undone: n.Undone, Title: web.PrinterOf(r.Context()).T("person.told.undo"), Why: why, Back: Href(s.FileNos.Format(f.Person)) + "#death-title",
	})
}

// notice is a notice that the reader's organisation entered in a file in sight,
// also one that was taken back.
func (s *Screen) notice(r *http.Request) (register.File, register.Notice, error) {
	f, err := s.bereaved(r, "")
	if err != nil {
		return f, register.Notice{}, err
	}
	n, ok := f.NoticeByID(r.PathValue("id"))
	if !ok {
		if n, err = s.formerNotice(r.Context(), f, r.PathValue("id")); err != nil {
			return f, n, err
		}
	}
	res := access.PersonResource(f.Person, register.C3)
	res.Owner = n.Org
	return f, n, s.Access.Authorize(r.Context(), gate.PrincipalOf(r.Context()), access.FamilyUndo, res)
}

// formerNotice is a notice of one of the file's records that was taken back.
func (s *Screen) formerNotice(ctx context.Context, f register.File, id string) (register.Notice, error) {
	if s.Notices == nil {
		return register.Notice{}, register.ErrNotFound
	}
	n, err := s.Notices.Notice(ctx, id)
	if err == nil && (n.Undone == 0 || !slices.ContainsFunc(f.Records, func(r register.Record) bool { return r.ID == n.Record })) {
		err = register.ErrNotFound
	}
	return n, err
}

func (s *Screen) takeBack(w http.ResponseWriter, r *http.Request) error {
	f, n, err := s.notice(r)
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return fmt.Errorf("read form: %w", err)
	}
	why := r.PostForm.Get("why")
	if n.Undone != 0 {
		return s.backBefore(w, r, f, n, why)
	}
	_, err = s.Family.TakeBack(r.Context(), actor(r.Context()), f, n.ID, why)
	switch {
	case errors.Is(err, family.ErrWhy):
		p := web.PrinterOf(r.Context())
		return s.takeBackPage(w, r, http.StatusUnprocessableEntity, f, n, why, p.T("person.reveal.say_more"))
	case errors.Is(err, journal.ErrCannotUndo): // by another, between the page and the click
		if f, n, again := s.notice(r); again == nil && n.Undone != 0 {
			return s.backBefore(w, r, f, n, why)
		}
		return err
	case err != nil:
		return fmt.Errorf("take a notice back: %w", err)
	}
	http.Redirect(w, r, Href(s.FileNos.Format(f.Person))+"#death-title", http.StatusSeeOther)
	return nil
}

func (s *Screen) takeBackPage(w http.ResponseWriter, r *http.Request, status int, f register.File, n register.Notice, why, wrong string) error {
	p, no := web.PrinterOf(r.Context()), s.FileNos.Format(f.Person)
	text := p.T("person.told.undo_text")
	if n.Kind == register.RemainsReturned {
		text = p.T("person.returned.undo_text")
	}
	c := part.Confirm{
		Action: Href(no) + "/notices/" + n.ID + "/undo", Title: p.T("person.told.undo"), Text: text, Button: p.T("person.told.undo"),
		Cancel: Href(no), Grave: true, Why: part.Why(p, why, wrong), Draft: "notice-" + n.ID,
	}
	return s.Web.PageStatus(w, r, status, s.frame(r, p, no), part.ConfirmForm(p, c))
}

// A Done is a notice as the file shows it.
type Done struct {
	Text string // what was done, and when
	Line string // by whom, how, to whom
	Note string
	Undo string // address of the form that takes it back, "" for who may not
}

// done describes a notice; nil where there is none. Who told the family is
// named to colleagues, as every name of staff is.
func (d *describer) done(ctx context.Context, n register.Notice) *Done {
	if n.IsZero() {
		return nil
	}
	key, by := "person.told.done", d.name(ctx, n.By)
	if n.Kind == register.RemainsReturned {
		key = "person.returned.done"
	}
	line := []string{vocab.Label(family.Relations, n.Whom, d.p.Lang())}
	if n.How != "" {
		line = append(line, vocab.Label(family.Ways, n.How, d.p.Lang()))
	}
	if gate.NamesStaffOf(ctx, n.Org) {
		line = append(line, d.p.T("person.told.by", locale.Isolate(n.Who)))
	}
	line = append(line, d.p.T("person.told.entered", locale.Isolate(by), d.p.Day(n.At)))
	out := &Done{Text: d.p.T(key, d.p.Date(n.On)), Line: strings.Join(line, " · "), Note: n.Note}
	if d.mayTell && gate.PrincipalOf(ctx).Org == n.Org {
		out.Undo = Href(d.f.FileNo) + "/notices/" + n.ID + "/undo"
	}
	return out
}
