package register_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/register/sample"
	"kashf.org/kashf/when"
)

func ExampleFold() {
	a := register.Fold(sample.FileOf(sample.Yamen))
	fmt.Println(a.Name.Text)
	fmt.Println("born", a.Birth.Date, "by", a.Birth.By, "with", a.Birth.Origins, "origins")
	for _, v := range a.Line(register.ArrestDate).Contradictions() {
		fmt.Println("arrested in", a.Line(register.ArrestDate).Values[0].Norm, "against", v.Norm)
	}
	for _, s := range a.Pending {
		fmt.Println("not confirmed by two people:", s.Field, s.Norm)
	}
	// Output:
	// يامن كمال درويش العطار
	// born 1986-04-12 by origins with 2 origins
	// arrested in 2013-05 against 2012
	// not confirmed by two people: status reported_dead
}

func TestFoldCountsOriginsOnce(t *testing.T) {
	a := register.Fold(sample.FileOf(sample.Yamen))
	for _, s := range a.Spellings {
		if s.Text == "يامن كمال العطار" && (len(s.Says) != 2 || s.Origins != 1) {
			t.Errorf("the list passed on: said %d times by %d origins, want 2 by 1", len(s.Says), s.Origins)
		}
	}
	if got, want := a.Origins, 3; got != want {
		t.Errorf("origins of the file = %d, want %d", got, want)
	}
}

func TestFoldLines(t *testing.T) {
	said := func(f register.Field, list ...string) register.File {
		file := register.File{Sight: register.Sight{Machine: true}}
		for i, v := range list {
			s := register.SourceID(fmt.Sprintf("S%d", i))
			file.Sources = append(file.Sources, register.Source{ID: s})
			file.Records = append(file.Records, sample.Record(register.RecordID(i+1), 1, s, sample.Code(f, v)))
		}
		return file
	}
	graded := func(file register.File, grades ...int) register.File {
		for i, g := range grades {
			file.Sources[i].Reliability = g
		}
		return file
	}
	text := func(f register.Field, list ...string) register.File {
		file := said(f, list...)
		for i := range file.Records {
			file.Records[i].Claims[0].Norm = ""
		}
		return file
	}
	tests := []struct {
		name    string
		file    register.File
		field   register.Field
		want    string
		by      string
		origins int
		against int
	}{
		{"one", said(register.Sex, "male"), register.Sex, "male", register.ByOnly, 1, 0},
		{"most origins", said(register.Sex, "female", "male", "male"), register.Sex, "male", register.ByOrigins, 2, 1},
		{"reliability", graded(said(register.Sex, "female", "male"), 4, 2), register.Sex, "male", register.ByReliability, 1, 1},
		{"not assessed is least", graded(said(register.Sex, "female", "male"), 0, 5), register.Sex, "male", register.ByReliability, 1, 1},
		{"older", said(register.Sex, "female", "male"), register.Sex, "female", register.ByOlder, 1, 1},
		{"the precise of two that agree", said(register.ArrestDate, "2013", "2013-05"), register.ArrestDate, "2013-05", register.ByOnly, 2, 0},
		{"a year agrees with neither more", said(register.ArrestDate, "2013", "2013-05", "2013-08"), register.ArrestDate, "2013", register.ByOnly, 3, 0},
		{"precision against", said(register.ArrestDate, "2012", "2013-05-19"), register.ArrestDate, "2013-05-19", register.ByPrecision, 1, 1},
		{"an approximate year reaches two", said(register.BirthYear, "1986~", "1988"), register.BirthYear, "1988", register.ByOnly, 2, 0},
		{"ages one apart", said(register.AgeAtArrest, "24", "25"), register.AgeAtArrest, "24", register.ByOnly, 2, 0},
		{"ages two apart", said(register.AgeAtArrest, "24", "26"), register.AgeAtArrest, "24", register.ByOlder, 1, 1},
		{"a village in its governorate", said(register.Place, "SY03", "C2498"), register.Place, "C2498", register.ByOnly, 2, 0},
		{"a prison in its governorate", said(register.ArrestPlace, "SY03", "SED-R", "SED"), register.ArrestPlace, "SED-R", register.ByOnly, 3, 0},
		{"two governorates", said(register.Place, "SY03", "SY02"), register.Place, "SY03", register.ByOlder, 1, 1},
		{"a name in two scripts", text(register.MotherName, "سعاد", "Suad"), register.MotherName, "سعاد", register.ByOnly, 2, 0},
		{"two names", text(register.MotherName, "سعاد", "فاطمة"), register.MotherName, "سعاد", register.ByOlder, 1, 1},
		{"several occupations", text(register.Occupation, "طالب", "نجار"), register.Occupation, "طالب", "", 2, 0},
		{"a date not understood", text(register.ArrestDate, "بعد العيد", "بعد  العيد"), register.ArrestDate, "بعد العيد", register.ByOnly, 2, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			l := register.Fold(tt.file).Line(tt.field)
			v, ok := l.Held()
			if !ok || v.Text != tt.want || l.By != tt.by || l.Origins != tt.origins || len(l.Contradictions()) != tt.against {
				t.Errorf("held %q (%t) by %q, %d origins, %d against; want %q by %q, %d, %d",
					v.Text, ok, l.By, l.Origins, len(l.Contradictions()), tt.want, tt.by, tt.origins, tt.against)
			}
		})
	}
}

func TestFoldTellsAbsencesApart(t *testing.T) {
	source := register.Source{ID: "S"}
	file := register.File{
		Sight:   register.Sight{Level: register.C3},
		Sources: []register.Source{source},
		Imports: []register.Import{{ID: "IM-S", Source: "S", Mapping: map[string]string{"a": "occupation", "b": "health"}}},
		Records: []register.Record{sample.Record(1, 1, "S",
			sample.Absent(register.MotherName, register.Unknown),
			sample.Absent(register.NationalNo, register.Withheld), sample.Absent(register.NationalNo, register.Unknown),
		)},
	}
	a := register.Fold(file)
	tests := []struct {
		field register.Field
		want  register.Absence
		blank bool
	}{
		{register.FatherName, register.NotAsked, false},
		{register.MotherName, register.Unknown, false},
		{register.NationalNo, register.Withheld, false},
		{register.Occupation, register.Unknown, true},
	}
	for _, tt := range tests {
		if l := a.Line(tt.field); l.Absence != tt.want || l.Blank != tt.blank {
			t.Errorf("%s: absence %d, blank %t; want %d, %t", tt.field, l.Absence, l.Blank, tt.want, tt.blank)
		}
	}
	for _, l := range a.Lines {
		if l.Field == register.Health {
			t.Error("a reader without C4 is told that the list has a column for health")
		}
	}
}

func TestBirth(t *testing.T) {
	listed := register.Source{ID: "L", WindowFrom: "2014", WindowTo: "2014"}
	plain := register.Source{ID: "P"}
	rec := sample.Record
	tests := []struct {
		name    string
		records []register.Record
		want    string
		rule    string
		origins int
	}{
		{"nothing", []register.Record{rec(1, 1, "P", sample.Code(register.Age, "30"))}, "", "", 0},
		{"age on the list", []register.Record{rec(1, 1, "L", sample.Code(register.Age, "30"))}, "1983/1984", register.BornFromList, 1},
		{"months on the list", []register.Record{rec(1, 1, "L", sample.Code(register.Age, "6m"))}, "2013/2014", register.BornFromList, 1},
		{"between two ages", []register.Record{rec(1, 1, "L", sample.Code(register.Age, "30-39"))}, "1974/1984", register.BornFromList, 1},
		{
			"age at arrest",
			[]register.Record{rec(1, 1, "P", sample.Code(register.AgeAtArrest, "27"), sample.Code(register.ArrestDate, "2013-05"))},
			"1985/1986", register.BornFromArrest, 1,
		},
		{
			"stated beats read", []register.Record{
				rec(1, 1, "L", sample.Code(register.Age, "30")),
				rec(2, 1, "P", sample.Code(register.BirthYear, "1985")),
			}, "1985", register.BornAsStated, 2,
		},
		{
			"a year and its day", []register.Record{
				rec(1, 1, "L", sample.Code(register.BirthYear, "1985")),
				rec(2, 1, "P", sample.Code(register.BirthDate, "1985-02-01")),
			}, "1985-02-01", register.BornAsStated, 2,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b := register.Fold(register.File{Records: tt.records, Sources: []register.Source{listed, plain}}).Birth
			if b.Date.String() != tt.want || b.Rule != tt.rule || b.Origins != tt.origins {
				t.Errorf("born %q by %q, %d origins; want %q by %q, %d", b.Date, b.Rule, b.Origins, tt.want, tt.rule, tt.origins)
			}
		})
	}
}

func TestDisplayNamePrefersTheFullestArabic(t *testing.T) {
	a := register.Fold(sample.FileOf(sample.Yamen))
	want := register.DisplayName{Text: "يامن كمال درويش العطار", Script: a.Name.Script, Latin: "Yamen Kamal al-Attar"}
	if a.Name != want {
		t.Errorf("name = %+v, want %+v", a.Name, want)
	}
	b := register.Fold(sample.FileOf(sample.Rahaf))
	if got, want := b.Name.Text, "رهف ماهر شاكر"; got != want {
		t.Errorf("name put together = %q, want %q", got, want)
	}
	if n := len(b.Spellings); n != 1 || b.Spellings[0].Origins != 2 {
		t.Errorf("spellings = %+v, want one of two origins", b.Spellings)
	}
}

// dates are plain values.
var dates = cmpopts.EquateComparable(when.Date{})

// shuffled puts everything of a file in another order.
func shuffled(f register.File, seed uint64) register.File {
	r := rand.New(rand.NewPCG(seed, 1))
	f.Records, f.Sources = slices.Clone(f.Records), slices.Clone(f.Sources)
	f.Judgements, f.Imports = slices.Clone(f.Judgements), slices.Clone(f.Imports)
	r.Shuffle(len(f.Records), func(i, j int) { f.Records[i], f.Records[j] = f.Records[j], f.Records[i] })
	r.Shuffle(len(f.Sources), func(i, j int) { f.Sources[i], f.Sources[j] = f.Sources[j], f.Sources[i] })
	r.Shuffle(len(f.Judgements), func(i, j int) { f.Judgements[i], f.Judgements[j] = f.Judgements[j], f.Judgements[i] })
	r.Shuffle(len(f.Imports), func(i, j int) { f.Imports[i], f.Imports[j] = f.Imports[j], f.Imports[i] })
	for i := range f.Records {
		c := slices.Clone(f.Records[i].Claims)
		r.Shuffle(len(c), func(i, j int) { c[i], c[j] = c[j], c[i] })
		f.Records[i].Claims = c
	}
	return f
}

// someFile draws files of few values, so that they meet often.
func someFile(t *rapid.T) register.File {
	f := register.File{Person: 1, Sight: register.Sight{Machine: true}}
	for i := range 4 {
		f.Sources = append(f.Sources, register.Source{
			ID:     register.SourceID(fmt.Sprint("S", i)),
			Origin: rapid.SampledFrom([]string{"", "O"}).Draw(t, "origin"), Reliability: rapid.IntRange(0, 3).Draw(t, "reliability"),
			Kind: rapid.SampledFrom([]string{"family", "list_circulated", "civil_registry"}).Draw(t, "kind"),
		})
	}
	claims := map[register.Field][]string{
		register.BirthYear: {"1985", "1986", "1990~"}, register.ArrestDate: {"2012", "2013", "2013-05", "2013-05-19"},
		register.Place: {"SY03", "C2498", "SY02"}, register.Status: {"free_reported", "reported_dead", "detained_known"},
		register.Facility: {"SED", "MI227", "SED-R"}, register.DeathDate: {"2014"}, register.ReleaseDate: {"2013-08", "2024-12-08"},
		register.Occupation: {"طالب", "student"}, register.MotherName: {"سعاد", "Suad", "فاطمة"}, register.CustodyFrom: {"2013", "2014-02"},
	}
	var order []register.Field
	for _, info := range register.Fields() {
		if claims[info.Field] != nil {
			order = append(order, info.Field)
		}
	}
	n := rapid.IntRange(1, 5).Draw(t, "records")
	for id := range n {
		r := sample.Record(register.RecordID(id+1), 1, rapid.SampledFrom(f.Sources).Draw(t, "source").ID)
		for _, field := range order {
			if rapid.Bool().Draw(t, "has") {
				r.Claims = append(r.Claims, sample.Code(field, rapid.SampledFrom(claims[field]).Draw(t, "value")))
			}
		}
		f.Records = append(f.Records, r)
	}
	for i := range rapid.IntRange(0, 8).Draw(t, "judgements") {
		a, b := rapid.IntRange(1, n).Draw(t, "a"), rapid.IntRange(1, n).Draw(t, "b")
		f.Judgements = append(f.Judgements, sample.Same(fmt.Sprint("J", i), register.RecordID(a), register.RecordID(b),
			rapid.SampledFrom([]string{"lina", "omar"}).Draw(t, "by"), int64(i+1)))
	}
	return f
}

func TestFoldDoesNotHangOnOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := someFile(t)
		g := shuffled(f, rapid.Uint64().Draw(t, "seed"))
		if d := cmp.Diff(register.Fold(g), register.Fold(f), dates); d != "" {
			t.Fatalf("Fold in another order (-got +want):\n%s", d)
		}
		if d := cmp.Diff(register.FateOf(g, register.UsualPolicy, day), register.FateOf(f, register.UsualPolicy, day), dates); d != "" {
			t.Fatalf("FateOf in another order (-got +want):\n%s", d)
		}
		if d := cmp.Diff(register.CustodyOf(g), register.CustodyOf(f), dates); d != "" {
			t.Fatalf("CustodyOf in another order (-got +want):\n%s", d)
		}
	})
}

func TestFoldNeverDropsAClaim(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := someFile(t)
		a := register.Fold(f)
		want, got := 0, len(a.Pending)
		for _, r := range f.Records {
			want += len(r.Claims)
		}
		for _, l := range a.Lines {
			for _, v := range l.Values {
				got += len(v.Says)
			}
		}
		if got != want {
			t.Fatalf("an assessment of %d claims shows %d", want, got)
		}
	})
}

// What is folded of some fields is what the whole fold says of them.
func TestFoldOnlyIsAPartOfFold(t *testing.T) {
	only := []register.Field{register.MotherName, register.ArrestDate, register.Place}
	rapid.Check(t, func(t *rapid.T) {
		f := someFile(t)
		want := register.Fold(f)
		want.Lines = slices.DeleteFunc(want.Lines, func(l register.Line) bool { return !slices.Contains(only, l.Field) })
		if d := cmp.Diff(register.FoldOnly(f, only...), want, dates); d != "" {
			t.Fatalf("FoldOnly (-got +want):\n%s", d)
		}
	})
}

func TestFoldLeavesTheFileAsItIs(t *testing.T) {
	f := sample.FileOf(sample.Nizar)
	before := shuffled(f, 7)
	g := shuffled(f, 7)
	register.Fold(g)
	register.FateOf(g.WithoutDeath(), register.UsualPolicy, day)
	if d := cmp.Diff(g, before); d != "" {
		t.Errorf("the file has changed:\n%s", d)
	}
}

func BenchmarkFold(b *testing.B) {
	f := sample.FileOf(sample.Yamen)
	for b.Loop() {
		register.Fold(f)
	}
}
