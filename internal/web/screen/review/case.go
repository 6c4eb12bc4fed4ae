package review

import (
	"context"

	"net/http"
	"slices"
	"strconv"
	"strings"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/review"
	"kashf.org/kashf/internal/web"
	"kashf.org/kashf/internal/web/gate"
	"kashf.org/kashf/internal/web/part"
)

// A Link leads somewhere.
type Link struct{ Label, Href string }

// A Row is one line of a section: what, what of it, and what can be done.
type Row struct {
	ID    string // its anchor
	Key   string // that leads to it
	Title string
	Text  string // as somebody wrote it
	Meta  string
	Tags  []part.Label
	Links []Link
	Sound string // address of a recording
}

// A Section is a titled part of a case's page.
type Section struct {
	ID, Title, Note, Key string
	Facts                []part.Fact
	Rows                 []Row
	For, Against         []Row // what speaks for the person, beside what speaks against
	Links                []Link
	Empty                string
}

// A CaseView is a case's page.
type CaseView struct {
	Key, Line, Href string
	Tags            []part.Label
	Done            string
	Declare         string // where ties are declared, before anything else is read
	Presumed        string // that nothing is found yet
	Tasks           []Link
	Steps           []StepView
	Main, Side      []Section
	History         HistoryView
	File            string // the person's file, "" where the reader may not open it
	Acts            []Link
	Print           string
	Mark, Hash      string // at the head of each printed page
}

// A StepView is a step that could be taken next, and what it lacks.
type StepView struct {
	To      string
	Href    string
	Missing []Refused
}

// A page makes the view of a case.
type page struct {
	*Screen
	ctx context.Context
	r   *http.Request
	p   locale.Printer
	x   review.Seen
}

func (s *Screen) pageOf(r *http.Request) (page, error) {
	x, err := s.see(r.Context(), r.PathValue("id"), access.CaseRead)
	return page{s, r.Context(), r, web.PrinterOf(r.Context()), x}, err
}

func (s *Screen) show(w http.ResponseWriter, r *http.Request) error {
	c, err := s.pageOf(r)
	if err != nil {
		return err
	}
	f := s.Web.Frame(r, c.p.T("review.case", key(c.x.ID)))
	f.Crumbs = []part.Crumb{{Label: c.p.T("review.title"), Href: Path}, {Label: key(c.x.ID)}}
	f.Keys = []part.Key{{Press: "f", Does: c.p.T("review.key.facts")}, {Press: "1-9", Does: c.p.T("review.key.fact")}, {Press: "t", Does: c.p.T("review.key.tasks")}}
	v := c.view()
	if first := r.URL.Query().Get("run"); first != "" {
		h, ok := c.historyOf(first)
		if !ok {
			return review.ErrHidden
		}
		v.History = h
	}
	return s.Web.Page(w, r, f, Case(c.p, v))
}

// print is the case on numbered pages.
func (s *Screen) print(w http.ResponseWriter, r *http.Request) error {
	c, err := s.pageOf(r)
	if err != nil {
		return err
	}
	v := c.view()
	v.History = c.historyWhole()
	v.Acts, v.Tasks, v.Print, v.Mark = nil, nil, "", c.p.T("review.case", v.Key)+" · "+c.p.DateTime(s.now())
	for i := range v.Main {
		v.Main[i].Key = "" // paper has no keys
	}
	return s.inside(w, r, http.StatusOK, c.p.T("review.print"), []part.Crumb{{Label: key(c.x.ID), Href: casePath(c.x.ID)}}, Print(c.p, v, c.p.T("review.printed", c.p.DateTime(s.now()))))
}

func (c page) view() CaseView {
	v := CaseView{
		Key: key(c.x.ID), Href: casePath(c.x.ID), Print: casePath(c.x.ID) + "/print",
		Line: c.p.T("review.case.line", c.p.T("review.role."+string(c.x.Part.Role)), c.p.Day(c.x.Opened.Time())),
	}
	if act := c.r.URL.Query().Get("done"); acts[act].fields != nil {
		v.Done = c.p.T("review.done", c.p.T("review.act."+act))
	}
	if c.x.Part.Awaited() {
		v.Declare = v.Href + "/acts/declared"
		return v
	}
	v.Tags, v.Presumed, v.Tasks, v.Steps, v.Acts = c.tags(), c.presumed(), c.taskLinks(), c.stepViews(), c.actLinks()
	if c.x.Person != 0 && can(c.r, access.PersonRead) {
		v.File = c.Href(c.FileNos.Format(c.x.Person))
	}
	for _, s := range []func() Section{c.evidence, c.findings, c.submissions, c.voices, c.hearing, c.votes, c.outcome, c.upheld, c.replaced} {
		v.Main = appendSection(v.Main, s())
	}
	v.History = c.history()
	for _, s := range []func() Section{c.missing, c.twins, c.partings, c.clocks, c.liberty, c.after, c.recalls, c.papers, c.certificates, c.copies, c.people, c.conflicts, c.groups, c.orders, c.children, c.exchange} {
		v.Side = appendSection(v.Side, s())
	}
	return v
}

func appendSection(all []Section, s Section) []Section {
	if s.ID == "" {
		return all
	}
	return append(all, s)
}

func (c page) tags() []part.Label {
	tags := []part.Label{{Tone: part.Info, Text: c.p.T("review.state." + string(c.x.State))}}
	if c.x.Liberty.State != "" {
		tags = append(tags, part.Label{Tone: libertyTone(c.x.Liberty.State), Text: c.p.T("review.liberty." + string(c.x.Liberty.State))})
	}
	if l := c.nearest(); l.Text != "" {
		tags = append(tags, l)
	}
	for _, l := range c.x.Lanes {
		tags = append(tags, part.Label{Tone: part.Warn, Text: c.p.T("review.lane." + string(l.Lane))})
	}
	if c.x.Class != "" {
		tags = append(tags, part.Label{Tone: part.Plain, Text: c.p.T("review.class." + string(c.x.Class))})
	}
	for _, f := range c.x.Flags {
		tags = append(tags, part.Label{Tone: part.Quiet, Text: c.p.T("review.flag." + string(f))})
	}
	return tags
}

// nearest is the deadline that ends first: on a phone the list of all stands
// far down.
func (c page) nearest() part.Label {
	if c.x.Part.Role == review.VictimRepresentative || len(c.x.Clocks) == 0 {
		return part.Label{}
	}
	k := c.x.Clocks[0]
	tone := part.Warn
	if !k.Due.Time().After(c.now()) {
		tone = part.Bad
	}
	return part.Label{Tone: tone, Text: c.p.T("review.task.of", c.p.T("review.clock."+string(k.Name)), left(c.p, k.Due, c.now()))}
}

func libertyTone(l review.LibertyState) part.Tone {
	switch l {
	case review.Free, review.ReleaseVerified:
		return part.Good
	case review.CourtDue, review.DueForRelease, review.Unverified:
		return part.Bad
	}
	return part.Quiet
}

// presumed says, until a panel has found something, that nothing is found.
func (c page) presumed() string {
	if len(c.x.Allegations) == 0 || slices.ContainsFunc(c.x.Findings, func(f review.Held) bool { return f.Panel && f.Allegation != "" && !f.Undetermined() }) {
		return ""
	}
	return c.p.T("review.presumed")
}

func (c page) actHref(act, of string) string {
	h := casePath(c.x.ID) + "/acts/" + act
	if of != "" {
		h += "?of=" + of
	}
	return h
}

// link leads to an act, where the reader may do it at all.
func (c page) link(act, of string) []Link {
	if !c.may(c.ctx, c.x, act) {
		return nil
	}
	return []Link{{c.p.T("review.act." + act), c.actHref(act, of)}}
}

func (c page) links(acts ...string) []Link {
	var out []Link
	for _, a := range acts {
		out = append(out, c.link(a, "")...)
	}
	return out
}

func (c page) taskLinks() []Link { return taskLinks(c.p, c.x) }

func taskLinks(p locale.Printer, x review.Seen) []Link {
	var out []Link
	for _, t := range x.Tasks {
		label := p.T("review.act." + t.Act)
		for _, prefix := range []string{"check", "state", "role", "whom", "after_day", "clock"} {
			if k := "review." + prefix + "." + t.Of; t.Of != "" && p.Has(k) {
				label = p.T("review.task.of", label, p.T(k))
				break
			}
		}
		if t.Act == "identity_confirmed" {
			label = p.T("review.task.of", label, p.T("review.grade."+t.Of))
		}
		if w, ok := missingTask(p, x, t); ok {
			label = w
		}
		href := casePath(x.ID) + "/acts/" + t.Act
		if t.Of != "" {
			href += "?of=" + t.Of
		}
		if t.Act == "lapsed" { // to be known: nobody enters it
			href = casePath(x.ID) + "#clocks"
		}
		if t.Act == "undone" {
			href = casePath(x.ID) + "#findings"
		}
		if t.Act == "undone" && t.Of != "" { // to be known, as what a lapse was
			label, href = p.T("review.undone."+t.Of), casePath(x.ID)+"#liberty"
		}
		if t.Act == "identity_lowered" {
			href = casePath(x.ID) + "#facts"
		}
		out = append(out, Link{label, href})
	}
	return out
}

func (c page) stepViews() []StepView {
	var out []StepView
	for _, o := range c.x.Steps {
		v := StepView{To: c.p.T("review.state." + string(o.To))}
		if slices.Contains(o.By, c.x.Part.Role) {
			v.Href = c.actHref("moved", string(o.To))
		}
		for _, m := range o.Missing {
			v.Missing = append(v.Missing, refused(c.p, m))
		}
		out = append(out, v)
	}
	return out
}

// actLinks are all acts of the reader's part that are about nothing in
// particular, for what no task proposes.
func (c page) actLinks() []Link {
	var out []Link
	for _, a := range []string{
		"assigned", "checked", "identified", "lane", "flag", "alleged", "fact", "proposed", "disclosed", "group", "submitted", "nothing_more", "submissions_closed",
		"heard", "ordered", "voted", "drafted", "signed", "challenged", "objected", "questioned", "waived", "declared", "notified", "appealed",
		"court_ordered", "stay_extended", "release_planned", "released", "verified", "followed_up", "incident", "recall_asked", "born", "copied", "certified", "suspended", "resumed", "voided",
	} {
		out = append(out, c.link(a, "")...)
	}
	return out
}

// clocks are the deadlines that run, and those that ran out.
func (c page) clocks() Section {
	s := Section{ID: "clocks", Title: c.p.T("review.clocks"), Empty: c.p.T("review.clocks.none")}
	if c.x.Part.Role == review.VictimRepresentative {
		return Section{}
	}
	now := c.now()
	for _, k := range c.x.Clocks {
		if slices.ContainsFunc(c.x.Lapses, func(l review.Lapse) bool { return l.Name == k.Name && l.Due == k.Due }) {
			continue // stands below, as one that ran out
		}
		r := Row{Title: c.p.T("review.clock." + string(k.Name)), Meta: c.p.DateTime(k.Due.Time()) + " · " + left(c.p, k.Due, now)}
		if k.Custody {
			r.Tags = []part.Label{{Tone: part.Warn, Text: c.p.T("review.clock.custody")}}
		}
		s.Rows = append(s.Rows, r)
	}
	for _, l := range c.x.Lapses {
		s.Rows = append(s.Rows, Row{
			Title: c.p.T("review.clock." + string(l.Name)), Meta: c.p.DateTime(l.Due.Time()), Tags: []part.Label{{Tone: part.Bad, Text: c.p.T("review.lapsed")}},
		})
	}
	return s
}

func (c page) liberty() Section {
	l := c.x.Liberty
	if l.State == "" {
		return Section{}
	}
	s := Section{ID: "liberty", Title: c.p.T("review.liberty"), Facts: []part.Fact{{Label: c.p.T("review.liberty.state"), Value: c.p.T("review.liberty." + string(l.State))}}}
	if l.Began != 0 {
		s.Facts = append(s.Facts, part.Fact{Label: c.p.T("review.liberty.began"), Value: c.p.DateTime(l.Began.Time())})
	}
	if l.Holder != "" {
		s.Facts = append(s.Facts, part.Fact{Label: c.p.T("review.liberty.holder"), Value: l.Holder})
	}
	if l.Until != 0 {
		s.Facts = append(s.Facts, part.Fact{Label: c.p.T("review.liberty.until"), Value: c.p.DateTime(l.Until.Time())})
	}
	s.Rows = c.courtOrders()
	s.Note = c.p.T("review.liberty.note")
	s.Links = c.links("release_planned", "released", "verified", "court_ordered")
	return s
}

func (c page) people() Section {
	s := Section{ID: "people", Title: c.p.T("review.people"), Links: c.links("assigned")}
	for _, x := range c.x.Cast {
		r := Row{Title: roleWords(c.p, x), Meta: gate.Colleague(c.ctx, c.p, c.People, x.Account)}
		switch {
		case x.Account == c.x.Part.Account:
			r.Tags = append(r.Tags, part.Label{Tone: part.Info, Text: c.p.T("review.you")})
		case x.Conflicted():
			r.Tags = append(r.Tags, part.Label{Tone: part.Bad, Text: c.p.T("review.conflicted")})
		case x.Left != 0:
			r.Tags = append(r.Tags, part.Label{Tone: part.Quiet, Text: c.p.T("review.left")})
		case x.Awaited():
			r.Tags = append(r.Tags, part.Label{Tone: part.Warn, Text: c.p.T("review.undeclared")})
		}
		for _, t := range x.Ties {
			r.Tags = append(r.Tags, part.Label{Tone: part.Quiet, Text: c.p.T("review.ground." + string(t.Ground))})
		}
		s.Rows = append(s.Rows, r)
	}
	return s
}

func (c page) conflicts() Section {
	s := Section{ID: "conflicts", Title: c.p.T("review.conflicts"), Note: c.p.T("review.conflicts.note"), Empty: c.p.T("review.conflicts.none"), Links: c.links("challenged", "questioned", "waived")}
	for _, x := range c.x.Challenges {
		s.Rows = append(s.Rows, c.challengeRow(x))
	}
	for _, q := range c.x.Questions {
		r := Row{Title: c.p.T("review.question"), Meta: c.partOf(q.Account), Tags: []part.Label{{Tone: part.Warn, Text: c.p.T("review.question.open")}}}
		if hits := c.x.Causes[q.ID]; len(hits) > 0 {
			r.Text = c.p.T("review.question.cause", strings.Join(causeWords(c.p, hits), c.p.T("common.list.comma")))
		}
		switch {
		case q.Agreed:
			r.Tags = []part.Label{{Tone: part.Good, Text: c.p.T("review.question.settled")}}
		case q.Account == c.x.Part.Account && !q.Answered, q.Answered && c.x.Settles(c.x.Part, q):
			r.Links = c.link("answered", q.ID)
		}
		s.Rows = append(s.Rows, r)
	}
	return s
}

// causeWords say what raised a question, to those who settle it: the kind of tie
// and the column that names somebody, each once.
func causeWords(p locale.Printer, hits []review.Hit) []string {
	var out []string
	for _, h := range hits {
		w := p.T("review.ground." + string(h.Ground))
		if h.Field != "" {
			w = p.T("review.question.by", w, p.T("field."+h.Field))
		}
		if !slices.Contains(out, w) {
			out = append(out, w)
		}
	}
	return out
}

func (c page) challengeRow(x review.Challenge) Row {
	r := Row{Title: c.p.T("review.challenge", c.p.T("review.ground."+string(x.Ground))), Meta: c.partOf(x.Account)}
	for _, e := range c.x.Events {
		if b, ok := e.Body.(*review.ChallengedBody); ok && b.ID == x.ID {
			r.Text = b.Why
		}
	}
	switch {
	case !x.Decided:
		r.Tags, r.Links = []part.Label{{Tone: part.Warn, Text: c.p.T("review.challenge.open")}}, c.link("challenge_decided", x.ID)
	case x.Upheld:
		r.Tags = []part.Label{{Tone: part.Good, Text: c.p.T("review.challenge.upheld")}}
	default:
		r.Tags = []part.Label{{Tone: part.Quiet, Text: c.p.T("review.challenge.dismissed")}}
	}
	return r
}

// partOf says somebody's part.
func (c page) partOf(account string) string {
	for _, x := range c.x.Cast {
		if x.Account == account {
			return roleWords(c.p, x)
		}
	}
	return c.p.T("review.someone")
}

func (c page) groups() Section {
	if c.x.Groups == nil && c.x.Part.Role != review.VictimsLiaison {
		return Section{}
	}
	s := Section{ID: "groups", Title: c.p.T("review.groups"), Note: c.p.T("review.groups.note"), Empty: c.p.T("review.groups.none"), Links: c.links("group")}
	for i, g := range c.x.Groups {
		s.Rows = append(s.Rows, c.groupRow(i, g))
	}
	return s
}

func (c page) groupRow(i int, g review.VictimGroup) Row {
	r := Row{Title: c.p.T("review.group.nth", i+1), Meta: c.p.T("review.wish." + g.Wish), Text: g.Summary, Tags: []part.Label{{Text: c.p.T("review.standing." + string(g.Standing))}}}
	if g.Link != "" {
		r.Meta = c.p.T("review.link."+g.Link) + " · " + r.Meta
	}
	tag := func(on bool, tone part.Tone, k string, args ...any) {
		if on {
			r.Tags = append(r.Tags, part.Label{Tone: tone, Text: c.p.T(k, args...)})
		}
	}
	tag(g.Apart, part.Quiet, "review.group.apart")
	tag(g.List != "", part.Quiet, "review.group.list")
	tag(g.Protected != 0 && g.Noticed == 0, part.Good, "review.group.protected")
	tag(g.Unsafe, part.Bad, "review.group.unsafe")
	tag(g.Noticed != 0, part.Good, "review.noticed", c.p.Day(g.Noticed.Time()))
	tag(c.x.ExceptionWaits(g), part.Warn, "review.exception.waits")
	granted := g.Standing == review.StandingGranted
	add := func(on bool, act string) {
		if on {
			r.Links = append(r.Links, c.link(act, g.ID)...)
		}
	}
	add(g.Standing == review.StandingAsked, "standing")
	add(g.Standing == review.StandingRefused || g.Standing == review.StandingLeft, "group")
	add(c.releaseUntold(g), "release_told")
	add(granted || g.Standing == review.StandingAsked, "protected")
	add(granted && g.Noticed == 0 && g.Wish == review.WishTold, "noticed")
	add(granted && g.Wish == review.WishTold && c.x.Outcome != nil, "notified")
	add(granted || g.Standing == review.StandingAsked, "represented")
	add(granted || g.Standing == review.StandingAsked, "wished")
	add(granted || g.Standing == review.StandingAsked, "withdrew")
	return r
}

// releaseUntold reports whether a group that wishes to know was not told yet of a
// release.
func (c page) releaseUntold(g review.VictimGroup) bool {
	free := c.x.Liberty.State == review.Released || c.x.Liberty.State == review.ReleaseVerified
	return free && g.Standing == review.StandingGranted && g.Wish != "not_told" && g.ToldFree == 0
}

func (c page) orders() Section {
	if len(c.x.Orders) == 0 && len(c.x.Lanes) == 0 {
		return Section{}
	}
	s := Section{ID: "orders", Title: c.p.T("review.orders"), Note: c.p.T("review.orders.note"), Empty: c.p.T("review.orders.none"), Links: c.links("ordered")}
	for _, o := range c.x.Orders {
		r := Row{Title: c.p.T("review.measure." + string(o.Measure)), Meta: c.p.DateTime(o.At.Time()), Tags: []part.Label{{Tone: part.Warn, Text: c.p.T("review.order.proposed")}}}
		switch mine := slices.Contains(o.By, c.x.Part.Account); {
		case o.Ratified:
			r.Tags = []part.Label{{Tone: part.Good, Text: c.p.T("review.order.ratified")}}
		case o.Made:
			r.Tags = []part.Label{{Tone: part.Good, Text: c.p.T("review.order.made")}}
			if !mine {
				r.Links = c.link("ratified", o.ID)
			}
		case !mine:
			r.Links = c.link("order_signed", o.ID)
		}
		s.Rows = append(s.Rows, r)
	}
	return s
}

func factAnchor(i int) string { return "fact-" + strconv.Itoa(i+1) }

// keyOf is the key of the fact at i; of two digits from the tenth on.
func keyOf(i int) string { return strconv.Itoa(i + 1) }
