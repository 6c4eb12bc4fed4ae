package review

import "testing"

// file is a case with an allegation of each kind, for rules of evidence.
func file(t *testing.T) *walk {
	w := newWalk(t, mandated(t)).open(true).identified(3).checks("officer", ExculpatorySearch)
	return w.must("officer", &AllegedBody{Allegation{ID: "ordinary", Conduct: B1}}, &AllegedBody{Allegation{ID: "serious", Conduct: B2}}, &AllegedBody{Allegation{ID: "grave", Conduct: B3}})
}

func TestEvidence(t *testing.T) {
	with := func(f *FactBody, change func(*Fact)) *FactBody { change(&f.Fact); return f }
	for _, c := range []struct {
		name string
		fact *FactBody
		rule string
	}{
		{"a document", fact("f", Document, "ordinary"), ""},
		{"a tip", fact("f", Tip, "ordinary"), "a tip is P0"},
		{"belonging to a unit", fact("f", Membership, "ordinary"), "no class by group"},
		{"commanding one in which crimes were done", fact("f", CommandPost, "ordinary"), ""},
		{"a confession to a branch", with(fact("f", Confession, "ordinary"), func(f *Fact) { f.Forum = SecurityBranch }), "torture taint"},
		{"a field court's file", with(fact("f", Document, "ordinary"), func(f *Fact) { f.Forum = FieldCourt }), "exceptional forum"},
		{"a charge under the terrorism law", with(fact("f", Charge, "ordinary"), func(f *Fact) { f.Forum = TerrorismCourt }), "exceptional forum"},
		{"an untested statement", fact("f", Statement, "ordinary"), "views are no evidence"},
		{"an anonymous statement", with(fact("f", Statement, "ordinary"), func(f *Fact) { f.Tested, f.Anonymous = true, true }), "views are no evidence"},
		{"a tested statement", with(fact("f", Statement, "ordinary"), func(f *Fact) { f.Tested = true }), ""},
		{"a link of one person", with(fact("f", Document, "ordinary"), func(f *Fact) { f.Bound.Judges = 1 }), "two people's link"},
		{"a machine's link", with(fact("f", Document, "ordinary"), func(f *Fact) { f.Bound = Binding{} }), "two people's link"},
		{"identity at grade 2", with(fact("f", Document, "ordinary"), func(f *Fact) { f.Bound.Grade = 2 }), "two people's link"},
		{"about another allegation", fact("f", Document, "serious"), "independence by origin"},
		{"what speaks for the person", with(fact("f", Document, "ordinary"), func(f *Fact) { f.For = true }), "facts relied on"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := file(t).must("officer", c.fact)
			finding := &ProposedBody{Finding: found("p", "ordinary", P1, "f")}
			if c.rule != "" {
				w.refused("officer", finding, c.rule)
				return
			}
			w.must("officer", finding)
			if w.c.Reached()[B1] != P0 {
				t.Error("one analyst's word counts")
			}
			w.refused("officer", &SecondedBody{"p"}, "who may set a standard")
			w.must("second", &SecondedBody{"p"})
			if w.c.Reached()[B1] != P1 {
				t.Error("two analysts' word does not count")
			}
		})
	}
}

func TestGraveNeedsTwoOrigins(t *testing.T) {
	w := file(t).must("officer", fact("f1", Document, "grave"), fact("f2", Document, "grave"), fact("tip1", Tip, "grave"), fact("tip2", Tip, "grave"))
	same := fact("f3", Document, "grave")
	same.Origin = "origin-f1"
	w.must("officer", same)
	for _, relied := range [][]FactID{{"f1"}, {"f1", "f3"}, {"f1", "tip1"}, {"tip1", "tip2"}} {
		if err := w.enter("officer", &ProposedBody{Finding: found("p", "grave", P1, relied...)}); RuleOf(err) != "independence by origin" && RuleOf(err) != "a tip is P0" {
			t.Errorf("a grave finding on %v: %v", relied, err)
		}
	}
	w.must("officer", &ProposedBody{Finding: found("p", "grave", P1, "f1", "f2")})
}

func TestWhoSetsAStandard(t *testing.T) {
	w := file(t).must("officer", fact("f1", Document, "ordinary"))
	for _, s := range []Standard{P2, P3, P4} {
		w.refused("officer", &ProposedBody{Finding: found("p", "ordinary", s, "f1")}, "who may set a standard")
	}
	judgment := fact("j", Judgment, "ordinary")
	judgment.Forum = OrdinaryCourt
	w.refused("officer", judgment, "who may set a standard")
	w.must("court", judgment)
	w.refused("court", &ProposedBody{Finding: found("p", "ordinary", P4, "f1")}, "who may set a standard")
	w.must("court", &ProposedBody{Finding: found("p", "ordinary", P4, "j")})
	special := fact("j2", Judgment, "ordinary")
	special.Forum = FieldCourt
	w.must("court", special)
	w.refused("court", &ProposedBody{Finding: found("p2", "ordinary", P4, "j2")}, "who may set a standard")
}

// TestTaintRebutted: only the panel, with reasons, sets the presumption aside.
func TestTaintRebutted(t *testing.T) {
	w := newWalk(t, mandated(t)).open(false).checks("reg", BasisAsked, PersonTold).move("reg", Identity)
	w.identified(3).move("reg", Triage).move("reg", Assembly)
	confession := fact("f", Confession, "a")
	confession.Forum = SecurityBranch
	late := fact("late", Document, "a")
	w.must("officer", &AllegedBody{Allegation{ID: "a", Conduct: B1}}, confession)
	w.checks("officer", LegalDocuments, ExculpatorySearch, TaintScreen, ItemHashes).checks("liaison", VictimsMatched).move("reg", Disclosure)
	w.must("reg", &DisclosedBody{Facts: []FactID{"f"}, Representation: "accepted", Language: "ar"}).move("reg", Submissions)
	w.silent().must("reg", &SubmissionsClosedBody{}).move("reg", Panel).seat("m", Member).must("officer", late)
	w.must("m1", hearing()).move("reg", Deliberation).vote(bench, Referral, Referral, Referral)
	r := w.ruling(Referral, found("d", "a", P2, "f"))
	w.refused("m1", &DraftedBody{r}, "torture taint")
	w.refused("m1", &DraftedBody{w.ruling(Referral, found("d", "a", P2, "late"))}, "disclosure") // the person never saw it
	r.Rebutted = map[FactID]string{"f": "a lawyer was present, and a doctor the same day"}
	r.Hash = HashOf(r)
	w.sign(bench, r).move("reg", Decided)
}

func TestClass(t *testing.T) {
	type f struct {
		conduct Conduct
		holding Holding
		at      Standard
	}
	for _, c := range []struct {
		want     Class
		findings []f
	}{
		{Undetermined, nil},
		{Undetermined, []f{{holding: A2, at: P1}}},
		{PoliticalArbitrary, []f{{holding: A2, at: P2}}},
		{PoliticalArbitrary, []f{{holding: A0, at: P3}, {conduct: B3, at: P0}}},
		{PoliticalArbitrary, []f{{holding: A7, at: P2}, {conduct: B1, at: P1}}},
		{Undetermined, []f{{holding: A0, at: P2}, {conduct: B2, at: P1}}},
		{Mixed, []f{{holding: A4, at: P2}, {conduct: B1, at: P1}}},
		{Mixed, []f{{holding: A1, at: P2}, {conduct: B2, at: P3}}},
		{Ordinary, []f{{holding: A5, at: P2}, {conduct: B2, at: P1}}},
		{Ordinary, []f{{holding: A6, at: P2}, {conduct: B1, at: P2}}},
		{Undetermined, []f{{holding: A5, at: P2}}},
		{Undetermined, []f{{holding: A5, at: P1}, {conduct: B1, at: P2}}},
		{GraveSuspect, []f{{conduct: B3, at: P1}}},
		{GraveSuspect, []f{{holding: A2, at: P3}, {conduct: B3, at: P3}}},
		{GraveConvicted, []f{{conduct: B3, at: P4}}},
		{Undetermined, []f{{holding: A8, at: P3}}},
	} {
		cs := &Case{Grade: bindingGrade, Allegations: []Allegation{{ID: "B1", Conduct: B1}, {ID: "B2", Conduct: B2}, {ID: "B3", Conduct: B3}}}
		for _, x := range c.findings {
			cs.Findings = append(cs.Findings, Held{Finding: Finding{Holding: x.holding, Allegation: AllegationID(x.conduct), Standard: x.at}, Panel: true})
		}
		if got := cs.Class(); got != c.want {
			t.Errorf("%v is %s, want %s", c.findings, got, c.want)
		}
		for i := range cs.Findings {
			cs.Findings[i].Stopped = 5
		}
		if got := cs.Class(); got != Undetermined {
			t.Errorf("%v, all undone, is %s", c.findings, got)
		}
	}
}

// TestDoubtedStandsAside: what was found against the person counts only while it
// is sure whose it is; doubt moves no clock, and nothing is lost.
func TestDoubtedStandsAside(t *testing.T) {
	w := newWalk(t, mandated(t)).grave()
	ends, _ := w.c.CustodyEnds(w.k)
	if !w.c.Serious() || w.c.Class() != GraveSuspect {
		t.Fatalf("%s before the doubt", w.c.Class())
	}
	w.must("reg", &IdentifiedBody{Grade: 2})
	if w.c.Serious() || w.c.Class() != Undetermined || w.c.Reached()[B3] != P0 {
		t.Errorf("%s of somebody who may be another", w.c.Class())
	}
	if after, _ := w.c.CustodyEnds(w.k); after != ends {
		t.Errorf("doubt moved a clock: %+v, was %+v", after, ends)
	}
	w.identified(3)
	if w.c.Class() != GraveSuspect {
		t.Errorf("%s after the doubt", w.c.Class())
	}
	w.must("reg", &IdentifiedBody{Grade: 2})
	w.wait(Days(365)).tick()
	for _, l := range w.c.Lapses {
		if l.Name == CourtClock {
			t.Error("a judge's hours ran for what may be another's")
		}
	}
	w.at(t, Panel, DueForRelease)
}
