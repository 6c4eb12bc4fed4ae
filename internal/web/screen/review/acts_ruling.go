package review

import (
	"encoding/hex"
	"net/url"
	"slices"
	"strconv"
	"time"

	"kashf.org/kashf/internal/review"
	"kashf.org/kashf/internal/web/part"
)

func voteFields(q *sheet) ([]Field, error) {
	return []Field{q.say(q.p.T("review.vote.says")), q.say(q.p.T("review.vote.issues")), q.field(radios, "outcome", words(q.p, "outcome", q.x.Chooses...)...), q.area("reasons")}, nil
}

// vote seals a vote; the ballot is entered sealed, and opened with all others.
func vote(q *sheet) error {
	o := review.Outcome(q.get("outcome"))
	if !slices.Contains(q.x.Chooses, o) || q.get("reasons") == "" {
		return refuse("reasons", "a ground and reasons")
	}
	return q.Reviews.Vote(q.ctx, q.actor(q.ctx), q.x.ID, q.saw, o, q.get("reasons"))
}

// custodyIssues is how many findings on the custody a text has room for.
const custodyIssues = 2

// draftFields ask for the text issue by issue: each allegation, what is found of
// the custody, an answer to each point, the terms, and the words for the person
// and for the public.
func draftFields(q *sheet) ([]Field, error) {
	if q.x.Majority == "" {
		return []Field{q.say(q.p.T("review.draft.none"))}, nil
	}
	out := []Field{q.hide("outcome", string(q.x.Majority)), q.say(q.p.T("review.draft.outcome", q.p.T("review.outcome."+string(q.x.Majority))))}
	const of = 4
	out = append(out, q.part(1, of, "review.draft.part.custody"))
	silent := q.x.Silent(review.Ruling{Outcome: q.x.Majority}) // an appeal leaves the rest as it was found
	if len(silent) > 0 {
		out = append(out, q.say(q.p.T("review.draft.nothing")))
	}
	for i := range custodyIssues {
		n := strconv.Itoa(i + 1)
		issue := maybe(q.field(choice, "issue"+n, words(q.p, "holding", holdings...)...))
		nothing := i == 0 && slices.Contains(silent, "")
		if nothing {
			q.begins(&issue, string(review.A9))
		}
		out = append(out, q.say(q.p.T("review.draft.custody", i+1)), issue)
		out = append(out, q.findingFields(n, "", nothing)...)
	}
	out = append(out, q.part(2, of, "review.draft.part.alleged"))
	for i, a := range q.x.Allegations {
		n := strconv.Itoa(custodyIssues + i + 1)
		out = append(out, q.say(allegationName(q.p, i, a)), q.hide("issue"+n, "allegation:"+string(a.ID)))
		out = append(out, q.findingFields(n, a.ID, slices.Contains(silent, a.ID))...)
	}
	out = append(out, q.part(3, of, "review.draft.part.points"))
	for i, p := range q.x.Points {
		f := q.area("answer-" + strconv.Itoa(i+1))
		f.Label = q.p.T("review.draft.point", i+1, p.Times)
		f.Hint = pointWords(q.x, p.Key)
		out = append(out, f)
	}
	for i, f := range q.x.Facts {
		if q.x.Tainted(f) {
			r := maybe(q.field(area, "rebut"+strconv.Itoa(i+1)))
			r.Label += ": " + q.factWords(f)
			out = append(out, r)
		}
	}
	out = append(out, q.part(4, of, "review.draft.part.text"))
	terms, err := q.termFields()
	return append(out, terms...), err
}

// findingFields ask for a finding; where nothing is to be filled in that the panel
// does not change, they begin with the answer that nothing is determined.
func (q *sheet) findingFields(n string, about review.AllegationID, nothing bool) []Field {
	standard, law, reasons := maybe(q.field(choice, "standard"+n, words(q.p, "standard", "P0", "P1", "P2", "P3")...)), maybe(q.line("law"+n)), maybe(q.field(area, "reasons"+n))
	if nothing {
		q.begins(&standard, review.P0.String())
		q.begins(&law, q.p.T("review.draft.nothing.law"))
		q.begins(&reasons, q.p.T("review.draft.nothing.reasons"))
	}
	return []Field{
		standard, law, maybe(q.field(checks, "relied"+n, q.factOptions(about, about == "")...)), maybe(q.field(checks, "rejected"+n, q.factOptions(about, about == "")...)),
		maybe(q.field(area, "set_aside"+n)), reasons,
	}
}

// begins gives a field the answer that it begins with, before anything was typed.
func (q *sheet) begins(f *Field, value string) {
	if q.form.Has(f.Name) {
		return
	}
	if f.shape != choice {
		f.Value = value
	}
	for i := range f.Options {
		f.Options[i].Chosen = f.Options[i].Value == value
	}
}

func (q *sheet) termFields() ([]Field, error) {
	var out []Field
	switch q.x.Majority {
	case review.Keep:
		f, err := q.orderField()
		if err != nil {
			return nil, err
		}
		out = append(out, f)
	case review.Conditional:
		f := q.line("days")
		f.Type, f.Required = "number", true
		var cs []part.Option
		for i, c := range q.x.Policy.Conditions {
			cs = append(cs, part.Option{Value: strconv.Itoa(i), Label: q.p.T("review.condition." + c.Kind)})
		}
		out = append(out, maybe(q.field(checks, "conditions", cs...)), f)
	}
	law := q.line("law")
	law.Required = true
	n, a := q.area("notice"), q.area("abstract")
	n.Rows, a.Rows = 6, 4
	out = append(out, law, n, a)
	for _, g := range q.x.Groups {
		if g.Standing == review.StandingGranted && g.Wish == review.WishTold {
			v := q.area("victims")
			v.Rows = 6
			return append(out, v), nil
		}
	}
	return out, nil
}

func draftBody(q *sheet) review.Body {
	r := review.Ruling{
		Outcome: review.Outcome(q.get("outcome")), Answers: map[review.PointKey]string{}, Law: q.get("law"), Notice: q.get("notice"),
		Abstract: q.get("abstract"), Victims: q.get("victims"), Order: q.get("order"), BoundUntil: q.after(24 * time.Hour * time.Duration(q.number("days"))),
	}
	r.Findings = q.findings()
	for i, p := range q.x.Points {
		if t := q.get("answer-" + strconv.Itoa(i+1)); t != "" {
			r.Answers[p.Key] = t
		}
	}
	for i, f := range q.x.Facts {
		if t := q.get("rebut" + strconv.Itoa(i+1)); t != "" {
			if r.Rebutted == nil {
				r.Rebutted = map[review.FactID]string{}
			}
			r.Rebutted[f.ID] = t
		}
	}
	for _, v := range q.form["conditions"] {
		if i, err := strconv.Atoi(v); err == nil && i >= 0 && i < len(q.x.Policy.Conditions) {
			r.Conditions = append(r.Conditions, q.x.Policy.Conditions[i])
		}
	}
	return &review.DraftedBody{Ruling: r}
}

// findings are what the form finds. The words that nothing is determined, which it
// began with, are reasons for nothing else; and where another answer is given on
// the custody, the one that the form began with is none.
func (q *sheet) findings() []review.Finding {
	var out []review.Finding
	for i := range custodyIssues + len(q.x.Allegations) {
		n := strconv.Itoa(i + 1)
		if q.get("issue"+n) == "" || q.get("reasons"+n) == "" {
			continue
		}
		f := q.finding(n)
		if !f.Undetermined() && f.Reasons == q.p.T("review.draft.nothing.reasons") {
			f.Reasons = ""
		}
		out = append(out, f)
	}
	if slices.ContainsFunc(out, func(f review.Finding) bool { return f.Allegation == "" && !f.Undetermined() }) {
		out = slices.DeleteFunc(out, func(f review.Finding) bool { return f.Allegation == "" && f.Undetermined() })
	}
	return out
}

// pointWords are the words that a point was first submitted in.
func pointWords(x review.Seen, k review.PointKey) string {
	if t := x.Typed[k]; t != "" {
		return t
	}
	return string(k)
}

func signFields(q *sheet) ([]Field, error) {
	if q.x.Draft == nil {
		return []Field{q.say(q.p.T("review.sign.none"))}, nil
	}
	out := []Field{
		q.say(q.p.T("review.draft.outcome", q.p.T("review.outcome."+string(q.x.Draft.Outcome)))), q.say(q.x.Draft.Notice),
		q.say(q.p.T("review.sign.hash", q.x.Draft.Hash)), q.hide("hash", q.x.Draft.Hash),
	}
	for _, f := range q.x.Draft.Findings {
		out = append(out, q.say(q.findingWords(f)), q.say(f.Reasons))
	}
	return append(out, maybe(q.field(area, "dissent"))), nil
}

func signBody(q *sheet) (review.Body, error) {
	if _, err := hex.DecodeString(q.get("hash")); err != nil {
		return nil, refuse("the text that was decided", "the text as it now stands")
	}
	return &review.SignedBody{Hash: q.get("hash"), Dissent: q.get("dissent")}, nil
}

func objectionFields(q *sheet) []Field {
	for _, e := range q.x.Events {
		if b, ok := e.Body.(*review.ObjectedBody); ok && b.ID == q.of() {
			return []Field{q.say(b.Why), q.area("answer")}
		}
	}
	return []Field{q.area("answer")}
}

func tellFields(q *sheet) []Field {
	whom := []string{"person", "observer", "holder"}
	if q.x.Part.Role == review.VictimsLiaison {
		whom = []string{"group"}
	}
	w := q.field(radios, "whom", words(q.p, "whom", whom...)...)
	if !q.form.Has("whom") {
		w.Value = q.of()
		if len(whom) == 1 {
			w.Value = whom[0]
		}
	}
	out := []Field{w, q.language(), q.tick("interpreter"), q.tick("spoken")}
	if r := q.toTell(); r != nil {
		says := r.Notice
		if q.x.Part.Role == review.VictimsLiaison && r.Victims != "" {
			says = r.Victims
		}
		out = append(out, q.say(q.p.T("review.paper.outcome", q.p.T("review.outcome."+string(r.Outcome)))), q.say(says), q.hide("hash", r.Hash))
	}
	return out
}

// toTell is the text of which the form tells: the one that is due to whomever it
// is about, the last where none is.
func (q *sheet) toTell() *review.Ruling {
	n := review.Notified{Whom: q.of()}
	if q.x.Part.Role == review.VictimsLiaison {
		n = review.Notified{Whom: "group", Group: q.of()}
	}
	switch r := q.x.ToTell(n); {
	case r != nil && q.of() != "":
		return r
	case q.x.Upheld != nil:
		return q.x.Upheld
	}
	return q.x.Outcome
}

func tellBody(q *sheet) review.Body {
	b := &review.NotifiedBody{Notified: review.Notified{Whom: q.get("whom")}, Hash: q.get("hash"), Language: q.get("language"), Interpreter: q.on("interpreter"), Spoken: q.on("spoken")}
	if b.Whom == "group" {
		b.Group = q.of()
	}
	return b
}

var measures = []review.Measure{
	review.FreeNow, review.StayExecution, review.MedicalCare, review.NoTransfer, review.Separate, review.Contact, review.ChildCare, review.ProtectFromAll,
}

func orderFields(q *sheet) []Field {
	return []Field{q.field(choice, "measure", words(q.p, "measure", measures...)...), q.area("why")}
}

func orderBody(q *sheet) review.Body {
	return &review.OrderedBody{ID: q.NewID(), Measure: review.Measure(q.get("measure")), Why: q.get("why")}
}

func orderSignFields(q *sheet) []Field {
	for _, e := range q.x.Events {
		if b, ok := e.Body.(*review.OrderedBody); ok && b.ID == q.of() {
			return []Field{q.say(q.p.T("review.measure." + string(b.Measure))), q.say(b.Why)}
		}
	}
	return nil
}

func ratifyFields(q *sheet) []Field {
	return append(orderSignFields(q), yesNo(q, "ratify"), q.area("why"))
}

func ratifyBody(q *sheet) review.Body {
	return &review.RatifiedBody{ID: q.of(), For: q.get("ratify") == "y", Why: q.get("why")}
}

func stayFields(q *sheet) []Field {
	f := q.line("hours")
	f.Type, f.Required = "number", true
	return []Field{f, q.area("why")}
}

func stayBody(q *sheet) review.Body {
	end := q.x.Liberty.Until
	for _, x := range q.x.Clocks {
		if x.Name == review.StayClock {
			end = x.Due // sooner under a later policy with shorter stays
		}
	}
	return &review.StayExtendedBody{Why: q.get("why"), Until: end.Add(time.Duration(q.number("hours")) * time.Hour)}
}

func planFields(q *sheet) []Field {
	return []Field{q.tick("protection"), q.tick("property"), q.tick("papers")}
}

func planBody(q *sheet) review.Body {
	return &review.PlannedBody{Protection: q.on("protection"), Property: q.on("property"), Papers: q.on("papers")}
}

func verifyFields(q *sheet) []Field {
	return []Field{q.field(radios, "contact", words(q.p, "contact", "in_person", "call", "family", "icrc")...)}
}

func appealFields(q *sheet) []Field {
	return []Field{q.field(choice, "appeal_ground", words(q.p, "appeal_ground", "new_fact", "conflict", "procedure", "manifest_error")...), q.area("why")}
}

func appealBody(q *sheet) review.Body {
	return &review.AppealedBody{Ground: q.get("appeal_ground"), Why: q.get("why")}
}

func voidFields(q *sheet) []Field {
	if v := q.x.Voiding; v != nil && v.By != q.x.Part.Account && !q.form.Has("ground") { // as the first of the two named it
		q.form = url.Values{"ground": {string(v.Ground)}, "account": {v.Account}}
	}
	return []Field{q.field(choice, "ground", words(q.p, "ground", grounds[:7]...)...), maybe(q.field(choice, "account", q.people(nil)...)), q.area("why")}
}

func voidBody(q *sheet) review.Body {
	return &review.VoidedBody{Ground: review.Ground(q.get("ground")), Account: q.get("account"), Why: q.get("why")}
}
