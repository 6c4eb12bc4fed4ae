package review

import (
	"testing"
	"time"
)

// Whoever was freed is asked after on the third, the fourteenth and the sixtieth
// day, by somebody other than the holder; whoever is not found is missing.
func TestFreedPersonIsAskedAfter(t *testing.T) {
	well := func(day int) *FollowedUpBody { return &FollowedUpBody{Day: day, Contact: "call", Found: FoundWell} }
	w := newWalk(t, mandated(t)).conditional()
	if w.waits("watch", "followed_up", "3") {
		t.Error("asked after on the day itself")
	}
	w.refused("watch", well(3), "looked after once free")
	w.wait(3 * 24)
	if !w.waits("watch", "followed_up", "3") || !w.waits("guard", "followed_up", "3") || w.waits("watch", "followed_up", "14") {
		t.Error("the third day: its task is not there, or the fourteenth's is")
	}
	w.refused("m1", well(3), "role")
	w.refused("reg", well(3), "role")
	w.refused("watch", well(5), "looked after once free")
	w.refused("watch", &FollowedUpBody{Day: 3, Found: FoundWell}, "seen free by another")
	w.refused("watch", &FollowedUpBody{Day: 3, Contact: "call", Found: "fine"}, "form")
	w.must("watch", well(3)).refused("guard", well(3), "looked after once free")
	if w.waits("watch", "followed_up", "3") {
		t.Error("the task stays after it was done")
	}
	w.wait(11 * 24)
	w.must("guard", &FollowedUpBody{Day: 14, Contact: "family", Found: FoundThreatened}).at(t, w.c.State, ReleaseVerified)
	w.wait(46 * 24)
	w.must("watch", &FollowedUpBody{Day: 60, Found: FoundGone, File: true}).at(t, w.c.State, Unverified)
	w.refused("watch", well(60), "not at this stage")
	w.seen().at(t, w.c.State, ReleaseVerified)
	if due := w.c.AfterDue(); len(due) != 0 {
		t.Errorf("asked after again: %v", due)
	}
}

// A closed case still asks after whoever it freed.
func TestClosedCaseAsksAfter(t *testing.T) {
	c := &Case{State: Closed, Liberty: Liberty{State: ReleaseVerified, Since: 1}}
	now := Micros(1).Add(20 * 24 * time.Hour)
	got := c.Tasks(Part{Role: ProtectionOfficer, Declared: true}, Setting{}, now)
	if len(got) != 2 || got[0] != (Task{"followed_up", "3"}) || got[1] != (Task{"followed_up", "14"}) {
		t.Errorf("%v", got)
	}
	if got := c.Tasks(Part{Role: Member, Declared: true}, Setting{}, now); len(got) != 0 {
		t.Errorf("a member is asked: %v", got)
	}
}

// What endangers somebody over a case is entered in three marks and no words.
func TestIncidents(t *testing.T) {
	w := newWalk(t, mandated(t)).conditional()
	w.refused("guard", &IncidentBody{What: "x", Whom: "person", Steps: "none"}, "form")
	w.refused("m1", &IncidentBody{What: "threat", Whom: "panel", Steps: "none"}, "role")
	w.must("guard", &IncidentBody{What: "threat", Whom: "person", Steps: "moved"})
}
