package review

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/review"
	"kashf.org/kashf/internal/web/part"
)

// missingFile is the last file of the missing person that the reader is given.
func (q *sheet) missingFile() (review.MissingFile, bool) { return lastMissing(q.x) }

func lastMissing(x review.Seen) (review.MissingFile, bool) {
	if len(x.Missing) == 0 {
		return review.MissingFile{}, false
	}
	return x.Missing[len(x.Missing)-1], true
}

// day asks for a day that has come; it begins with today.
func (q *sheet) day(name string) Field {
	f := q.line(name)
	f.Type, f.Required, f.Dir = "date", true, "ltr"
	if !q.form.Has(name) {
		f.Value = q.now().Format(time.DateOnly)
	}
	return f
}

// hours asks for how long, from now on.
func (q *sheet) hours(name, begin string) Field {
	f := q.line(name)
	f.Type, f.Required = "number", true
	if !q.form.Has(name) {
		f.Value = begin
	}
	return f
}

func (q *sheet) until(name string) review.Micros {
	return q.after(time.Hour * time.Duration(q.number(name)))
}

func noteMissingFields(q *sheet) []Field { return []Field{q.say(q.p.T("review.missing_file.note_it"))} }

func (q *sheet) whomAsked(name string) []part.Option {
	if q.x.Part.Role == review.VictimsLiaison {
		return words(q.p, "missing_whom", "family")
	}
	return words(q.p, "missing_whom", review.MissingWhom()...)
}

func askMissingFields(q *sheet) []Field {
	whom := q.field(choice, "missing_whom", q.whomAsked("missing_whom")...)
	if !q.form.Has("missing_whom") {
		for i := range whom.Options {
			whom.Options[i].Chosen = whom.Options[i].Value == q.of()
		}
	}
	out := []Field{}
	if f, ok := q.missingFile(); ok {
		for _, d := range f.Due {
			if !d.Done && d.Whom == q.of() && d.What != "" {
				out = append(out, q.say(d.What))
			}
		}
	}
	out = append(out, whom, q.day("missing_on"), q.area("missing_what"), q.hours("missing_hours", "24"))
	return append(out, q.nextFields()...)
}

// nextFields ask what is to be asked next, by whom and until when, or nothing.
func (q *sheet) nextFields() []Field {
	hours := maybe(q.line("next_hours"))
	hours.Type = "number"
	return []Field{
		maybe(q.field(choice, "next_whom", words(q.p, "missing_whom", review.MissingWhom()...)...)), maybe(q.field(choice, "next_role", words(q.p, "role", review.MissingAskers()...)...)),
		maybe(q.field(area, "next_what")), hours,
	}
}

func (q *sheet) next() review.MissingNext {
	return review.MissingNext{Role: review.Role(q.get("next_role")), Whom: q.get("next_whom"), What: q.get("next_what"), Until: q.until("next_hours")}
}

func askMissingBody(q *sheet) review.Body {
	q.form.Del("of")
	return &review.MissingAskedBody{ID: q.NewID(), Whom: q.get("missing_whom"), On: q.get("missing_on"), What: q.get("missing_what"), Until: q.until("missing_hours"), Next: q.next()}
}

func answerMissingFields(q *sheet) []Field {
	var out []Field
	if f, ok := q.missingFile(); ok {
		for _, x := range f.Asked {
			if x.ID == q.of() {
				out = append(out, q.say(q.p.T("review.missing_whom."+x.Whom)+": "+locale.Isolate(x.What)))
			}
		}
	}
	out = append(out, q.field(radios, "missing_reply", words(q.p, "missing_reply", review.MissingReplies()...)...), q.day("missing_on"), maybe(q.field(area, "missing_answer")))
	return append(out, q.nextFields()...)
}

func answerMissingBody(q *sheet) review.Body {
	return &review.MissingAnsweredBody{ID: q.of(), Reply: q.get("missing_reply"), On: q.get("missing_on"), Answer: q.get("missing_answer"), Next: q.next()}
}

func findMissingFields(q *sheet) ([]Field, error) {
	refs, err := q.refs()
	if err != nil {
		return nil, err
	}
	out := []Field{
		q.field(radios, "missing_end", words(q.p, "missing_end", review.MissingEnds()...)...), q.day("missing_on"),
		maybe(q.line("missing_witness")), maybe(q.field(radios, "contact", words(q.p, "contact", "in_person", "call", "family", "icrc")...)), q.tick("missing_apart"),
		maybe(q.line("missing_place")), maybe(q.line("missing_held")), q.field(checks, "refs", refs...), q.area("why"),
	}
	return out, nil
}

func findMissingBody(q *sheet) (review.Body, error) {
	refs, err := q.chosenRefs()
	return &review.MissingFoundBody{Apart: q.on("missing_apart"), MissingFound: review.MissingFound{
		End: q.get("missing_end"), On: q.get("missing_on"), Witness: q.get("missing_witness"), Contact: q.get("contact"),
		Place: q.get("missing_place"), Held: q.get("missing_held"), Why: q.get("why"), Refs: refs,
	}}, err
}

// chosenRefs are what was chosen of the person's rows and papers.
func (q *sheet) chosenRefs() ([]review.Ref, error) {
	offered, err := q.refs()
	if err != nil {
		return nil, err
	}
	var out []review.Ref
	for _, ref := range q.form["refs"] {
		if !slices.ContainsFunc(offered, func(o part.Option) bool { return o.Value == ref }) {
			continue // nothing of this file
		}
		if item, ok := strings.CutPrefix(ref, "i"); ok {
			out = append(out, review.Ref{Item: item})
		} else if n, err := strconv.ParseInt(strings.TrimPrefix(ref, "r"), 10, 64); err == nil {
			out = append(out, review.Ref{Record: n})
		}
	}
	return out, nil
}

func confirmMissingFields(q *sheet) []Field {
	var out []Field
	if f, ok := q.missingFile(); ok && f.Found != nil {
		out = append(out, q.say(foundWords(q.p, *f.Found)), q.say(f.Found.Why))
	}
	return append(out, yesNo(q, "missing_agree"), q.area("why"))
}

func confirmMissingBody(q *sheet) review.Body {
	return &review.MissingConfirmedBody{Agree: q.get("missing_agree") == "y", Why: q.get("why")}
}

// foundWords say how a missing person was found, as somebody entered it.
func foundWords(p locale.Printer, f review.MissingFound) string {
	out := []string{p.T("review.missing_end." + f.End)}
	if f.On != "" {
		out = append(out, p.Date(f.On))
	}
	for _, x := range []struct{ key, text string }{{"review.missing_file.witness", f.Witness}, {"review.missing_file.place", f.Place}, {"review.missing_file.held", f.Held}} {
		if x.text != "" {
			out = append(out, p.T(x.key, locale.Isolate(x.text)))
		}
	}
	return strings.Join(out, " · ")
}

// missingTask says a task of a missing person's file: whom it is about, and until
// when.
func missingTask(p locale.Printer, x review.Seen, t review.Task) (string, bool) {
	f, ok := lastMissing(x)
	if !ok || t.Act != "missing_asked" && t.Act != "missing_answered" {
		return "", false
	}
	say := func(whom string, until review.Micros) (string, bool) {
		return p.T("review.missing_file.task", p.T("review.act."+t.Act), p.T("review.missing_whom."+whom), p.DateTime(until.Time())), true
	}
	for _, d := range f.Due {
		if t.Act == "missing_asked" && !d.Done && d.Whom == t.Of {
			return say(d.Whom, d.Until)
		}
	}
	for _, q := range f.Asked {
		if t.Act == "missing_answered" && q.ID == t.Of {
			return say(q.Whom, q.Until)
		}
	}
	return "", false
}

// missingText is what somebody wrote in an act of a missing person's file.
func missingText(p locale.Printer, b review.Body) string {
	switch b := b.(type) {
	case *review.MissingAskedBody:
		return p.T("review.missing_whom."+b.Whom) + ": " + b.What
	case *review.MissingAnsweredBody:
		return strings.TrimSuffix(p.T("review.missing_reply."+b.Reply)+": "+b.Answer, ": ")
	case *review.MissingFoundBody:
		return foundWords(p, b.MissingFound) + "\n" + b.Why
	case *review.MissingConfirmedBody:
		return p.T("review.f.missing_agree."+map[bool]string{true: "yes", false: "no"}[b.Agree]) + ": " + b.Why
	case *review.MissingOpenedBody:
		return b.Why
	}
	return ""
}
