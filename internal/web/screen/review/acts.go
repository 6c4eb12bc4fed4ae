package review

import (
	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/review"
	"kashf.org/kashf/internal/web/part"
)

// An act is a form: what it asks, and the body that the answers make.
type act struct {
	fields func(q *sheet) ([]Field, error)
	body   func(q *sheet) (review.Body, error)
	// do enters the act itself where it is more than a body.
	do    func(q *sheet) error
	grave bool
	// atOnce: the review itself judges whether the page is stale, since several
	// do the same at one time.
	atOnce bool
}

// plain is an act whose fields need no reading.
func plain(fields func(q *sheet) []Field, body func(q *sheet) review.Body) act {
	return act{
		fields: func(q *sheet) ([]Field, error) { return fields(q), nil },
		body:   func(q *sheet) (review.Body, error) { return body(q), nil },
	}
}

// bodied makes what says no error of itself an act's body.
func bodied(body func(q *sheet) review.Body) func(q *sheet) (review.Body, error) {
	return func(q *sheet) (review.Body, error) { return body(q), nil }
}

// acts are all forms, by the name of their act.
var acts map[string]act

func init() {
	acts = map[string]act{
		"assigned": {fields: assignFields, body: assignBody},
		"declared": {fields: declareFields, body: func(q *sheet) (review.Body, error) {
			return &review.DeclaredBody{Ties: list[review.Ground](q, "ties"), Text: q.get("text")}, nil
		}},
		"waived":             plain(waiveFields, waiveBody),
		"questioned":         plain(questionFields, questionBody),
		"answered":           plain(answerFields, answerBody),
		"challenged":         plain(challengeFields, challengeBody),
		"challenge_decided":  plain(upholdFields, upholdBody),
		"checked":            plain(checkFields, checkBody),
		"identified":         plain(gradeFields, gradeBody),
		"identity_confirmed": plain(confirmGradeFields, confirmGradeBody),
		"lane":               plain(laneFields, func(q *sheet) review.Body { return &review.LaneBody{Lane: review.Lane(q.get("lane"))} }),
		"flag":               plain(flagFields, func(q *sheet) review.Body { return &review.FlagBody{Flag: review.Flag(q.get("flag")), On: q.on("on")} }),
		"suspended":          plain(suspendFields, suspendBody),
		"resumed":            plain(nothing, func(*sheet) review.Body { return &review.ResumedBody{} }),
		"moved":              plain(moveFields, moveBody),
		"alleged":            plain(allegeFields, allegeBody),
		"fact":               {fields: factFields, body: factBody},
		"proposed":           plain(proposeFields, proposeBody),
		"seconded":           plain(secondFields, func(q *sheet) review.Body { return &review.SecondedBody{ID: review.FindingID(q.of())} }),
		"disclosed":          plain(discloseFields, discloseBody),
		"heard":              plain(hearFields, hearBody),
		"group":              plain(groupFields, groupBody),
		"standing":           plain(standingFields, standingBody),
		"noticed":            plain(noticeFields, noticeBody),
		"release_told":       plain(tellReleaseFields, tellReleaseBody),
		"protected":          plain(protectFields, protectBody),
		"wished":             plain(wishFields, wishBody),
		"represented":        plain(representFields, representBody),
		"withdrew":           plain(leaveFields, leaveBody),
		"submitted":          {fields: func(q *sheet) ([]Field, error) { return submitFields(q), nil }, do: submit},
		"nothing_more":       plain(nothingMoreFields, func(q *sheet) review.Body { return &review.NothingMoreBody{Group: q.get("group")} }),
		"submissions_closed": plain(nothing, func(*sheet) review.Body { return &review.SubmissionsClosedBody{} }),
		"voted":              {fields: voteFields, do: vote, atOnce: true},
		"drafted":            {fields: draftFields, body: bodied(draftBody)},
		"signed":             {fields: signFields, body: signBody, grave: true},
		"objected":           plain(reasonFields, func(q *sheet) review.Body { return &review.ObjectedBody{ID: q.NewID(), Why: q.get("why")} }),
		"objection_answered": plain(objectionFields, func(q *sheet) review.Body {
			return &review.ObjectionAnsweredBody{ID: q.of(), Answer: q.get("answer")}
		}),
		"notified":              plain(tellFields, tellBody),
		"ordered":               plain(orderFields, orderBody),
		"order_signed":          plain(orderSignFields, func(q *sheet) review.Body { return &review.OrderSignedBody{ID: q.of()} }),
		"ratified":              plain(ratifyFields, ratifyBody),
		"court_ordered":         {fields: courtFields, body: bodied(courtBody)},
		"court_order_read":      {fields: readFields, body: readBody, grave: true},
		"court_order_withdrawn": plain(takeBackFields, takeBackBody),
		"stay_extended":         plain(stayFields, stayBody),
		"release_planned":       plain(planFields, planBody),
		"released":              plain(nothing, func(*sheet) review.Body { return &review.ReleasedBody{} }),
		"verified":              plain(verifyFields, func(q *sheet) review.Body { return &review.VerifiedBody{Contact: q.get("contact")} }),
		"followed_up":           plain(afterFields, afterBody),
		"incident":              plain(incidentFields, incidentBody),
		"missing_noted":         plain(noteMissingFields, func(*sheet) review.Body { return &review.MissingNotedBody{} }),
		"missing_asked":         plain(askMissingFields, askMissingBody),
		"missing_answered":      plain(answerMissingFields, answerMissingBody),
		"missing_found":         {fields: findMissingFields, body: findMissingBody},
		"missing_confirmed":     {fields: func(q *sheet) ([]Field, error) { return confirmMissingFields(q), nil }, body: bodied(confirmMissingBody), grave: true},
		"missing_opened":        plain(reasonFields, func(q *sheet) review.Body { return &review.MissingOpenedBody{Why: q.get("why")} }),
		"appealed":              plain(appealFields, appealBody),
		"voided":                plain(voidFields, voidBody),
		"copied":                {fields: copyFields, do: makeCopy},
		"twin_settled":          plain(twinFields, twinBody),
		"parting_settled":       plain(partingFields, partingBody),
		"certified":             plain(certifyFields, certifyBody),
		"paper_withdrawn":       plain(withdrawFields, withdrawBody),
		"paper_shown":           plain(showPaperFields, showPaperBody),
		"recall_asked":          plain(recallFields, recallBody),
		"recall_heard":          plain(recallHearFields, recallHearBody),
		"recall_signed":         plain(recallSignFields, recallSignBody),
		"born":                  plain(bornFields, bornBody),
		"packet":                plain(packetFields, packetBody),
		"best_interests":        plain(interestsFields, interestsBody),
		"handed":                plain(handFields, handBody),

		"exchange_asked":    plain(exchangeFields, exchangeBody),
		"exchange_approved": {fields: func(q *sheet) ([]Field, error) { return exchangeNote(q), nil }, body: func(q *sheet) (review.Body, error) { return &review.ExchangeApprovedBody{ID: q.of()}, nil }, grave: true},
		"exchange_made":     {fields: func(q *sheet) ([]Field, error) { return exchangeNote(q), nil }, do: func(q *sheet) error { return q.Reviews.MakeExchange(q.ctx, q.actor(q.ctx), q.x.ID, q.of()) }},
		"received":          {fields: func(q *sheet) ([]Field, error) { return receiveFields(q), nil }, body: receiveBody},
	}
}

func nothing(*sheet) []Field { return nil }

func reasonFields(q *sheet) []Field { return []Field{q.area("why")} }

// list are the values of a field with several.
func list[T ~string](q *sheet, name string) []T {
	var out []T
	for _, v := range q.form[name] {
		if v != "" {
			out = append(out, T(v))
		}
	}
	return out
}

// unknown is a refusal of what a form says, for what is no matter of the review.
func refuse(rule, missing string) error {
	return &review.Refusal{Rule: rule, Article: "house rule", Missing: missing}
}

var assignable = []review.Role{
	review.RosterChair, review.Observer, review.FileOfficer, review.SecondAnalyst, review.Representative, review.Advocate, review.VictimsLiaison,
	review.VictimRepresentative, review.CourtLiaison, review.ProtectionOfficer, review.MedicalOfficer, review.Registrar,
}

func assignFields(q *sheet) ([]Field, error) {
	role := q.field(choice, "role", words(q.p, "role", assignable...)...)
	if !q.form.Has("role") {
		role.Value = q.of()
	}
	login := q.line("login")
	login.Required, login.Dir = true, "ltr"
	return []Field{role, login}, nil
}

func assignBody(q *sheet) (review.Body, error) {
	q.form.Del("of")
	a, err := q.People.AccountByLogin(q.ctx, access.CleanLogin(q.get("login")))
	if err != nil || a.Disabled || a.Roles.Has(access.Administrator) {
		return nil, refuse("form", "an account and a role")
	}
	if a.Roles.Has(access.VictimsLiaison) && review.Role(q.get("role")) != review.VictimsLiaison {
		return nil, refuse("role", "a part that the keeper of the victims' register may play: their liaison")
	}
	return &review.AssignedBody{Account: string(a.ID), Org: string(a.Org), Role: review.Role(q.get("role"))}, nil
}

var grounds = []review.Ground{
	review.Kin, review.Party, review.Witness, review.SourceOf, review.Holder, review.EarlierRole, review.Forger, review.SameTown, review.SameFacility,
	review.SpokeOut, review.Threatened,
}

func groundOptions(q *sheet, all bool) []part.Option {
	gs := grounds
	if !all { // what one says of oneself
		gs = append(append([]review.Ground(nil), grounds[:6]...), grounds[7:]...)
	}
	return words(q.p, "ground", gs...)
}

func declareFields(q *sheet) ([]Field, error) {
	who, err := q.personWords()
	if err != nil {
		return nil, err
	}
	ties := maybe(q.field(checks, "ties", groundOptions(q, false)...))
	return []Field{q.say(who), ties, maybe(q.field(area, "text"))}, nil
}

// people are those of the case that the reader knows of, by the part.
func (q *sheet) people(keep func(review.Part) bool) []part.Option {
	var out []part.Option
	n := map[review.Role]int{}
	for _, x := range q.x.Cast {
		n[x.Role]++
		if keep != nil && !keep(x) {
			continue
		}
		label := roleWords(q.p, x)
		if x.Seat == "" && n[x.Role] > 1 {
			label += " " + q.p.Number(n[x.Role])
		}
		out = append(out, part.Option{Value: x.Account, Label: label})
	}
	return out
}

func waiveFields(q *sheet) []Field {
	var ties []part.Option
	for _, x := range q.x.Cast {
		for _, t := range x.Ties {
			if t.Ground.Waivable() && x.Account != q.x.Part.Account {
				ties = append(ties, part.Option{Value: x.Account + "|" + string(t.Ground), Label: roleWords(q.p, x) + ": " + q.p.T("review.ground."+string(t.Ground))})
			}
		}
	}
	return []Field{q.field(choice, "tie", ties...), q.area("why")}
}

func waiveBody(q *sheet) review.Body {
	account, ground := cut(q.get("tie"))
	return &review.WaivedBody{Account: account, Ground: review.Ground(ground), Why: q.get("why")}
}

func questionFields(q *sheet) []Field {
	return []Field{q.field(choice, "account", q.people(nil)...)}
}

func questionBody(q *sheet) review.Body {
	return &review.QuestionedBody{ID: q.NewID(), Account: q.get("account")}
}

// asked is the question that the form is about.
func (q *sheet) asked() (review.Question, bool) {
	for _, x := range q.x.Questions {
		if x.ID == q.of() {
			return x, true
		}
	}
	return review.Question{}, false
}

func answerFields(q *sheet) []Field {
	x, ok := q.asked()
	if ok && x.Account == q.x.Part.Account {
		return []Field{maybe(q.field(checks, "ties", groundOptions(q, false)...)), q.area("why")}
	}
	return []Field{maybe(q.field(choice, "bar", groundOptions(q, true)...)), q.area("why")}
}

func answerBody(q *sheet) review.Body {
	b := &review.AnsweredBody{ID: q.of(), Why: q.get("why")}
	if x, ok := q.asked(); ok && x.Account == q.x.Part.Account {
		b.Ties = list[review.Ground](q, "ties")
	} else {
		b.Bar = review.Ground(q.get("bar"))
	}
	return b
}

func challengeFields(q *sheet) []Field {
	sits := func(x review.Part) bool {
		return x.Role == review.Member || x.Role == review.AppealMember || x.Role == review.Observer && x.Account != q.x.Part.Account
	}
	return []Field{q.field(choice, "account", q.people(sits)...), q.field(choice, "ground", groundOptions(q, true)...), q.area("why")}
}

func challengeBody(q *sheet) review.Body {
	return &review.ChallengedBody{ID: q.NewID(), Account: q.get("account"), Ground: review.Ground(q.get("ground")), Why: q.get("why")}
}

func yesNo(q *sheet, name string) Field {
	return q.field(radios, name, part.Option{Value: "y", Label: q.p.T("review.f." + name + ".yes")}, part.Option{Value: "n", Label: q.p.T("review.f." + name + ".no")})
}

func upholdFields(q *sheet) []Field { return []Field{yesNo(q, "upheld"), q.area("why")} }

func upholdBody(q *sheet) review.Body {
	return &review.ChallengeDecidedBody{ID: q.of(), Upheld: q.get("upheld") == "y", Why: q.get("why")}
}
