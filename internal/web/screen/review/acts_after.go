package review

import (
	"strconv"
	"strings"

	"kashf.org/kashf/internal/review"
	"kashf.org/kashf/internal/web/part"
	"kashf.org/kashf/place"
)

func copyFields(q *sheet) ([]Field, error) { return []Field{q.say(q.p.T("review.copy.about"))}, nil }

func recallFields(q *sheet) []Field {
	var of []part.Option
	if q.x.Outcome != nil {
		for _, x := range q.x.Outcome.Conditions {
			of = append(of, part.Option{Value: x.Kind + "|" + x.To, Label: strings.TrimSpace(q.p.T("review.condition."+x.Kind) + " " + x.To)})
		}
	}
	return []Field{q.field(choice, "condition", of...), q.area("why")}
}

func recallBody(q *sheet) review.Body {
	kind, to := cut(q.get("condition"))
	return &review.RecallAskedBody{ID: q.NewID(), Condition: review.Condition{Kind: kind, To: to}, Why: q.get("why")}
}

func recallHearFields(q *sheet) []Field {
	out := []Field{
		q.field(radios, "how", words(q.p, "how", review.InPerson, review.ByVideo, review.InWriting, review.ByCounsel)...),
		q.field(checks, "present", q.people(nil)...),
	}
	return append(append(out, q.attendees()...), q.language(), q.tick("interpreter"))
}

func recallHearBody(q *sheet) review.Body {
	return &review.RecallHeardBody{
		ID: q.of(), How: review.How(q.get("how")), Present: list[string](q, "present"), Others: q.others(),
		Language: q.get("language"), Interpreter: q.on("interpreter"),
	}
}

func recallSignFields(q *sheet) []Field { return []Field{yesNo(q, "judge"), q.area("why")} }

func recallSignBody(q *sheet) review.Body {
	return &review.RecallSignedBody{ID: q.of(), Judge: q.get("judge") == "y", Why: q.get("why")}
}

func bornFields(q *sheet) []Field {
	on, town, mother, saw := q.line("born_on"), q.line("town"), q.line("mother"), q.line("witnesses")
	on.Required, town.Required, mother.Required, on.Dir, saw.Type = true, true, true, "ltr", "number"
	var who []part.Option
	for _, a := range review.Attendants() {
		who = append(who, part.Option{Value: a, Label: q.p.T("review.attendant." + a)})
	}
	return []Field{
		on, town, maybe(q.line("child_name")), maybe(q.field(radios, "sex", words(q.p, "child_sex", "f", "m")...)), mother,
		q.field(radios, "father", words(q.p, "father", "known", "declared", "unknown", "withheld")...), q.field(choice, "attendant", who...), maybe(saw),
	}
}

// bornBody reads a town by its name: the one that the gazetteer is surest of.
func bornBody(q *sheet) review.Body {
	code := place.Code(q.get("town"))
	if _, ok := place.Lookup(code); !ok {
		code = ""
		if found := place.Find(q.get("town"), ""); len(found) > 0 {
			code = found[0].Place.Code
		}
	}
	return &review.BornBody{
		ID: q.NewID(), On: q.get("born_on"), Locality: code, Name: q.get("child_name"), Sex: q.get("sex"), Mother: q.get("mother"),
		Father: q.get("father"), Attendant: q.get("attendant"), Witnesses: q.number("witnesses"),
	}
}

func packetFields(q *sheet) []Field {
	saw := q.line("witnesses")
	saw.Type = "number"
	return []Field{q.field(radios, "tie_to_mother", words(q.p, "tied", "witnessed", "document", "dna", "declared")...), q.tick("consent"), q.tick("footprint"), q.tick("photo"), maybe(saw)}
}

func packetBody(q *sheet) review.Body {
	return &review.PacketBody{ID: q.of(), Link: q.get("tie_to_mother"), Consent: q.on("consent"), Footprint: q.on("footprint"), Photo: q.on("photo"), Saw: q.number("witnesses")}
}

var withWhom = []string{"mother", "kin", "carer", "authority"}

func (q *sheet) with() Field {
	var out []part.Option
	for _, w := range withWhom {
		out = append(out, part.Option{Value: w, Label: q.p.T("review.f.with." + w)})
	}
	return q.field(radios, "with", out...)
}

func interestsFields(q *sheet) []Field {
	n := q.line("sources")
	n.Type = "number"
	return []Field{q.with(), maybe(n), q.tick("assent"), q.area("why")}
}

func interestsBody(q *sheet) review.Body {
	return &review.InterestsBody{ID: q.of(), With: q.get("with"), Sources: q.number("sources"), Assent: q.on("assent"), Why: q.get("why")}
}

func handFields(q *sheet) []Field { return []Field{q.with(), maybe(q.line("receipt"))} }

func handBody(q *sheet) review.Body {
	return &review.HandedBody{ID: q.of(), With: q.get("with"), Receipt: q.get("receipt")}
}

func makeCopy(q *sheet) error {
	_, err := q.Reviews.MakeCopy(q.ctx, q.actor(q.ctx), q.x.ID)
	return err
}

func afterFields(q *sheet) []Field {
	var days []part.Option
	for _, f := range q.x.AfterDue() {
		if f.At <= review.MicrosOf(q.now()) {
			n := strconv.Itoa(f.Day)
			days = append(days, part.Option{Value: n, Label: q.p.T("review.after_day." + n)})
		}
	}
	day := q.field(radios, "after_day", days...)
	if day.Value == "" {
		day.Value = q.of()
	}
	return []Field{
		day, q.field(radios, "found", words(q.p, "found", review.FoundWell, review.FoundThreatened, review.FoundHarmed, review.FoundGone, review.FoundHeldAgain)...),
		maybe(q.field(radios, "contact", words(q.p, "contact", "in_person", "call", "family", "icrc")...)),
	}
}

func afterBody(q *sheet) review.Body {
	n, _ := strconv.Atoi(q.get("after_day"))
	return &review.FollowedUpBody{Day: n, Contact: q.get("contact"), Found: q.get("found")}
}

func incidentFields(q *sheet) []Field {
	return []Field{
		q.field(radios, "incident", words(q.p, "incident", review.Incidents()...)...), q.field(radios, "incident_whom", words(q.p, "incident_whom", "person", "victims", "panel")...),
		q.field(radios, "incident_steps", words(q.p, "incident_steps", "moved", "escorted", "reported", "none")...),
	}
}

func incidentBody(q *sheet) review.Body {
	return &review.IncidentBody{What: q.get("incident"), Whom: q.get("incident_whom"), Steps: q.get("incident_steps")}
}
