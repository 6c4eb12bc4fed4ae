package register_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/register/sample"
	"kashf.org/kashf/when"
)

// states are what the checks of a file come to, those that nobody tells of left
// out.
func states(f register.File) map[register.CheckKind]register.CheckState {
	out := map[register.CheckKind]register.CheckState{}
	for _, c := range register.ChecksOf(f, when.NewDay(2025, 3, 1)) {
		if c.State != register.CheckUnknown {
			out[c.Kind] = c.State
		}
	}
	return out
}

func TestChecks(t *testing.T) {
	code := sample.Code
	arrest := code(register.ArrestDate, "2013-05-19")
	none := func(f register.Field) register.Claim { return sample.Claim(f, "لم يتم", register.NoneCode) }
	type want = map[register.CheckKind]register.CheckState
	tests := []struct {
		name string
		file register.File
		want want
	}{
		{"nobody tells anything of it", told("l", says(arrest)), want{}},
		{"nobody was held", told("l", says(code(register.FirstAppearance, "2013-06-19"))), want{}},
		{"before a judge on the second day", told("r", says(arrest, code(register.FirstAppearance, "2013-05-21"))), want{register.CheckAppearance: register.CheckKept}},
		{"before a judge after 48 hours", told("r", says(arrest, code(register.FirstAppearance, "2013-05-22"))), want{register.CheckAppearance: register.CheckFailed}},
		{"before a judge in the month of the arrest", told("r", says(code(register.ArrestDate, "2013-05"), code(register.FirstAppearance, "2013-05"))), want{register.CheckAppearance: register.CheckUnclear}},
		{"before a judge the year after", told("r", says(code(register.ArrestDate, "2013"), code(register.FirstAppearance, "2015"))), want{register.CheckAppearance: register.CheckFailed}},
		{"of two arrests the later can be meant", told("rl", says(arrest, code(register.FirstAppearance, "2014-01-02")), says(code(register.ArrestDate, "2014-01-01"))), want{register.CheckAppearance: register.CheckKept}},
		{"never, and held for years", told("r", says(arrest, none(register.FirstAppearance), code(register.CustodyTo, "2015"))), want{register.CheckAppearance: register.CheckFailed}},
		{"never, and nobody tells for how long", told("r", says(arrest, none(register.FirstAppearance))), want{register.CheckAppearance: register.CheckUnclear}},
		{"never, says one; at once, says another", told("rf", says(arrest, none(register.FamilyNotified), code(register.CustodyTo, "2015")), says(code(register.FamilyNotified, "2013-05-20"))), want{register.CheckNotice: register.CheckDiffers}},
		{"on a day that is not told", told("r", says(arrest, sample.Claim(register.MedicalExam, "نعم", register.DoneCode))), want{register.CheckExam: register.CheckUnclear}},
		{"examined after two days", told("r", says(arrest, code(register.MedicalExam, "2013-05-21"))), want{register.CheckExam: register.CheckFailed}},
		{"no order", told("r", says(arrest, none(register.DetentionOrder))), want{register.CheckOrder: register.CheckFailed}},
		{"an order", told("r", says(arrest, sample.Text(register.DetentionOrder, "17/2013"))), want{register.CheckOrder: register.CheckKept}},
		{"released when the sentence ended", told("r", says(arrest, code(register.SentenceEnd, "2014-05-19"), code(register.ReleaseDate, "2014-05-20"))), want{register.CheckSentence: register.CheckKept}},
		{"released a year after", told("r", says(arrest, code(register.SentenceEnd, "2014-05-19"), code(register.ReleaseDate, "2015-05-20"))), want{register.CheckSentence: register.CheckFailed}},
		{"seen inside a year after", told("r", says(arrest, code(register.SentenceEnd, "2014-05-19"), code(register.LastSeenDate, "2015-06"))), want{register.CheckSentence: register.CheckFailed}},
		{"seen inside a year after, and arrested again", told("rl", says(arrest, code(register.SentenceEnd, "2014-05-19"), code(register.LastSeenDate, "2015-06")), says(code(register.ArrestDate, "2015-05"))), want{register.CheckSentence: register.CheckOpen}},
		{"the sentence ended, and nobody tells of a release", told("r", says(arrest, code(register.SentenceEnd, "2014-05-19"))), want{register.CheckSentence: register.CheckOpen}},
		{"the sentence has not ended", told("r", says(arrest, code(register.SentenceEnd, "2033-05-19"))), want{register.CheckSentence: register.CheckKept}},
		{"moved, and nobody tells of the arrival", told("r", says(arrest, code(register.TransferTo, "SED"), code(register.CustodyTo, "2013-08-01"))), want{register.CheckTransfer: register.CheckOpen}},
		{"moved, and there", told("rl", says(arrest, code(register.TransferTo, "SED"), code(register.CustodyTo, "2013-08-01")), says(code(register.Facility, "SED-R"), code(register.CustodyFrom, "2013-08"))), want{}},
		{"moved to where the stay had ended", told("rl", says(arrest, code(register.TransferTo, "SED"), code(register.CustodyTo, "2013-08-01")), says(code(register.Facility, "SED"), code(register.CustodyFrom, "2013-06"), code(register.CustodyTo, "2013-07"))), want{register.CheckTransfer: register.CheckOpen}},
		{"released before the arrest", told("l", says(code(register.ArrestDate, "2014"), code(register.ReleaseDate, "2013"))), want{register.CheckRelease: register.CheckClash}},
		{"released before admission", told("l", says(code(register.CustodyFrom, "2014"), code(register.ReleaseDate, "2013"))), want{register.CheckRelease: register.CheckClash}},
		{"seen after death", told("l", says(arrest, code(register.DeathDate, "2014-02-01"), code(register.LastSeenDate, "2014-03"))), want{register.CheckDeath: register.CheckClash}},
		{"seen before death", told("l", says(arrest, code(register.DeathDate, "2014-02"), code(register.LastSeenDate, "2014-02-27"))), want{}},
		{"written down late", told("r", says(arrest, code(register.RecordedOn, "2013-06-01"))), want{register.CheckEntry: register.CheckFailed}},
		{"written down the day after", told("r", says(arrest, code(register.RecordedOn, "2013-05-20"))), want{}},
		{"written down in the month", told("r", says(arrest, code(register.RecordedOn, "2013-05"))), want{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if d := cmp.Diff(tt.want, states(tt.file)); d != "" {
				t.Errorf("checks (-want +got):\n%s", d)
			}
		})
	}
}

// Every alarm rests on a claim: a file of which nothing more is told than custody
// itself raises none, however its dates are said. Saying a date less precisely
// raises no alarm that the exact date did not.
func TestChecksAreHonest(t *testing.T) {
	asked := []register.Field{register.FirstAppearance, register.FamilyNotified, register.MedicalExam}
	rapid.Check(t, func(t *rapid.T) {
		date := func(name string) string {
			return when.OfDay(when.NewDay(2013, 1, 1) + when.Day(rapid.IntRange(0, 60).Draw(t, name))).String()
		}
		start, done := date("arrest"), date("done")
		f := rapid.SampledFrom(asked).Draw(t, "field")
		exact := states(told("r", says(sample.Code(register.ArrestDate, start), sample.Code(f, done))))
		cut := func(s, name string) string { return s[:rapid.SampledFrom([]int{4, 7, 10}).Draw(t, name)] }
		rough := states(told("r", says(sample.Code(register.ArrestDate, cut(start, "arrest to")), sample.Code(f, cut(done, "done to")))))
		for k, s := range rough {
			if s == register.CheckFailed && exact[k] != register.CheckFailed {
				t.Fatalf("%s is %s by rough dates and %s by exact ones", k, s, exact[k])
			}
			if s == register.CheckKept && exact[k] == register.CheckFailed {
				t.Fatalf("%s is kept by rough dates, and failed by exact ones", k)
			}
		}
		for _, c := range register.ChecksOf(told("r", says(sample.Code(register.ArrestDate, start))), when.NewDay(2025, 3, 1)) {
			if c.Alarm() {
				t.Fatalf("nobody tells of %s, and it is an alarm", c.Kind)
			}
		}
		for _, c := range register.ChecksOf(told("rl", says(sample.Code(register.ArrestDate, start), sample.Code(f, done)), says(sample.Code(register.TransferTo, "SED"))), when.NewDay(2025, 3, 1)) {
			if c.Alarm() && len(c.Says) == 0 {
				t.Fatalf("%s rests on nothing", c.Kind)
			}
		}
	})
}
