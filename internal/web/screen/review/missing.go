package review

import (
	"cmp"
	"errors"
	"net/http"
	"slices"
	"strconv"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/dossier"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/review"
	"kashf.org/kashf/internal/web/part"
)

// A MissingView is the page of a missing person's file.
type MissingView struct {
	Key, Line, Back string
	Tags            []part.Label
	Links           []Link // what the reader may do in it
	Paper           string
	Main, Side      []Section
}

// missingPage shows the file of the missing person to who may read any of it; for
// everybody else there is none.
func (s *Screen) missingPage(w http.ResponseWriter, r *http.Request) error {
	c, err := s.pageOf(r)
	if err != nil {
		return err
	}
	f, ok := lastMissing(c.x)
	if !ok {
		return register.ErrNotFound
	}
	v := MissingView{
		Key: key(c.x.ID), Back: casePath(c.x.ID), Links: c.missingLinks(f),
		Line: c.p.T("review.missing_file.since", c.p.T("review.missing_cause."+f.Cause), c.p.DateTime(f.Opened.Time())),
		Tags: []part.Label{{Tone: part.Bad, Text: c.p.T("review.missing_file.open")}},
	}
	if f.Closed != 0 {
		v.Tags = []part.Label{{Tone: part.Good, Text: c.p.T("review.missing_end." + f.Found.End)}}
	}
	if _, ok := c.paperOf("missing"); ok {
		v.Paper = casePath(c.x.ID) + "/papers/missing"
	}
	who, err := c.missingWho(f)
	if err != nil {
		return err
	}
	seen, err := c.lastSeen()
	if err != nil {
		return err
	}
	for _, s := range []Section{who, c.missingDue(f), c.missingAsked(f), c.missingFound(f)} {
		v.Main = appendSection(v.Main, s)
	}
	for _, s := range []Section{seen, c.missingTimeline(f)} {
		v.Side = appendSection(v.Side, s)
	}
	return s.inside(w, r, http.StatusOK, c.p.T("review.missing_file"), []part.Crumb{{Label: v.Key, Href: v.Back}}, Missing(c.p, v))
}

// missingLinks are the acts that the file is open, or closed, for.
func (c page) missingLinks(f review.MissingFile) []Link {
	if f.Closed != 0 {
		return c.links("missing_opened")
	}
	var out []Link
	if c.x.Part.Role == review.Observer && !slices.ContainsFunc(f.Noted, func(n review.MissingNoted) bool { return n.By == c.x.Part.Account }) {
		out = c.links("missing_noted")
	}
	if f.Found != nil && f.Found.By != c.x.Part.Account {
		out = append(out, c.links("missing_confirmed")...)
	}
	return append(out, c.links("missing_asked", "missing_found")...)
}

// named reports whether the reader may know whose case it is: who searches, and
// may open people's files at all.
func (c page) named() bool {
	return c.x.Part.Role.Searches() && c.x.Person != 0 && can(c.r, access.PersonRead)
}

// missingWho says who is missing and what is said of the release.
func (c page) missingWho(f review.MissingFile) (Section, error) {
	s := Section{ID: "who", Title: c.p.T("review.missing_file.who"), Facts: []part.Fact{{Label: c.p.T("review.col.case"), Value: key(c.x.ID)}}}
	add := func(k, v string) {
		if v != "" {
			s.Facts = append(s.Facts, part.Fact{Label: c.p.T("review.missing_file." + k), Value: v})
		}
	}
	if c.named() {
		cards, err := c.Cards.Cards(c.ctx, dossier.Audience{Sight: fileSight(c.x)}, []register.PersonID{c.x.Person})
		if err != nil {
			return s, err
		}
		if len(cards) > 0 {
			add("name", locale.Isolate(cards[0].Name.Text))
		}
	}
	if f.Said != 0 {
		add("said", c.p.DateTime(f.Said.Time()))
	}
	if f.By != "" {
		add("by", c.partOf(f.By))
	}
	add("from", locale.Isolate(f.Holder))
	if c.x.Part.Role.Searches() {
		noted := c.p.T("review.missing_file.noted.none")
		if n := len(f.Noted); n > 0 {
			noted = c.p.DateTime(f.Noted[n-1].At.Time())
		}
		add("noted", noted)
	}
	return s, nil
}

// missingDue is who is to ask whom next, the soonest first.
func (c page) missingDue(f review.MissingFile) Section {
	if f.Closed != 0 || c.x.Part.Role == review.Representative {
		return Section{}
	}
	s := Section{ID: "due", Title: c.p.T("review.missing_file.due"), Empty: c.p.T("review.missing_file.due.none")}
	due := slices.Clone(f.Due)
	slices.SortStableFunc(due, func(a, b review.MissingDue) int { return cmp.Compare(a.Until, b.Until) })
	for _, d := range due {
		if d.Done {
			continue
		}
		r := Row{Title: c.p.T("review.missing_file.asks", c.p.T("review.role."+string(d.Role)), c.p.T("review.missing_whom."+d.Whom)), Text: d.What, Meta: c.p.T("review.missing_file.until", c.p.DateTime(d.Until.Time()))}
		if d.Until < review.MicrosOf(c.now()) {
			r.Tags = []part.Label{{Tone: part.Bad, Text: c.p.T("review.missing_file.late")}}
		}
		if d.Role == c.x.Part.Role || c.x.Part.Role == review.Registrar {
			r.Links = c.link("missing_asked", d.Whom)
		}
		s.Rows = append(s.Rows, r)
	}
	return s
}

// missingAsked is who was asked what, and what came of it, the newest first.
func (c page) missingAsked(f review.MissingFile) Section {
	s := Section{ID: "asked", Title: c.p.T("review.missing_file.asked"), Empty: c.p.T("review.missing_file.asked.none")}
	for _, q := range slices.Backward(f.Asked) {
		r := Row{Title: c.p.T("review.missing_whom." + q.Whom), Text: q.What, Meta: c.p.T("review.missing_file.by_on", c.p.T("review.role."+string(q.Role)), c.p.Date(q.On))}
		switch {
		case q.Answered != 0:
			tone := part.Good
			if q.Reply != "answer" {
				tone = part.Warn
			}
			r.Tags = []part.Label{{Tone: tone, Text: c.p.T("review.missing_reply." + q.Reply)}}
			if q.Answer != "" {
				r.Text += "\n— " + q.Answer
			}
			r.Meta += " · " + c.p.T("review.missing_file.replied", c.p.Date(q.Replied))
		case q.Until < review.MicrosOf(c.now()):
			r.Tags = []part.Label{{Tone: part.Bad, Text: c.p.T("review.missing_file.late")}}
			r.Meta += " · " + c.p.T("review.missing_file.until", c.p.DateTime(q.Until.Time()))
		default:
			r.Tags = []part.Label{{Tone: part.Info, Text: c.p.T("review.missing_file.waits")}}
			r.Meta += " · " + c.p.T("review.missing_file.until", c.p.DateTime(q.Until.Time()))
		}
		if q.Answered == 0 && f.Closed == 0 && (c.x.Part.Role != review.VictimsLiaison || q.Role == review.VictimsLiaison) {
			r.Links = c.link("missing_answered", q.ID)
		}
		s.Rows = append(s.Rows, r)
	}
	return s
}

// missingFound is how the person was found, and what was said of that and does not
// count.
func (c page) missingFound(f review.MissingFile) Section {
	s := Section{ID: "found", Title: c.p.T("review.missing_file.found"), Note: c.p.T("review.missing_file.found.note"), Empty: c.p.T("review.missing_file.found.none")}
	row := func(x review.MissingFound, tag part.Label) {
		r := Row{Title: foundWords(c.p, x), Text: x.Why, Tags: []part.Label{tag}}
		if x.By != "" {
			r.Meta = c.p.T("review.missing_file.names", c.partOf(x.By), c.p.DateTime(x.At.Time()))
		}
		if len(x.Refs) > 0 {
			r.Meta += " · " + c.p.N("review.missing_file.papers", len(x.Refs))
		}
		s.Rows = append(s.Rows, r)
	}
	if f.Found != nil && f.Closed != 0 {
		row(*f.Found, part.Label{Tone: part.Good, Text: c.p.T("review.missing_file.confirmed")})
	} else if f.Found != nil {
		row(*f.Found, part.Label{Tone: part.Warn, Text: c.p.T("review.missing_file.one_name")})
	}
	for _, x := range slices.Backward(f.Past) {
		row(x, part.Label{Tone: part.Quiet, Text: c.p.T("review.missing_file.fell")})
	}
	return s
}

// seenShown is how much of what sources tell of where somebody was is shown: the
// searchers begin with the last.
const seenShown = 6

// lastSeen is where the person was seen last, as the rows of the person's file and
// the facts on the custody tell it, the latest first. Accounts stand side by side.
func (c page) lastSeen() (Section, error) {
	if !c.x.Part.Role.Searches() {
		return Section{}, nil
	}
	s := Section{ID: "seen", Title: c.p.T("review.missing_file.seen"), Note: c.p.T("review.missing_file.seen.note"), Empty: c.p.T("review.missing_file.seen.none")}
	if c.named() {
		rows, err := c.seenInRegister()
		if err != nil {
			return s, err
		}
		s.Rows = rows
	}
	for i, f := range c.x.Facts {
		if f.About == "" && f.Stopped == 0 && !f.Closed {
			s.Rows = append(s.Rows, Row{Title: factWords(c.p, c.x, f), Text: f.Text, Meta: originWords(c.p, f.Origin, f.Nth), Links: []Link{{c.p.T("review.facts"), casePath(c.x.ID) + "#" + factAnchor(i)}}})
		}
	}
	return s, nil
}

func (c page) seenInRegister() ([]Row, error) {
	v := fileSight(c.x)
	_, records, err := c.Register.Person(c.ctx, v, c.x.Person)
	if errors.Is(err, register.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	sources, err := c.Register.Sources(c.ctx, v)
	if err != nil {
		return nil, err
	}
	var all []register.CustodyInterval
	for _, r := range records {
		all = append(all, register.CustodyIn(r)...)
	}
	slices.SortStableFunc(all, func(a, b register.CustodyInterval) int { return cmp.Compare(lastDay(b), lastDay(a)) })
	var out []Row
	for _, x := range all[:min(len(all), seenShown)] {
		r := Row{Title: c.p.T("person.stay." + string(x.Kind)), Text: x.Text}
		if i := slices.IndexFunc(sources, func(s register.Source) bool { return s.ID == x.Source }); i >= 0 {
			r.Meta = locale.Isolate(sources[i].Name)
		}
		if !x.To.IsZero() {
			r.Title += " · " + c.p.Date(x.To.String())
		} else if !x.From.IsZero() {
			r.Title += " · " + c.p.Date(x.From.String())
		}
		out = append(out, r)
	}
	return out, nil
}

// lastDay orders what is told by its last possible day; what has no day is first
// of all, and so the last that is shown.
func lastDay(x register.CustodyInterval) int64 {
	switch {
	case !x.To.IsZero():
		return int64(x.To.Latest())
	case !x.From.IsZero():
		return int64(x.From.Latest())
	}
	return -1 << 40
}

// A moment is one line of the file's timeline.
type moment struct {
	at   review.Micros
	text string
}

// missingTimeline is what happened in the file that the reader reads of, from the
// release on.
func (c page) missingTimeline(f review.MissingFile) Section {
	var ms []moment
	add := func(at review.Micros, k string, args ...any) {
		if at != 0 {
			ms = append(ms, moment{at, c.p.T("review.missing_file.t."+k, args...)})
		}
	}
	add(f.Said, "said")
	add(f.Opened, "opened")
	for _, n := range f.Noted {
		add(n.At, "noted")
	}
	for _, q := range f.Asked {
		add(q.At, "asked", c.p.T("review.missing_whom."+q.Whom))
		if q.Answered != 0 {
			add(q.Answered, "answered", c.p.T("review.missing_whom."+q.Whom), c.p.T("review.missing_reply."+q.Reply))
		}
	}
	for _, x := range f.Past {
		add(x.At, "found", c.p.T("review.missing_end."+x.End))
		add(x.Fell, "fell")
	}
	if x := f.Found; x != nil {
		add(x.At, "found", c.p.T("review.missing_end."+x.End))
	}
	add(f.Closed, "closed")
	for _, a := range f.Again {
		add(a.At, "again")
	}
	slices.SortStableFunc(ms, func(a, b moment) int { return cmp.Compare(a.at, b.at) })
	s := Section{ID: "timeline", Title: c.p.T("review.missing_file.timeline")}
	for _, m := range ms {
		s.Rows = append(s.Rows, Row{Title: c.p.DateTime(m.at.Time()), Meta: m.text})
	}
	return s
}

// missingPaper is the file as it is handed to a commission for the missing: no
// name is printed on it, and it says to whom it goes and by whom by hand.
func (c page) missingPaper() (PaperView, bool) {
	f, ok := lastMissing(c.x)
	if !ok {
		return PaperView{}, false
	}
	v := c.wayPaper("missing")
	fact := func(k, text string) {
		if text != "" {
			v.Facts = append(v.Facts, c.paperFact("review.missing_file."+k, text))
		}
	}
	v.Facts = []part.Fact{{Label: c.p.T("review.paper.missing.number"), Value: key(c.x.ID) + " / " + strconv.Itoa(len(c.x.Missing)) + " / " + strconv.FormatInt(c.x.Seq, 10)}}
	fact("opened", c.p.DateTime(f.Opened.Time()))
	if f.Said != 0 {
		fact("said", c.p.DateTime(f.Said.Time()))
	}
	fact("from", locale.Isolate(f.Holder))
	for _, q := range f.Asked {
		line := c.p.T("review.paper.missing.asked", c.p.T("review.missing_whom."+q.Whom), c.p.Date(q.On), locale.Isolate(q.What))
		switch {
		case q.Answered == 0:
			line += "\n" + c.p.T("review.missing_file.waits")
		default:
			line += "\n" + c.p.T("review.missing_reply."+q.Reply)
			if q.Answer != "" {
				line += ": " + locale.Isolate(q.Answer)
			}
		}
		v.Lines = append(v.Lines, line)
	}
	if f.Closed != 0 {
		v.Lines = append(v.Lines, c.p.T("review.paper.missing.found", foundWords(c.p, *f.Found)))
	} else {
		v.Lines = append(v.Lines, c.p.T("review.paper.missing.unseen"))
	}
	v.Lines = append(v.Lines, c.says("missing", "ask", "only")...)
	v.Hand = c.says("missing", "hand.name", "hand.to", "hand.by", "hand.on")
	return v, true
}
