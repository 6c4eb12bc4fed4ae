package register_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/register/sample"
	"kashf.org/kashf/internal/vocab"
	"kashf.org/kashf/when"
)

var day = when.NewDay(2025, 3, 1)

// told is a file in which each record comes from a source of its own kind, all
// links judged by two people.
func told(kinds string, records ...[]register.Claim) register.File {
	f := register.File{Sight: register.Sight{Machine: true}}
	for i, claims := range records {
		kind := map[byte]string{
			'f': "family", 's': "survivor", 'l': "list_circulated", 'c': "civil_registry", 'd': "dna", 'r': "official_register",
		}[kinds[i]]
		id := register.SourceID(rune('A' + i))
		f.Sources = append(f.Sources, register.Source{ID: id, Kind: kind})
		r := register.RecordID(i + 1)
		f.Records = append(f.Records, sample.Record(r, 1, id, claims...))
		if i > 0 {
			f.Judgements = append(f.Judgements, sample.Same("", r-1, r, "lina", int64(2*i)), sample.Same("", r-1, r, "omar", int64(2*i+1)))
		}
	}
	return f
}

func says(claims ...register.Claim) []register.Claim { return claims }

func TestFate(t *testing.T) {
	code := sample.Code
	arrest := code(register.ArrestDate, "2013-05")
	dead := code(register.Status, register.ReportedDead)
	free := code(register.Status, register.FreeReported)
	prison := code(register.Facility, "SED")
	tests := []struct {
		name   string
		file   register.File
		status string
		class  string // "" for the status itself
		fact   string // one that must be there
	}{
		{"nothing", told("l", says(sample.Text(register.FullName, "إلهام"))), register.FateUnknown, "", "nothing"},
		{"arrested long ago", told("l", says(arrest)), register.ForciblyDisappeared, "", "no_acknowledgement"},
		{"arrested last week", told("l", says(code(register.ArrestDate, "2025-02-20"))), register.DetainedUnknown, "", "days_not_passed"},
		{"arrested, no date", told("l", says(prison)), register.DetainedUnknown, "", "no_date"},
		{"called disappeared, no date", told("l", says(prison, code(register.Status, register.ForciblyDisappeared))), register.ForciblyDisappeared, "", "called_disappeared"},
		{"place acknowledged", told("r", says(arrest, prison, code(register.Status, register.DetainedKnown))), register.DetainedKnown, "", "place_acknowledged"},
		{"place said to be known, not named", told("r", says(arrest, code(register.Status, register.DetainedKnown))), register.ForciblyDisappeared, "", ""},
		{"missing", told("l", says(code(register.Status, register.MissingOther))), register.MissingOther, "", "missing"},
		{"a list says dead", told("l", says(arrest, dead)), register.ReportedDead, register.ForciblyDisappeared, "remains_not_returned"},
		{"a list says dead by document", told("l", says(arrest, code(register.Status, register.DeadDocument))), register.ReportedDead, register.ForciblyDisappeared, ""},
		{"a list says dead by remains", told("ll", says(arrest), says(code(register.Status, register.DeadIdentified))), register.ReportedDead, register.ForciblyDisappeared, ""},
		{"the civil registry says dead", told("c", says(arrest, dead)), register.DeadDocument, register.ForciblyDisappeared, "death_document"},
		{"a laboratory says dead", told("fd", says(arrest), says(dead)), register.DeadIdentified, register.ForciblyDisappeared, "death_identified"},
		{"dead, never held", told("l", says(dead)), register.ReportedDead, "", ""},
		{"dead after a release", told("ff", says(arrest, code(register.ReleaseDate, "2015")), says(code(register.DeathDate, "2017"))), register.ReportedDead, "", ""},
		{"death as a release mode", told("l", says(arrest, code(register.ReleaseMode, "death"))), register.ReportedDead, register.ForciblyDisappeared, ""},
		{"a transfer is no release", told("l", says(arrest, code(register.ReleaseMode, "transfer_not_release"))), register.ForciblyDisappeared, "", ""},
		{"death closes the book on a day", told("l", says(arrest, code(register.ReleaseMode, "death"), code(register.ReleaseDate, "2014"))), register.ReportedDead, register.ForciblyDisappeared, ""},
		{"a transfer on a day", told("l", says(code(register.ReleaseMode, "transfer_not_release"), code(register.ReleaseDate, "2014"))), register.ForciblyDisappeared, "", ""},
		{"a record that tells both", told("l", says(arrest, code(register.ReleaseDate, "2014"), dead)), register.ReportedDead, register.ForciblyDisappeared, "release_also_reported"},
		{"a release in words not understood", told("l", says(arrest, sample.Text(register.ReleaseMode, "خرج"))), register.ForciblyDisappeared, "", ""},
		{"released", told("r", says(arrest, code(register.ReleaseDate, "2024-12-08"))), register.FreeReported, "", "release_reported"},
		{"a list calls it verified", told("l", says(arrest, code(register.Status, register.FreeVerified))), register.FreeReported, "", ""},
		{"the family and another", told("fr", says(arrest, free), says(free)), register.FreeVerified, "", "release_confirmed"},
		{"exchanged", told("l", says(arrest, code(register.ReleaseMode, "exchange"))), register.Exchanged, "", ""},
		{"escaped", told("l", says(code(register.Status, register.Escaped))), register.Escaped, "", ""},
		{"held again", told("fl", says(arrest, code(register.ReleaseDate, "2014")), says(code(register.ArrestDate, "2018"))), register.ForciblyDisappeared, "", "held_after_release"},
		{"as many say free as dead", told("fl", says(arrest, free), says(dead)), register.FreeReported, "", "death_also_reported"},
		{"more say dead", told("fll", says(arrest, free), says(dead), says(dead)), register.ReportedDead, register.ForciblyDisappeared, "release_also_reported"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := register.FateOf(tt.file, register.UsualPolicy, day)
			if tt.class == "" {
				tt.class = tt.status
			}
			if got.Status != tt.status || got.CountClass != tt.class || got.Rule != register.RuleFate {
				t.Errorf("fate = %s, counted %s, by %s; want %s, counted %s", got.Status, got.CountClass, got.Rule, tt.status, tt.class)
			}
			if tt.fact != "" && !slices.ContainsFunc(got.Facts, func(f register.Fact) bool { return f.Key == "fate.fact."+tt.fact }) {
				t.Errorf("facts = %+v, want one of %q", got.Facts, tt.fact)
			}
			if got.Dead() != got.FamilyNotYetTold {
				t.Errorf("status %s, family not yet told %t", got.Status, got.FamilyNotYetTold)
			}
			if !vocab.Valid("fate_status", got.Status) || !vocab.Valid("fate_status", got.CountClass) {
				t.Errorf("%s or %s is no code of fate_status", got.Status, got.CountClass)
			}
		})
	}
}

func TestFateThreshold(t *testing.T) {
	f := told("l", says(sample.Code(register.ArrestDate, "2025-02-20")))
	for _, tt := range []struct {
		after int
		asOf  when.Day
		want  string
	}{
		{20, when.NewDay(2025, 3, 11), register.DetainedUnknown},
		{20, when.NewDay(2025, 3, 12), register.ForciblyDisappeared},
		{0, when.NewDay(2025, 2, 20), register.ForciblyDisappeared},
		{20, when.NewDay(2024, 1, 1), register.DetainedUnknown}, // nothing had happened yet
	} {
		if got := register.FateOf(f, register.FatePolicy{DisappearedAfter: tt.after}, tt.asOf); got.Status != tt.want {
			t.Errorf("threshold %d as of %s: %s, want %s", tt.after, tt.asOf, got.Status, tt.want)
		}
	}
}

func TestWithoutDeathTellsNone(t *testing.T) {
	f := sample.FileOf(sample.Nizar)
	f.Records[1].Claims = append(f.Records[1].Claims,
		sample.Text(register.Note, "دُفن في مقبرة"), sample.Text(register.EntryReason, "قال أخوه إنه مات"), sample.Text(register.Status, "استشهد"), sample.Absent(register.DeathPlace, register.Unknown))
	if !f.ReportsDeath() {
		t.Fatal("the sample reports no death")
	}
	g := f.WithoutDeath()
	if g.ReportsDeath() {
		t.Error("a death is still reported")
	}
	a := register.Fold(g)
	for _, field := range []register.Field{register.DeathDate, register.DeathPlace, register.Status, register.Note, register.EntryReason} {
		if l := a.Line(field); len(l.Values) > 0 || len(l.Absent) > 0 {
			t.Errorf("%s is still there: %+v", field, l)
		}
	}
	for _, s := range g.Sources {
		if s.ID == sample.Registry || s.Name == "وفيات السجل المدني" {
			t.Errorf("the source that told the death is named: %+v", s)
		}
	}
	if got, want := a.Origins, 2; got != want {
		t.Errorf("origins = %d, want %d: the record counts without its source", got, want)
	}
	if got := register.FateOf(g, register.UsualPolicy, day); got.Dead() {
		t.Errorf("fate = %s", got.Status)
	}
}

func TestFateWithoutDeathIsNeverFalse(t *testing.T) {
	code := sample.Code
	arrest, free, dead := code(register.ArrestDate, "2013"), code(register.Status, register.FreeReported), code(register.Status, register.ReportedDead)
	tests := []struct {
		name string
		file register.File
		want string
	}{
		{"more say dead than free", told("fll", says(arrest, free), says(dead), says(dead)), register.ForciblyDisappeared},
		{"dead, never held, one says free", told("fll", says(free), says(dead), says(dead)), register.FateUnknown},
		{"the book closed by a death", told("l", says(arrest, code(register.ReleaseMode, "death"), code(register.ReleaseDate, "2014"))), register.ForciblyDisappeared},
		{"as many say free", told("fl", says(arrest, free), says(dead)), register.FreeReported},
		{"nobody says dead", told("f", says(arrest, free)), register.FreeReported},
	}
	for _, tt := range tests {
		got := register.FateWithoutDeath(tt.file, register.UsualPolicy, day)
		if got.Status != tt.want || got.CountClass != tt.want || got.FamilyNotYetTold {
			t.Errorf("%s: %s, counted %s; want %s", tt.name, got.Status, got.CountClass, tt.want)
		}
		for _, f := range got.Facts {
			for _, s := range f.Says {
				if s.TellsDeath() {
					t.Errorf("%s: rests on %+v", tt.name, s)
				}
			}
		}
	}
}

func TestFateWithoutDeathOfAnyFile(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := someFile(t)
		whole, open := register.FateOf(f, register.UsualPolicy, day), register.FateWithoutDeath(f, register.UsualPolicy, day)
		if open.Dead() || open.FamilyNotYetTold {
			t.Fatalf("tells of a death: %+v", open)
		}
		if whole.Dead() && open.Status != register.ForciblyDisappeared && open.Status != register.FateUnknown {
			t.Fatalf("assessed %s, and told %s", whole.Status, open.Status)
		}
	})
}

// A list that comes again with its death, and with a release besides, tells both in
// one row: a newer edition makes no second witness of it.
func TestFateOfARowOverEditions(t *testing.T) {
	f := told("l", says(sample.Code(register.ArrestDate, "2013"), sample.Code(register.Status, register.ReportedDead)))
	newer := sample.Record(2, 1, f.Records[0].Source, sample.Code(register.ReleaseDate, "2014"))
	newer.Continues = 1
	f.Records = append(f.Records, newer)
	if got := register.FateOf(f, register.UsualPolicy, day).Status; got != register.ReportedDead {
		t.Errorf("fate = %s, want %s as in one edition", got, register.ReportedDead)
	}
}
