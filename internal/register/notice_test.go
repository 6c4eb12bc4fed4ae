package register_test

import (
	"slices"
	"testing"

	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/register/sample"
	"kashf.org/kashf/when"
)

// A notice counts as the death of its record does: over links that two people
// judged. That the remains came back takes the person out of the disappeared.
func TestNoticesCountAsTheirRecordDoes(t *testing.T) {
	day := when.NewDay(2025, 3, 1)
	arrest, dead := sample.Code(register.ArrestDate, "2013-05"), sample.Code(register.Status, register.ReportedDead)
	family := register.Notice{ID: "N1", Kind: register.FamilyTold, Record: 2, On: "2025-01-05", Seq: 50}
	remains := register.Notice{ID: "N2", Kind: register.RemainsReturned, Record: 2, On: "2025-02", Seq: 51}
	with := func(f register.File, ns ...register.Notice) register.File {
		f.Notices = ns
		return f
	}
	file := told("fc", says(arrest), says(dead))
	loose := file
	loose.Judgements = loose.Judgements[:1] // one person's word
	undone := family
	undone.Undone = 60
	for _, tt := range []struct {
		name  string
		file  register.File
		tell  bool
		class string
	}{
		{"nothing entered", file, true, register.ForciblyDisappeared},
		{"told", with(file, family), false, register.ForciblyDisappeared},
		{"told and returned", with(file, family, remains), false, register.DeadDocument},
		{"returned, not told", with(file, remains), true, register.DeadDocument},
		{"taken back", with(file, undone), true, register.ForciblyDisappeared},
		{"of a record that is not here", with(file, register.Notice{ID: "N3", Kind: register.FamilyTold, Record: 9, Seq: 52}), true, register.ForciblyDisappeared},
	} {
		got := register.FateOf(tt.file, register.UsualPolicy, day)
		if got.Status != register.DeadDocument || got.FamilyNotYetTold != tt.tell || got.CountClass != tt.class {
			t.Errorf("%s: %s, counted %s, to tell %t; want counted %s, to tell %t", tt.name, got.Status, got.CountClass, got.FamilyNotYetTold, tt.class, tt.tell)
		}
	}
	if got := register.FateOf(with(loose, family, remains), register.UsualPolicy, day); got.Dead() || !got.Told.IsZero() || !got.Returned.IsZero() {
		t.Errorf("over a link that one person judged: %+v", got)
	}
	if r := loose.DeathRecord(); r != 0 {
		t.Errorf("a notice can hang on record %d, whose death does not count", r)
	}
	if r := file.DeathRecord(); r != 2 {
		t.Errorf("a notice hangs on record %d, want 2", r)
	}
}

// Whoever reads no deaths reads the same before and after.
func TestNoticesTellNothingWithoutDeaths(t *testing.T) {
	day := when.NewDay(2025, 3, 1)
	f := told("fc", says(sample.Code(register.ArrestDate, "2013-05")), says(sample.Code(register.Status, register.ReportedDead)))
	before := register.FateWithoutDeath(f, register.UsualPolicy, day)
	f.Notices = []register.Notice{{ID: "N1", Kind: register.FamilyTold, Record: 2, On: "2025", Seq: 50}, {ID: "N2", Kind: register.RemainsReturned, Record: 2, On: "2025", Seq: 51}}
	after := register.FateWithoutDeath(f, register.UsualPolicy, day)
	if before.Status != after.Status || before.CountClass != after.CountClass || !slices.EqualFunc(before.Facts, after.Facts, func(a, b register.Fact) bool { return a.Key == b.Key }) {
		t.Errorf("before %+v, after %+v", before, after)
	}
	if len(f.WithoutDeath().Notices) != 0 {
		t.Error("the file without a death has notices")
	}
}
