package review

import (
	"strconv"
	"strings"
	"time"

	"kashf.org/kashf/internal/review"
	"kashf.org/kashf/internal/web/part"
)

// checksOf are the checks that each part records.
var checksOf = map[review.Role][]review.Check{
	review.Registrar:      {review.BasisAsked, review.PersonTold, review.UnknownPerson},
	review.FileOfficer:    {review.LegalDocuments, review.ExculpatorySearch, review.TaintScreen, review.ItemHashes},
	review.VictimsLiaison: {review.VictimsMatched},
}

func checkFields(q *sheet) []Field {
	c := q.field(radios, "check", words(q.p, "check", checksOf[q.x.Part.Role]...)...)
	if !q.form.Has("check") {
		c.Value = q.of()
	}
	out := []Field{c, q.area("result")}
	if q.x.Part.Role != review.Registrar || q.checking() != review.PersonTold && q.checking() != "" && q.get("language_named") == "" {
		return out
	}
	said := maybe(q.language())
	said.Required, said.Optional = q.checking() != "", q.checking() == ""
	return append(out, said, maybe(q.line("language_named")), maybe(q.field(choice, "theirs", words(q.p, "language", review.Languages()...)...)), q.tick("interpreter"))
}

// checking is the check that the form is about, "" where it asks which.
func (q *sheet) checking() review.Check {
	for _, c := range checksOf[q.x.Part.Role] {
		if q.get("check") == string(c) || q.get("check") == "" && q.of() == string(c) {
			return c
		}
	}
	return ""
}

func checkBody(q *sheet) review.Body {
	q.form.Del("of")
	b := &review.CheckedBody{Check: review.Check(q.get("check")), Result: q.get("result")}
	if b.Check == review.PersonTold { // an open form asks it beside the other checks too
		b.Telling = review.Telling{Language: q.get("language"), Theirs: q.get("theirs"), Named: q.get("language_named"), Interpreter: q.on("interpreter")}
	}
	return b
}

func gradeFields(q *sheet) []Field {
	return []Field{q.field(radios, "grade", words(q.p, "grade", "0", "1", "2", "3", "4", "5")...)}
}

func gradeBody(q *sheet) review.Body { return &review.IdentifiedBody{Grade: q.answered("grade")} }

func confirmGradeFields(q *sheet) []Field {
	if q.p.Has("review.grade." + q.of()) {
		return []Field{q.say(q.p.T("review.grade." + q.of()))}
	}
	return nil
}

func confirmGradeBody(q *sheet) review.Body {
	n, _ := strconv.Atoi(q.of()) // what is no number confirms nothing
	return &review.IdentityConfirmedBody{Grade: n}
}

func laneFields(q *sheet) []Field {
	return []Field{q.field(choice, "lane", words(q.p, "lane", review.AllLanes()...)...)}
}

func flagFields(q *sheet) []Field {
	return []Field{q.field(choice, "flag", words(q.p, "flag", review.Flags()...)...), q.tick("on")}
}

func suspendFields(q *sheet) []Field {
	f := q.line("days")
	f.Type, f.Required = "number", true
	return []Field{f, q.area("why")}
}

func suspendBody(q *sheet) review.Body {
	return &review.SuspendedBody{Why: q.get("why"), Until: q.after(24 * time.Hour * time.Duration(q.number("days")))}
}

// after is a length of time from now, 0 where it is none.
func (q *sheet) after(d time.Duration) review.Micros {
	if d <= 0 {
		return 0
	}
	return review.MicrosOf(q.now()).Add(d)
}

func moveFields(q *sheet) []Field {
	var to []part.Option
	for _, o := range q.x.Steps {
		to = append(to, part.Option{Value: string(o.To), Label: q.p.T("review.state." + string(o.To)), Chosen: string(o.To) == q.of()})
	}
	if len(to) == 1 {
		to[0].Chosen = true
	}
	return []Field{q.hide("from", string(q.x.State)), q.field(radios, "to", to...)}
}

func moveBody(q *sheet) review.Body {
	q.form.Del("of")
	return &review.MovedBody{From: review.State(q.get("from")), To: review.State(q.get("to"))}
}

func discloseFields(q *sheet) []Field {
	out := []Field{q.say(q.p.T("review.disclose.says"))}
	for i, f := range q.x.Facts {
		if f.Closed {
			g := q.area("gist" + strconv.Itoa(i+1))
			g.Label += ": " + q.factWords(f)
			out = append(out, g)
		}
	}
	return append(out, q.field(radios, "representation", words(q.p, "representation", "accepted", "refused", "appointed")...), q.language(), q.tick("interpreter"))
}

// language asks for the language that somebody was spoken to in.
func (q *sheet) language() Field {
	f := q.field(choice, "language", words(q.p, "language", review.Languages()...)...)
	return f
}

func discloseBody(q *sheet) review.Body {
	b := &review.DisclosedBody{Representation: q.get("representation"), Language: q.get("language"), Interpreter: q.on("interpreter"), Gists: map[review.FactID]string{}}
	for i, f := range q.x.Facts {
		switch {
		case f.Closed:
			b.Gists[f.ID] = q.get("gist" + strconv.Itoa(i+1))
		case f.Stopped == 0:
			b.Facts = append(b.Facts, f.ID)
		}
	}
	return b
}

var hows = []review.How{
	review.InPerson, review.ByVideo, review.InWriting, review.RefusedByMark, review.RefusedVoice, review.NotProduced, review.NotFound, review.Unfit,
	review.ByCounsel, review.DidNotCome,
}

func hearFields(q *sheet) []Field {
	watch := q.people(func(x review.Part) bool { return x.Role == review.Observer || x.Role == review.Representative })
	out := []Field{q.field(radios, "how", words(q.p, "how", hows...)...), q.field(checks, "present", q.people(nil)...)}
	return append(append(out, q.attendees()...),
		q.tick("holder_out"), q.tick("restraints"), q.tick("fit"), q.language(), q.tick("interpreter"), q.tick("alone"), maybe(q.field(choice, "witness", watch...)), maybe(q.area("said")))
}

// asked is how many people without an account the form of a hearing has room for.
const asked = 4

// attendees ask who was in the room without an account.
func (q *sheet) attendees() []Field {
	var out []Field
	for i := range asked {
		n := strconv.Itoa(i + 1)
		out = append(out, maybe(q.field(choice, "other-as-"+n, words(q.p, "attendee", review.AttendeeKinds()...)...)), maybe(q.line("other-name-"+n)))
	}
	return out
}

func (q *sheet) others() []review.Attendee {
	var out []review.Attendee
	for i := range review.Attendees {
		n := strconv.Itoa(i + 1)
		if a := (review.Attendee{As: q.get("other-as-" + n), Name: q.get("other-name-" + n)}); a != (review.Attendee{}) {
			out = append(out, a)
		}
	}
	return out
}

func hearBody(q *sheet) review.Body {
	return &review.HeardBody{
		How: review.How(q.get("how")), Present: list[string](q, "present"), Others: q.others(), HolderOut: q.on("holder_out"), Restraints: q.on("restraints"),
		Fit: q.on("fit"), Language: q.get("language"), Interpreter: q.on("interpreter"), Witness: q.get("witness"), Alone: q.on("alone"), Said: q.get("said"),
	}
}

func cut(s string) (before, after string) {
	before, after, _ = strings.Cut(s, "|")
	return before, after
}
