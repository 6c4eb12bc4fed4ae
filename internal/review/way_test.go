package review

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
)

const wayDoc = "../../docs/way-of-a-case.md"

// wayTable writes every step of the way with who takes it, its deadline under
// the shipped commission's policy, and what must be there first.
func wayTable(p Policy) string {
	var b strings.Builder
	b.WriteString("# The way of a case\n\nEvery step of a review, from the code (`KASHF_WAY=write go test -run WayTable ./internal/review`), with the hours of the policy that ships for a commission. What is not here cannot be done.\n\n")
	b.WriteString("| from | to | by | hours in it | what must be there, and where that comes from |\n|---|---|---|---|---|\n")
	for _, s := range steps(Setting{Policy: p}) {
		hours := "-"
		c := &Case{State: s.from, Liberty: Liberty{State: Free}}
		for _, x := range c.clocks(p) {
			hours = fmt.Sprint(int(x.Due.Time().Sub(Micros(0).Time()) / time.Hour))
		}
		var by, guards []string
		for _, r := range s.by {
			by = append(by, string(r))
		}
		for _, g := range s.guards {
			guards = append(guards, fmt.Sprintf("%s (%s)", g.missing, g.article))
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s |\n", s.from, s.to, strings.Join(by, ", "), hours, strings.Join(guards, "; "))
	}
	return b.String()
}

func TestWayTable(t *testing.T) {
	got := wayTable(mandated(t))
	if os.Getenv("KASHF_WAY") == "write" {
		if err := os.WriteFile(wayDoc, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(wayDoc)
	if err != nil || string(want) != got {
		t.Errorf("docs/way-of-a-case.md is not what the code does (%v): write it anew with KASHF_WAY=write", err)
	}
}

// TestWayIsTheDomains compares the steps with the state machine of the field: no
// state is skipped, and each step keeps the guards that the field asks of it.
func TestWayIsTheDomains(t *testing.T) {
	k := Setting{Policy: mandated(t)}
	got := map[string][]string{}
	for _, s := range steps(k) {
		for _, g := range s.guards {
			got[string(s.from+">"+s.to)] = append(got[string(s.from+">"+s.to)], g.name)
		}
	}
	want := map[string][]string{
		"INTAKE>IDENTITY":        {string(BasisAsked), string(PersonTold)},
		"IDENTITY>TRIAGE":        {"identity grade"},
		"TRIAGE>ASSEMBLY":        {"file officer"},
		"ASSEMBLY>DISCLOSURE":    {string(LegalDocuments), string(ExculpatorySearch), string(TaintScreen), string(ItemHashes), string(VictimsMatched)},
		"DISCLOSURE>SUBMISSIONS": {"disclosure"},
		"SUBMISSIONS>PANEL":      {"victims noticed", "submissions closed", "standing"},
		"PANEL>DELIBERATION":     {"quorum", "an observer", "challenge answered", "question answered", "person heard", "closed material"},
		"DELIBERATION>DECIDED":   {"all votes in", "majority", "a lawful order", "every point answered", "signatures", "objection answered", "an observer", "closed material"},
		"DECIDED>NOTICE":         {"everyone entitled was told"},
		"NOTICE>FINAL":           {"appeal"},
		"APPEAL>FINAL":           {"quorum", "all votes in", "majority", "every point answered", "signatures"},
		"APPEAL>ASSEMBLY":        {"appeal", "quorum", "signatures"},
		"VOIDED>ASSEMBLY":        {"file officer"},
		"FINAL>ASSEMBLY":         {"not at this stage"},
		"FINAL>CLOSED":           {"release"},
	}
	for step, guards := range want {
		for _, g := range guards {
			if !slices.Contains(got[step], g) {
				t.Errorf("%s does not ask for %q: %q", step, g, got[step])
			}
		}
	}
	for step := range got {
		if _, known := want[step]; !known && step != "DELIBERATION>PANEL" { // the hearing is held again for a new member
			t.Errorf("a way that the field does not know: %s", step)
		}
	}
}

// TestEveryLaneHasADay: in each urgent lane of the field the first order is due
// within a day; where none is made, custody has lost its ground, whatever the
// review does meanwhile, and over the change to summer time.
func TestEveryLaneHasADay(t *testing.T) {
	p := mandated(t)
	for _, lane := range AllLanes() {
		if !slices.Contains(p.Urgent.Lanes, lane) {
			t.Errorf("the shipped policy has no lane %s", lane)
			continue
		}
		w := newWalk(t, p).open(true)
		w.must("reg", &LaneBody{Lane: lane})
		ends, ok := w.c.CustodyEnds(w.k)
		if !ok || ends.Due > w.now.Add(24*time.Hour) {
			t.Errorf("%s: custody ends by %s at %v", lane, ends.Name, ends.Due.Time())
		}
		w.must("chair", &SuspendedBody{Why: "x", Until: w.now.Add(Days(5).Duration())})
		w.wait(24).tick()
		if w.c.Liberty.State != DueForRelease || w.c.Liberty.Due != ends.Due {
			t.Errorf("%s: a day without an order left the person %s", lane, w.c.Liberty.State)
		}
	}
}
