package review

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

// told are words that stand for parts of a file, and the roles that read them
// once the person has been heard and the panel deliberates over a text.
var told = map[string][]Role{
	"word of the open fact":      {Registrar, RosterChair, FileOfficer, SecondAnalyst, Member, Observer, Representative, Advocate, CourtLiaison},
	"origin-f1":                  {Registrar, RosterChair, FileOfficer, SecondAnalyst, Member, Observer, Advocate, CourtLiaison},
	"origin-f2":                  {Registrar, RosterChair, FileOfficer, SecondAnalyst, Member, Observer, Advocate, CourtLiaison},
	"word of the closed fact":    {Registrar, RosterChair, FileOfficer, SecondAnalyst, Member, Observer, Advocate},
	"gist of the closed fact":    {Registrar, RosterChair, FileOfficer, SecondAnalyst, Member, Observer, Representative, Advocate},
	"reasons of the draft":       {Member, Observer},
	"two documents of different": {Registrar, RosterChair, FileOfficer, SecondAnalyst, Member, Observer, CourtLiaison},
}

// sealedWalk is a grave case with a closed fact, at its draft.
func sealedWalk(t *testing.T) *walk {
	w := newWalk(t, mandated(t))
	w.open(true)
	w.checks("reg", BasisAsked, PersonTold).move("reg", Identity).identified(3).move("reg", Triage).move("reg", Assembly)
	f1, f2, f3 := fact("f1", Document, "a1"), fact("f2", Forensic, "a1"), fact("f3", Document, "a1")
	f1.Text, f3.Text, f3.Closed = "word of the open fact", "word of the closed fact", true
	w.checks("officer", ExculpatorySearch)
	w.must("officer", &AllegedBody{Allegation{ID: "a1", Conduct: B3}}, f1, f2, f3, &ProposedBody{Finding: found("p1", "a1", P1, "f1", "f2")})
	w.must("second", &SecondedBody{"p1"})
	w.checks("officer", LegalDocuments, ExculpatorySearch, TaintScreen, ItemHashes).checks("liaison", VictimsMatched)
	w.must("liaison", &GroupBody{ID: "g1", Delegate: "delegate", Wish: "told", Support: true}).must("chair", &StandingBody{ID: "g1", Granted: true, Why: "families"})
	w.must("liaison", &ProtectedBody{ID: "g1", VictimsSafe: true, PersonSafe: true, NoContact: true}, &NoticedBody{ID: "g1", Summary: "people were beaten in a place of detention"}).wait(Days(10)).move("officer", Disclosure)
	w.must("reg", &DisclosedBody{Facts: []FactID{"f1", "f2"}, Gists: map[FactID]string{"f3": "gist of the closed fact"}, Representation: "accepted", Language: "ar"})
	w.wait(Days(1)).move("reg", Submissions)
	w.must("delegate", Submit("s1", "g1", "Who gave the orders?")).must("lawyer", Submit("s2", "", "He was on leave."))
	w.wait(Days(7)).must("reg", &SubmissionsClosedBody{}).move("reg", Panel)
	w.seat("m", Member).hear().vote(bench, Release, Release, Release)
	r := w.ruling(Release)
	r.Notice = "reasons of the draft: نظرت الهيئة"
	r.Hash = HashOf(r)
	return w.must("m1", &DraftedBody{r})
}

// Each part reads what it is for and nothing more: whatever a page makes of what
// it is given.
func TestSeenBy(t *testing.T) {
	w := sealedWalk(t)
	for _, p := range w.c.Cast {
		text, err := json.Marshal(w.c.SeenBy(p))
		if err != nil {
			t.Fatal(err)
		}
		for word, roles := range told {
			if got, want := strings.Contains(string(text), word), slices.Contains(roles, p.Role); got != want {
				t.Errorf("%s reads %q: %v, want %v", p.Role, word, got, want)
			}
		}
	}
	for role, want := range map[Role]bool{VictimRepresentative: false, Representative: true, Member: true} {
		i := slices.IndexFunc(w.c.Cast, func(p Part) bool { return p.Role == role })
		if got := w.c.SeenBy(w.c.Cast[i]).Person != 0; got != want {
			t.Errorf("%s reads whose file it is: %v, want %v", role, got, want)
		}
	}
}

// Entries are shown as the case is: a part that may not read a fact does not
// read the entry that brought it.
func TestShows(t *testing.T) {
	w := sealedWalk(t)
	for _, p := range w.c.Cast {
		var text strings.Builder
		for _, e := range w.log {
			if w.c.Shows(p, e) && e.By != p.Account {
				b, err := json.Marshal(e.Body)
				if err != nil {
					t.Fatal(err)
				}
				text.Write(b)
			}
		}
		for word, roles := range told {
			if strings.Contains(text.String(), word) && !slices.Contains(roles, p.Role) {
				t.Errorf("%s reads %q in an entry", p.Role, word)
			}
		}
		if ties := strings.Contains(text.String(), `"ties"`); ties && !p.Role.seesTies() {
			t.Errorf("%s reads what others declared", p.Role)
		}
	}
}

// Before its declaration a part reads nothing of the file, and after a conflict
// nothing at all.
func TestSeenBeforeDeclaring(t *testing.T) {
	w := sealedWalk(t)
	w.must("reg", &AssignedBody{Account: "medic", Org: "org-medic", Role: MedicalOfficer})
	p, _ := w.c.Part("medic")
	if !p.Awaited() || p.clear() {
		t.Fatalf("a medical officer who has declared nothing: %+v", p)
	}
	seen := w.c.SeenBy(p)
	if len(seen.Facts)+len(seen.Findings)+len(seen.Orders)+len(seen.Groups) > 0 || seen.Draft != nil || len(seen.Cast) != 1 {
		t.Errorf("before declaring: %+v", seen)
	}
	if got := w.c.Tasks(p, w.k, w.now); len(got) != 1 || got[0].Act != "declared" {
		t.Errorf("tasks before declaring: %v", got)
	}
	w.must("medic", &DeclaredBody{Ties: []Ground{Kin}})
	p, _ = w.c.Part("medic")
	if p.clear() || p.Awaited() || len(w.c.Tasks(p, w.k, w.now)) > 0 {
		t.Errorf("kin of the person under review still has something to do: %+v", p)
	}
}

// What the tasks propose can be entered by whom they propose it to.
func TestTasksLead(t *testing.T) {
	w := newWalk(t, mandated(t))
	w.open(true)
	reg, _ := w.c.Part("reg")
	want := []Task{{"checked", "basis_asked"}, {"checked", "person_told"}}
	if got := w.c.Tasks(reg, w.k, w.now); !slices.Equal(got, want) {
		t.Errorf("the registrar's tasks at first: %v, want %v", got, want)
	}
	w.checks("reg", BasisAsked, PersonTold)
	if got := w.c.Tasks(reg, w.k, w.now); !slices.Equal(got, []Task{{"moved", "IDENTITY"}}) {
		t.Errorf("the registrar's tasks after the checks: %v", got)
	}
	d := sealedWalk(t)
	for _, a := range bench {
		p, _ := d.c.Part(a)
		if got := d.c.Tasks(p, d.k, d.now); !slices.Equal(got, []Task{{Act: "signed"}}) {
			t.Errorf("%s, with a text to sign: %v", a, got)
		}
	}
}
