package review

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/review"
	"kashf.org/kashf/internal/web"
	"kashf.org/kashf/internal/web/gate"
	"kashf.org/kashf/internal/web/part"
)

// A CopyView is a numbered copy of a file. Mark stands across every page and
// again above every part: a picture of one paragraph says whose copy it is.
type CopyView struct {
	Title, Line, Mark, Hash string
	File                    string // address of the copy as a file with its proof
	Sections                []Section
	Broken                  bool // what the ledger gives is not what the reader was given
}

// copies are the reader's numbered copies, and for those who watch over the
// case who made which.
func (c page) copies() Section {
	if len(c.x.Copies) == 0 && !c.may(c.ctx, c.x, "copied") {
		return Section{}
	}
	s := Section{ID: "copies", Title: c.p.T("review.copies"), Note: c.p.T("review.copies.note"), Empty: c.p.T("review.copies.none"), Links: c.links("copied")}
	for _, x := range slices.Backward(c.x.Copies) {
		r := Row{Title: c.p.T("review.copy.nth", x.N), Meta: c.p.DateTime(x.At.Time()) + " · " + x.Hash}
		if x.Account == c.x.Part.Account {
			r.Links = []Link{{c.p.T("review.copy.read"), casePath(c.x.ID) + "/copies/" + strconv.Itoa(x.N)}}
		} else {
			r.Tags = []part.Label{{Tone: part.Quiet, Text: c.partOf(x.Account)}}
		}
		s.Rows = append(s.Rows, r)
	}
	return s
}

// readCopy shows a copy to the one it was made for, as it was.
func (s *Screen) readCopy(w http.ResponseWriter, r *http.Request) error {
	ctx, p := r.Context(), web.PrinterOf(r.Context())
	x, err := s.see(ctx, r.PathValue("id"), access.CaseCopy)
	if err != nil {
		return err
	}
	n, err := strconv.Atoi(r.PathValue("n"))
	if err != nil || strconv.Itoa(n) != r.PathValue("n") {
		return web.ErrNotFound
	}
	who := gate.PrincipalOf(ctx)
	made, text, err := s.Reviews.CopyOf(ctx, string(who.Account), x.ID, n)
	broken := errors.Is(err, review.ErrCopy)
	if err != nil && !broken {
		return err
	}
	v := CopyView{
		Title: p.T("review.copy.of", n, key(x.ID)), Line: p.T("review.copy.line", p.DateTime(made.At.Time())), Hash: made.Hash, Broken: broken,
		Mark: p.T("review.copy.mark", locale.Isolate(who.Name), p.DateTime(made.At.Time()), n),
	}
	if !broken {
		v.Sections, v.File = copySections(p, text), casePath(x.ID)+"/copies/"+strconv.Itoa(n)+"/copy.json"
	}
	return s.inside(w, r, http.StatusOK, v.Title, []part.Crumb{{Label: key(x.ID), Href: casePath(x.ID)}}, Copy(p, v))
}

// copyFile gives a copy as a file with its proof to the one it was made for.
func (s *Screen) copyFile(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	x, err := s.see(ctx, r.PathValue("id"), access.CaseCopy)
	if err != nil {
		return err
	}
	n, err := strconv.Atoi(r.PathValue("n"))
	if err != nil || strconv.Itoa(n) != r.PathValue("n") {
		return web.ErrNotFound
	}
	text, err := s.Reviews.CopyFile(ctx, string(gate.PrincipalOf(ctx).Account), x.ID, n)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="copy.json"`)
	_, err = w.Write(text)
	return err
}

// copySections are the parts of a copy, those that are empty left out.
func copySections(p locale.Printer, t review.CopyText) []Section {
	about := func(n int) string {
		if n == 0 || n > len(t.Allegations) {
			return p.T("review.fact.custody")
		}
		return p.T("review.allegation.nth", n, p.T("review.conduct."+string(t.Allegations[n-1].Conduct)))
	}
	told := Section{ID: "copy-told", Title: p.T("review.check.person_told")}
	if in := toldIn(p, t.Told, ""); in != "" {
		told.Rows = []Row{{Title: in}}
	}
	alleged := Section{ID: "copy-alleged", Title: p.T("review.copy.alleged")}
	for i, a := range t.Allegations {
		alleged.Rows = append(alleged.Rows, Row{Title: about(i + 1), Text: a.Text, Meta: where(p, a.Place, a.Unit, a.From, a.To), Tags: []part.Label{{Tone: part.Quiet, Text: p.T("review.allegation.presumed")}}})
	}
	facts := Section{ID: "copy-facts", Title: p.T("review.facts")}
	for i, f := range t.Facts {
		row := Row{Title: p.T("review.fact.nth", i+1, p.T("review.kind."+string(f.Kind))), Text: f.Text}
		row.Meta = strings.Join([]string{about(f.About), p.T("review.forum." + string(f.Forum)), originWords(p, f.Origin, f.Nth)}, " · ")
		if f.Closed {
			row.Tags = append(row.Tags, part.Label{Tone: part.Warn, Text: p.T("review.fact.closed")})
		}
		if f.Halted {
			row.Tags = append(row.Tags, part.Label{Tone: part.Bad, Text: p.T("review.fact.stopped")})
		}
		if f.For {
			facts.For = append(facts.For, row)
		} else {
			facts.Against = append(facts.Against, row)
		}
	}
	for _, g := range t.Gists {
		facts.Against = append(facts.Against, Row{Title: p.T("review.gist"), Text: g})
	}
	found := Section{ID: "copy-findings", Title: p.T("review.findings")}
	for _, f := range t.Findings {
		of := review.Finding{Holding: f.Holding, Standard: f.Standard}
		if f.About != 0 {
			of.Allegation = "alleged"
		}
		found.Rows = append(found.Rows, Row{Title: saysFinding(p, of, about(f.About)), Text: f.Reasons, Meta: f.Law})
	}
	end := Section{ID: "copy-outcome", Title: p.T("review.copy.outcome")}
	if t.Outcome != "" {
		end.Rows = []Row{{Title: p.T("review.outcome." + t.Outcome), Text: t.Notice, Meta: p.T("review.hash") + " " + t.Ruling}}
		if t.Victims != "" {
			end.Rows = append(end.Rows, Row{Title: p.T("review.f.victims"), Text: t.Victims})
		}
		end.Note = p.T("review.outcome.court")
	}
	if u := t.Upheld; u != nil {
		end.Rows = append(end.Rows, Row{Title: p.T("review.upheld"), Text: cmp.Or(u.Notice, u.Victims), Meta: u.Ruling})
	}
	var out []Section
	for _, s := range []Section{told, alleged, facts, found, end} {
		if len(s.Rows)+len(s.For)+len(s.Against) > 0 {
			out = append(out, s)
		}
	}
	return out
}

// A PaperView is a paper to be printed and handed over.
type PaperView struct {
	Title, Key string // Key is the case's, "" where the paper must not name it
	TextOf     string // what the text is, "" where the title says it
	Text       string // as somebody wrote it
	Lines      []string
	Dates      []string // when it was decided, and when this was printed
	Facts      []part.Fact
	Court      string // the way to a court: on every notice
	Hash       string
	Check      string   // where the signature under the paper's text is checked, "" where it has none
	File       string   // address of the signed text
	Hand       []string // what is filled in by hand when the paper is handed over
	Long       []string // those of Hand that take more than a line to fill in
	HandOf     string   // what is signed, above lines that may fall on a page of their own
	// Lang is the language that the paper is in where it is not the reader's.
	Lang string
	// Listed is what a list calls the paper, "" for its title.
	Listed string
}

// paper prints a notice, a certificate or the letter of a birth.
func (s *Screen) paper(w http.ResponseWriter, r *http.Request) error {
	c, err := s.pageOf(r)
	if err != nil {
		return err
	}
	name := r.PathValue("paper")
	if id, ok := strings.CutPrefix(name, "birth-"); ok {
		return c.birthLetter(w, id)
	}
	if id, ok := strings.CutPrefix(name, "packet-"); ok {
		return c.packet(w, id)
	}
	if id, ok := strings.CutPrefix(name, "certificate-"); ok {
		return c.certificate(w, id)
	}
	if order, ok := strings.CutSuffix(name, textEnd); ok {
		return c.orderText(w, order)
	}
	v, ok := c.paperOf(name)
	if !ok {
		return register.ErrNotFound
	}
	return s.inside(w, r, http.StatusOK, v.Title, []part.Crumb{{Label: key(c.x.ID), Href: casePath(c.x.ID)}}, Paper(c.p, v))
}

// papersOf are the papers that a part may print. Of an order and of a hearing on a
// breach there is one for each. What accompanies a person to freedom is for who
// plans it alone.
var papersOf = map[review.Role][]string{
	review.Registrar:      {"missing", "order", "order_person", "hearing", "court_due", "notice", "annex", "holder", "release_plan", "recall", "summons", "referral", "upheld"},
	review.Representative: {"order", "order_person", "hearing", "notice", "annex", "release_plan", "recall", "summons", "referral", "upheld"},
	review.Observer:       {"order", "order_person", "hearing", "court_due", "court_told", "notice", "annex", "release_plan", "recall", "abstract", "summons", "referral", "upheld"},
	review.CourtLiaison:   {"order", "court_due", "annex", "referral"},
	review.Member:         {"order", "hearing", "recall"}, review.AppealMember: {"hearing"},
	review.ProtectionOfficer: {"missing", "order", "release_plan", "carrier"}, review.MedicalOfficer: {"order"},
	review.VictimsLiaison: {"court_told", "victims", "upheld_victims"}, review.VictimRepresentative: {"victims", "upheld_victims"}, review.RosterChair: {"abstract"},
}

// handed are the papers that are read out to somebody and handed over. No name is
// printed on them: it is written when the paper changes hands.
var handed = []string{"notice", "holder", "summons"}

// paperOf makes a paper, false where the case has none such for the reader, or the
// reader has not declared ties yet.
func (c page) paperOf(name string) (PaperView, bool) {
	name, of := paperName(name)
	if c.x.Part.Awaited() || !slices.Contains(papersOf[c.x.Part.Role], name) {
		return PaperView{}, false
	}
	switch name {
	case "order", "order_person":
		return c.orderPaper(name, of)
	case "release_plan":
		return c.releasePaper()
	case "carrier":
		return c.carrierPaper()
	case "recall":
		return c.recallPaper(of)
	case "missing":
		return c.missingPaper()
	case "hearing":
		return c.hearingPaper()
	case "court_due", "court_told":
		return c.courtPaper(name)
	}
	return c.outcomePaper(name)
}

// outcomePaper makes a paper of the outcome. One that the reader was not told of
// is not in what the reader is given.
func (c page) outcomePaper(name string) (PaperView, bool) {
	o := c.x.Outcome
	if name == "upheld" || name == "upheld_victims" {
		o = c.x.Upheld
	}
	if o == nil {
		return PaperView{}, false
	}
	v := PaperView{Title: c.p.T("review.paper." + name), Key: key(c.x.ID), Court: c.p.T("review.paper.court"), Hash: o.Hash, Dates: c.dates()}
	if slices.Contains(handed, name) {
		v.Hand = c.says("hand", "name", "read", "given", "mark")
	}
	switch name {
	case "notice":
		v.Text = o.Notice
		v.Lines = []string{c.p.T("review.paper.outcome", c.p.T("review.outcome."+string(o.Outcome))), c.p.T("review.paper.notice.appeal"), c.p.T("review.paper.notice.silence")}
	case "holder":
		if c.x.Liberty.Holder == "" {
			return v, false // nobody held the person
		}
		v.Lines = []string{c.p.T("review.paper.outcome", c.p.T("review.outcome."+string(o.Outcome))), c.p.T("review.paper.holder.duty")}
	case "annex":
		v.Text = o.Notice
		v.Lines = []string{c.p.T("review.paper.outcome", c.p.T("review.outcome."+string(o.Outcome))), c.p.T("certificate.form." + string(c.x.Policy.Form())), c.p.T("review.paper.annex.part")}
	case "summons":
		if o.Outcome != review.Summons {
			return v, false
		}
		v.Lines = c.says("summons", "free", "nothing", "with", "silence", "presumed")
		v.Long = c.says("summons", "hand.other")
		v.Hand = append(slices.Clone(v.Long), v.Hand...)
	case "referral":
		if !slices.Contains(referred, o.Outcome) {
			return v, false
		}
		v.Lines = c.referral(*o)
	case "upheld":
		v.Text, v.Dates = o.Notice, v.Dates[len(v.Dates)-1:]
		v.Lines = []string{c.p.T("review.paper.outcome", c.p.T("review.outcome."+string(o.Outcome))), c.p.T("review.paper.notice.silence")}
	case "victims", "upheld_victims": // names no person, place or case, and no day by which one could be told
		v.Key, v.Hash, v.Text, v.Dates = "", "", o.Victims, v.Dates[len(v.Dates)-1:]
		if v.Text == "" {
			v.Text = o.Abstract
		}
		v.Lines = []string{c.p.T("review.paper.victims.review"), c.p.T("review.paper.victims.support")}
	case "abstract":
		v.Key, v.Hash, v.Text, v.Dates = "", "", o.Abstract, v.Dates[len(v.Dates)-1:] // the hash stands on papers that name the case
	}
	return v, true
}

// dates are when the outcome was decided and, last, when the paper is printed.
func (c page) dates() []string {
	printed := c.p.T("review.paper.printed", c.p.Day(c.now()))
	if c.x.Ruled == 0 {
		return []string{printed}
	}
	return []string{c.p.T("review.paper.decided", c.p.Day(c.x.Ruled.Time())), printed}
}

// says are sentences of a paper, in their order.
func (c page) says(paper string, sentences ...string) []string {
	out := make([]string, len(sentences))
	for i, x := range sentences {
		out[i] = c.p.T("review.paper." + paper + "." + x)
	}
	return out
}

// referred are the outcomes that hand a file to a court or a prosecutor.
var referred = []review.Outcome{review.Referral, review.ToProsecute, review.ToCourt}

// referral says what is referred: each thing alleged with the standard that it
// reached, and nothing stronger.
func (c page) referral(o review.Ruling) []string {
	out := append(c.says("referral", "to"), c.p.T("certificate.form."+string(c.x.Policy.Form())))
	for _, f := range o.Findings {
		i := slices.IndexFunc(c.x.Allegations, func(a review.Allegation) bool { return a.ID == f.Allegation })
		if i < 0 || f.Undetermined() { // what is not determined is referred to nobody
			continue
		}
		alleged := c.p.T("review.allegation.nth", i+1, c.p.T("review.conduct."+string(c.x.Allegations[i].Conduct)))
		out = append(out, c.p.T("review.paper.referral.reached", alleged, c.p.T("review.standard."+f.Standard.String())))
	}
	out = append(out, c.p.T("review.paper.referral.law", o.Law))
	return append(out, c.says("referral", "only", "presumed", "custody")...)
}

func (c page) papers() Section {
	s := Section{ID: "papers", Title: c.p.T("review.papers"), Note: c.p.T("review.papers.note")}
	for _, paper := range papersOf[c.x.Part.Role] {
		for _, name := range c.addresses(paper) {
			if v, ok := c.paperOf(name); ok {
				s.Links = append(s.Links, Link{v.listed(), casePath(c.x.ID) + "/papers/" + name})
			}
		}
	}
	if len(s.Links) == 0 {
		return Section{}
	}
	return s
}

// children are the children of the case, for those who look after them.
func (c page) children() Section {
	if len(c.x.Children) == 0 && !c.may(c.ctx, c.x, "born") {
		return Section{}
	}
	s := Section{ID: "children", Title: c.p.T("review.children"), Note: c.p.T("review.children.note"), Empty: c.p.T("review.children.none"), Links: c.links("born")}
	for i, x := range c.x.Children {
		r := Row{Title: c.p.T("review.child.nth", i+1), Meta: c.p.T("review.child.line", x.On, x.Mother)}
		r.Links = []Link{{c.p.T("review.paper.birth"), casePath(c.x.ID) + "/papers/birth-" + x.ID}}
		if x.Packet != nil {
			r.Links = append(r.Links, Link{c.p.T("review.paper.packet"), casePath(c.x.ID) + "/papers/packet-" + x.ID})
		}
		for _, act := range []string{"packet", "best_interests", "handed"} {
			r.Links = append(r.Links, c.link(act, x.ID)...)
		}
		if x.With != "" {
			r.Tags = []part.Label{{Tone: part.Good, Text: c.p.T("review.f.with." + x.With)}}
		}
		s.Rows = append(s.Rows, r)
	}
	return s
}

// birthLetter is a page of its own: no menu, no way back, nothing around it that
// tells where it was written.
func (c page) birthLetter(w http.ResponseWriter, id string) error {
	i := slices.IndexFunc(c.x.Children, func(x review.ChildRecord) bool { return x.ID == id })
	if i < 0 {
		return register.ErrNotFound
	}
	l := review.LetterOf(c.x.Children[i].BornBody, c.p.Lang())
	return c.alone(w, l.FileName(), BirthLetter(c.p, l))
}

// packet is the paper that a child keeps of who it is, a page of its own as well.
func (c page) packet(w http.ResponseWriter, id string) error {
	i := slices.IndexFunc(c.x.Children, func(x review.ChildRecord) bool { return x.ID == id })
	if i < 0 {
		return register.ErrNotFound
	}
	k, ok := review.PacketOf(c.x.Children[i], c.p.Lang())
	if !ok {
		return register.ErrNotFound
	}
	return c.alone(w, k.FileName(), ChildPacket(c.p, k))
}

// alone shows a paper with nothing around it.
func (c page) alone(w http.ResponseWriter, file string, paper templ.Component) error {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Disposition", fmt.Sprintf("inline; filename=%q", file+".html"))
	return paper.Render(c.ctx, w)
}

// recalls are the breaches that were alleged of a release under conditions.
func (c page) recalls() Section {
	if len(c.x.Recalls) == 0 && (c.x.Liberty.Bound == 0 || !c.may(c.ctx, c.x, "recall_asked")) {
		return Section{}
	}
	s := Section{ID: "recalls", Title: c.p.T("review.recalls"), Note: c.p.T("review.recalls.note"), Empty: c.p.T("review.recalls.none"), Links: c.links("recall_asked")}
	for _, x := range c.x.Recalls {
		r := Row{Title: c.p.T("review.condition." + x.Condition.Kind), Meta: c.p.DateTime(x.At.Time())}
		switch {
		case x.End != "":
			r.Tags = []part.Label{{Tone: part.Good, Text: c.p.T("review.recall." + x.End)}}
		case x.Heard == "":
			r.Links = c.link("recall_heard", x.ID)
		default:
			r.Links = c.link("recall_signed", x.ID)
		}
		s.Rows = append(s.Rows, r)
	}
	return s
}

// after is who a freed person was asked after, and when that is due again.
func (c page) after() Section {
	due := c.x.AfterDue()
	if len(c.x.FollowUps) == 0 && (len(due) == 0 || !c.may(c.ctx, c.x, "followed_up")) {
		return Section{}
	}
	s := Section{ID: "after", Title: c.p.T("review.after"), Note: c.p.T("review.after.note"), Links: c.links("incident")}
	for _, f := range c.x.FollowUps {
		tone := part.Good
		if f.Found != review.FoundWell {
			tone = part.Bad
		}
		s.Rows = append(s.Rows, Row{Title: c.p.T("review.after_day." + strconv.Itoa(f.Day)), Meta: c.p.DateTime(f.At.Time()), Tags: []part.Label{{Tone: tone, Text: c.p.T("review.found." + f.Found)}}})
	}
	for _, f := range due {
		n := strconv.Itoa(f.Day)
		r := Row{Title: c.p.T("review.after_day." + n), Meta: c.p.DateTime(f.At.Time()), Tags: []part.Label{{Tone: part.Quiet, Text: c.p.T("review.after.due")}}}
		if f.At <= review.MicrosOf(c.now()) {
			r.Links = c.link("followed_up", n)
		}
		s.Rows = append(s.Rows, r)
	}
	return s
}

// missing says that a released person was seen free by nobody, and leads to the
// file; to what a person unseen since before there were such files needs, where
// there is none.
func (c page) missing() Section {
	f, ok := lastMissing(c.x)
	if !ok && (c.x.Liberty.State != review.Unverified || !c.x.Part.Role.Searches()) {
		return Section{}
	}
	s := Section{ID: "missing", Title: c.p.T("review.missing_person"), Note: c.p.T("review.missing_person.note", c.p.DateTime(c.x.Liberty.Since.Time()))}
	if !ok {
		s.Links = c.links("verified", "missing_opened", "lane")
		s.Rows = []Row{{Title: c.p.T("review.missing_person.do"), Text: c.p.T("review.missing_person.steps")}}
		return s
	}
	if f.Closed != 0 {
		s.Title, s.Note = c.p.T("review.missing_file"), c.p.T("review.missing_end."+f.Found.End)
	} else {
		s.Note = c.p.T("review.missing_file.since", c.p.T("review.missing_cause."+f.Cause), c.p.DateTime(f.Opened.Time()))
	}
	s.Links = append([]Link{{c.p.T("review.missing_file.read"), casePath(c.x.ID) + "/missing"}}, c.missingLinks(f)...)
	return s
}
