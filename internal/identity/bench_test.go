package identity_test

import (
	"testing"

	"kashf.org/kashf/internal/register"
)

// Runs over the public sets, with what they find: precision, recall and their
// mean over pairs. go test ./internal/identity -run '^$' -bench . -benchtime 1x

func BenchmarkLists(b *testing.B) {
	o := sqlite(b)
	benchmarkRun(b, o, takeLists(o))
}

// 50,000 descriptions of people of the past, in Latin script, with a birth
// date, a place and an occupation: nothing of what a detainee list has.
func BenchmarkHistorical(b *testing.B) {
	o := sqlite(b)
	at, rows := readCSV(o, "historical_figures_with_errors_50k.csv")
	var claims [][]register.Claim
	for _, r := range rows {
		var cs []register.Claim
		for _, c := range []struct {
			f      register.Field
			column string
			norm   bool
		}{
			{register.FullName, "full_name", false}, {register.BirthDate, "dob", true},
			{register.BirthPlace, "birth_place", false}, {register.Occupation, "occupation", false},
		} {
			if v := r[at[c.column]]; v != "" {
				claim := register.Claim{Field: c.f, Value: v, Level: register.C2}
				if c.norm {
					claim.Norm = v
				}
				cs = append(cs, claim)
			}
		}
		claims = append(claims, cs)
	}
	o.source("h", "org1", register.ShareAll)
	_, first := o.take("ih", "h", claims...)
	truth := map[register.RecordID]string{}
	for i, r := range rows {
		truth[first+register.RecordID(i)] = r[at["cluster"]]
	}
	benchmarkRun(b, o, truth)
}

func benchmarkRun(b *testing.B, o *office, truth map[register.RecordID]string) {
	b.Helper()
	for b.Loop() {
		o.run()
	}
	e := evaluate(o, truth)
	b.ReportMetric(e.Pairwise.Precision, "precision")
	b.ReportMetric(e.Pairwise.Recall, "recall")
	b.ReportMetric(e.Pairwise.F1, "F1")
	b.ReportMetric(float64(e.Records), "records")
}
