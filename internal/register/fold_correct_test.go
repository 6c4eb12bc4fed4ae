package register_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/register/sample"
)

// corrected is a file of two lists that agree on a mother's name and a
// correction by hand that names the claim of the first.
func corrected(by register.SourceID, names string, value register.Claim) register.File {
	return register.File{
		Sight: register.Sight{Machine: true},
		Sources: []register.Source{
			{ID: "A"}, {ID: "B"}, {ID: "hand", Origin: register.ByHandOrigin + "org/family"},
		},
		Records: []register.Record{
			sample.Record(1, 1, "A", sample.Text(register.FullName, "يامن العطار"), sample.Text(register.MotherName, "عفاف"), sample.Code(register.Status, register.DetainedKnown)),
			sample.Record(2, 1, "B", sample.Text(register.FullName, "يامن العطار"), sample.Text(register.MotherName, "عفاف المير"), sample.Code(register.Status, register.ReportedDead)),
			sample.Record(3, 1, by, value, sample.Text(register.EntryReason, "قرأت البطاقة"), sample.Text(register.Corrects, names)),
		},
	}
}

func held(f register.File, field register.Field) string {
	if v, ok := register.Fold(f).Line(field).Held(); ok {
		return v.Text
	}
	return ""
}

func TestCorrectionSetsAsideWhatItNames(t *testing.T) {
	mother := sample.Text(register.MotherName, "سعاد")
	both := "1/mother_name/0 2/mother_name/0"
	f := corrected("hand", both, mother)
	if got := held(f, register.MotherName); got != "سعاد" {
		t.Errorf("corrected in both sources: held %q", got)
	}
	a := register.Fold(f)
	if len(a.Corrected) != 2 || a.Corrected[0].Was.Value != "عفاف" || a.Corrected[0].By.Value != "سعاد" || a.Corrected[0].Why != "قرأت البطاقة" {
		t.Errorf("set aside = %+v", a.Corrected)
	}
	if line := a.Line(register.MotherName); len(line.Contradictions()) != 0 || line.By != register.ByOnly || line.Rule != "corroborated.v2" {
		t.Errorf("the line = %+v", line)
	}
	one := register.Fold(corrected("hand", "1/mother_name/0", mother)).Line(register.MotherName)
	if len(one.Values) != 2 || len(one.Contradictions()) != 1 {
		t.Errorf("the claim of the other source is not weighed: %+v", one.Values)
	}
	for name, f := range map[string]register.File{
		"named by a list":          corrected("B", both, mother),
		"nothing named":            corrected("hand", "", mother),
		"no such claim":            corrected("hand", "1/mother_name/1 9/mother_name/0", mother),
		"names itself":             corrected("hand", "3/mother_name/0", mother),
		"no claim on the field":    corrected("hand", both, sample.Code(register.Sex, "male")),
		"a name above the claim's": corrected("hand", "1/note/0", mother),
		"not a name":               corrected("hand", "1/mother_name 2/mother_name/-1 x/y/z 1/corrects/0", mother),
		"the correction is destroyed": func() register.File {
			f := corrected("hand", both, mother)
			f.Records[2].Claims, f.Records[2].Destroyed = nil, 7
			return f
		}(),
	} {
		if got := register.Fold(f).Corrected; len(got) != 0 {
			t.Errorf("%s: set aside %+v", name, got)
		}
	}
}

func TestCorrectionOfCorrection(t *testing.T) {
	f := corrected("hand", "1/mother_name/0 2/mother_name/0", sample.Text(register.MotherName, "سعاد"))
	f.Records = append(f.Records, sample.Record(4, 1, "hand", sample.Text(register.MotherName, "سعاد الحلبي"), sample.Text(register.Corrects, "3/mother_name/0")))
	if got := held(f, register.MotherName); got != "سعاد الحلبي" {
		t.Errorf("corrected twice: held %q", got)
	}
	if a := register.Fold(f); len(a.Corrected) != 3 || len(a.Line(register.MotherName).Values) != 1 {
		t.Errorf("set aside %d, values %+v", len(a.Corrected), a.Line(register.MotherName).Values)
	}
}

// One person alone takes no death out of a file, and puts none into it.
func TestCorrectionOfWhatIsAdverse(t *testing.T) {
	tie := func(f register.File, a, b register.RecordID, by ...string) register.File {
		for i, who := range by {
			f.Judgements = append(f.Judgements, sample.Same(who+a.String()+b.String(), a, b, who, int64(10*int(a)+i)))
		}
		return f
	}
	alive := func() register.File {
		f := corrected("hand", "2/status/0", sample.Code(register.Status, register.DetainedKnown))
		return tie(tie(f, 1, 2, "x", "y"), 2, 3, "x")
	}
	asides := func(f register.File) int { return len(register.Fold(f).Corrected) }
	if n := asides(alive()); n != 0 {
		t.Errorf("one person set aside a death: %d", n)
	}
	if f := tie(alive(), 2, 3, "y"); asides(f) != 1 || register.FateOf(f, register.UsualPolicy, 0).Dead() {
		t.Error("two people corrected a death, and it still counts")
	}
	dead := corrected("hand", "1/status/0", sample.Code(register.Status, register.ReportedDead))
	dead = tie(tie(dead, 1, 2, "x", "y"), 2, 3, "x")
	if asides(dead) != 0 {
		t.Error("a death that waits has set aside that the person is held")
	}
	both := tie(dead, 2, 3, "y")
	if asides(both) != 1 {
		t.Error("a death that two people tied to the file corrects nothing")
	}
	if a := register.Fold(both.WithoutDeath()); len(a.Corrected) != 0 {
		t.Errorf("without the death, what it corrected is missing: %+v", a.Corrected)
	}
}

// A correction of another field takes nothing out of what two people confirmed.
func TestCorrectionLeavesWhatIsConfirmed(t *testing.T) {
	f := corrected("hand", "2/mother_name/0", sample.Text(register.MotherName, "سعاد"))
	f.Judgements = []register.Judgement{sample.Same("1", 1, 2, "x", 1), sample.Same("2", 1, 2, "y", 2), sample.Same("3", 2, 3, "x", 3)}
	if a := register.Fold(f); len(a.Pending) != 0 || !register.FateOf(f, register.UsualPolicy, 0).Dead() {
		t.Errorf("a mother's name was corrected, and of a confirmed death waits: %+v", a.Pending)
	}
	f.Records[2].Claims[0] = sample.Code(register.Status, register.FreeReported)
	f.Records[2].Claims[2].Value = "1/status/0"
	if a := register.Fold(f); len(a.Pending) != 1 || a.Pending[0].Record != 3 {
		t.Errorf("a release on one person's word counts: pending %+v", a.Pending)
	}
	f.Records[2].Claims[0] = sample.Text(register.MotherName, "سعاد")
	f.Records[2].Claims[2].Value = "7/mother_name/0"
	if a := register.Fold(f); len(a.Pending) == 0 {
		t.Error("a row that corrects another file's claim is left out")
	}
}

func TestCorrectionOfStay(t *testing.T) {
	f := corrected("hand", "1/facility/1 1/custody_from/1 1/custody_to/1", sample.Text(register.Facility, "c"))
	f.Records[0].Claims = []register.Claim{
		sample.Text(register.Facility, "a"), sample.Text(register.Facility, "b"),
		sample.Code(register.CustodyFrom, "2012-01-01"), sample.Code(register.CustodyFrom, "2013-01-01"),
		sample.Code(register.CustodyTo, "2012-05-01"), sample.Code(register.CustodyTo, "2013-05-01"),
	}
	var got []string
	for _, x := range register.CustodyOf(f).Intervals {
		got = append(got, x.Text+" "+x.From.String())
	}
	slices.Sort(got)
	if want := []string{"a 2012-01-01", "c "}; !slices.Equal(got, want) {
		t.Errorf("stays = %q, want %q", got, want)
	}
}

// What a correction does not name is as if the correction were any other claim,
// and nothing is lost: every claim is held, beside it, waits or is set aside.
func TestCorrectionLosesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := corrected("hand", "", sample.Text(register.MotherName, "سعاد"))
		var named string
		for i, x := range f.Records[:2] {
			if rapid.Bool().Draw(t, "named") {
				named += register.ClaimName{Record: x.ID, Field: register.MotherName}.String() + " "
			}
			f.Records[i].Claims = slices.Clone(x.Claims)
		}
		f.Records[2].Claims[2].Value = named
		a := register.Fold(f)
		n := len(a.Corrected)
		for _, v := range a.Line(register.MotherName).Values {
			n += len(v.Says)
		}
		if n != 3 {
			t.Fatalf("%d of 3 claims are shown (named %q)", n, named)
		}
	})
}
