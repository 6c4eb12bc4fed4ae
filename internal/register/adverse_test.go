package register_test

import (
	"testing"

	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/register/sample"
)

// dying is a file of n records of which the last tells a death.
func dying(n int, js ...register.Judgement) register.File {
	f := register.File{Sight: register.Sight{Machine: true}, Judgements: js}
	for i := range n {
		s := register.SourceID(rune('A' + i))
		f.Sources = append(f.Sources, register.Source{ID: s, Kind: "list_circulated"})
		f.Records = append(f.Records, sample.Record(register.RecordID(i+1), 1, s, sample.Code(register.ArrestDate, "2012")))
	}
	last := &f.Records[n-1]
	last.Claims = append(last.Claims, sample.Code(register.DeathDate, "2014"), sample.Code(register.Status, register.ReportedDead))
	return f
}

func TestAdverseClaimsWaitForTwoPeople(t *testing.T) {
	same, judged := sample.Same, sample.Judged
	undone := func(j register.Judgement) register.Judgement { j.Undone = 99; return j }
	resting := func(j register.Judgement) register.Judgement { j.Rests = 99; return j }
	destroyed := dying(3, same("1", 2, 3, "lina", 1), same("2", 2, 3, "omar", 2))
	destroyed.Records[0].Destroyed, destroyed.Records[0].Claims = 9, nil
	tests := []struct {
		name   string
		file   register.File
		counts bool
	}{
		{"a record alone", dying(1), true},
		{"a machine's link", dying(2), false},
		{"one person", dying(2, same("1", 1, 2, "lina", 1)), false},
		{"one person twice", dying(2, same("1", 1, 2, "lina", 1), same("2", 1, 2, "lina", 2)), false},
		{"two people", dying(2, same("1", 1, 2, "lina", 1), same("2", 1, 2, "omar", 2)), true},
		{"one taken back", dying(2, same("1", 1, 2, "lina", 1), undone(same("2", 1, 2, "omar", 2))), false},
		{"one rests on an undone import", dying(2, same("1", 1, 2, "lina", 1), resting(same("2", 1, 2, "omar", 2))), false},
		{"nobody's name does not count", dying(2, same("1", 1, 2, "lina", 1), same("2", 1, 2, "", 2)), false},
		{
			"a third says no",
			dying(2, same("1", 1, 2, "lina", 1), same("2", 1, 2, "omar", 2), judged("3", 1, 2, register.Different, "hala", 3)), false,
		},
		{
			"a third's no is taken back",
			dying(2, same("1", 1, 2, "lina", 1), same("2", 1, 2, "omar", 2), undone(judged("3", 1, 2, register.Different, "hala", 3))), true,
		},
		{
			"a third cannot tell",
			dying(2, same("1", 1, 2, "lina", 1), same("2", 1, 2, "omar", 2), judged("3", 1, 2, register.CannotTell, "hala", 3)), true,
		},
		{
			"one changed their mind",
			dying(2, same("1", 1, 2, "lina", 1), same("2", 1, 2, "omar", 2), judged("3", 1, 2, register.CannotTell, "omar", 3)), false,
		},
		{
			"another record is tied by a machine",
			dying(3, same("1", 2, 3, "lina", 1), same("2", 2, 3, "omar", 2)), false,
		},
		{
			"a chain of judged links",
			dying(3, same("1", 2, 3, "lina", 1), same("2", 2, 3, "omar", 2), same("3", 1, 2, "lina", 3), same("4", 1, 2, "hala", 4)), true,
		},
		{
			"two people, each another link",
			dying(3, same("1", 2, 3, "lina", 1), same("2", 1, 2, "omar", 2)), false,
		},
		{"the other record was destroyed", destroyed, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a := register.Fold(tt.file)
			_, held := a.Line(register.DeathDate).Held()
			fate := register.FateOf(tt.file, register.UsualPolicy, day)
			if held != tt.counts || fate.Dead() != tt.counts || (len(a.Pending) == 0) != tt.counts {
				t.Errorf("death held %t, fate %s, pending %d; want it to count: %t", held, fate.Status, len(a.Pending), tt.counts)
			}
		})
	}
}

func TestPendingClaimsLeaveNoTrace(t *testing.T) {
	with := dying(2)
	without := dying(2)
	without.Records[1].Claims = without.Records[1].Claims[:1]
	a, b := register.Fold(with), register.Fold(without)
	for i, l := range a.Lines {
		if l.Absence != b.Lines[i].Absence || len(l.Values) != len(b.Lines[i].Values) {
			t.Errorf("%s shows that something is pending: %+v, want %+v", l.Field, l, b.Lines[i])
		}
	}
	if x, y := register.FateOf(with, register.UsualPolicy, day), register.FateOf(without, register.UsualPolicy, day); x.Status != y.Status || len(x.Facts) != len(y.Facts) {
		t.Errorf("fate with a pending death = %+v, without = %+v", x, y)
	}
}

func TestAdverseAbsences(t *testing.T) {
	f := dying(2)
	f.Records[1].Claims = []register.Claim{
		sample.Absent(register.Status, register.Unknown), sample.Absent(register.DeathCause, register.Withheld),
		{Field: register.BurialPlace, Level: register.C4, Sealed: []byte("sealed")},
	}
	a := register.Fold(f)
	if got := a.Line(register.Status).Absence; got != register.Unknown {
		t.Errorf("a status that is not known: absence %d, want unknown", got)
	}
	if len(a.Pending) != 2 || a.Pending[0].Absence != register.Withheld || a.Pending[1].Absence != register.Withheld {
		t.Errorf("pending = %+v, want the cause and the place of burial, withheld", a.Pending)
	}
	if !f.ReportsDeath() || f.WithoutDeath().ReportsDeath() {
		t.Error("a withheld cause of death tells of a death")
	}
}

func TestAStatusOfBeingHeldIsNotAdverse(t *testing.T) {
	for _, tt := range []struct {
		norm string
		want bool
	}{
		{register.DetainedKnown, false},
		{register.DetainedUnknown, false},
		{register.ForciblyDisappeared, false},
		{register.MissingOther, false},
		{register.FreeReported, true},
		{register.ReportedDead, true},
		{register.Exchanged, true},
		{register.Escaped, true},
		{"", true},
	} {
		if got := sample.Claim(register.Status, "as written", tt.norm).Adverse(); got != tt.want {
			t.Errorf("status %q adverse: %t, want %t", tt.norm, got, tt.want)
		}
	}
}

func TestConfirmed(t *testing.T) {
	js := []register.Judgement{sample.Same("1", 1, 2, "lina", 1), sample.Same("2", 2, 1, "omar", 2)}
	if !register.Confirmed(js, 2, 1) || register.Confirmed(js[:1], 1, 2) {
		t.Error("Confirmed needs two people, in either order of the pair")
	}
}
