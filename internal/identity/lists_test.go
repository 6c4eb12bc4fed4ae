package identity_test

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/linkage"
	"kashf.org/kashf/place"
)

// sets is where the shared data sets lie, beside the checkout.
const sets = "../../../shared/data/linkage"

func readCSV(tb testing.TB, name string) (at map[string]int, rows [][]string) {
	tb.Helper()
	f, err := os.Open(filepath.Join(sets, name))
	if err != nil {
		tb.Skipf("data set not here: %v", err)
	}
	defer f.Close()
	rows, err = csv.NewReader(f).ReadAll()
	if err != nil {
		tb.Fatal(err)
	}
	at = map[string]int{}
	for i, c := range rows[0] {
		at[c] = i
	}
	return at, rows[1:]
}

// placeNorms reads names of places as intake does, remembering them.
type placeNorms map[[2]string]string

func (p placeNorms) of(name string, within place.Code) string {
	key := [2]string{name, string(within)}
	if code, ok := p[key]; ok {
		return code
	}
	found := place.Find(name, within)
	if len(found) > 0 && found[0].Score >= .85 && (len(found) == 1 || found[0].Score-found[1].Score >= .05) {
		p[key] = string(found[0].Place.Code)
	} else {
		p[key] = ""
	}
	return p[key]
}

// takeLists takes in the synthetic lists. It returns which person each record
// is truly of.
func takeLists(o *office) map[register.RecordID]string {
	o.Helper()
	at, rows := readCSV(o, "lists-20k/records.csv")
	tat, truths := readCSV(o, "lists-20k/truth.csv")
	truth := map[string]string{}
	for _, t := range truths {
		truth[t[tat["record_id"]]] = t[tat["person_id"]]
	}
	lists, ids := map[string][][]register.Claim{}, map[string][]string{}
	norms := placeNorms{}
	for _, r := range rows {
		cell := func(c string) string { return r[at[c]] }
		l := cell("list_id")
		lists[l] = append(lists[l], listClaims(cell, norms))
		ids[l] = append(ids[l], cell("record_id"))
	}
	of := map[register.RecordID]string{}
	for l, claims := range lists {
		o.source(register.SourceID(l), "org1", register.ShareAll)
		_, first := o.take(register.ImportID("i"+l), register.SourceID(l), claims...)
		for i, id := range ids[l] {
			of[first+register.RecordID(i)] = truth[id]
		}
	}
	return of
}

func listClaims(cell func(string) string, norms placeNorms) []register.Claim {
	var cs []register.Claim
	add := func(f register.Field, column, norm string) {
		if v := cell(column); v != "" {
			cs = append(cs, register.Claim{Field: f, Value: v, Norm: norm, Level: register.C2})
		}
	}
	governorate, _ := place.FindGovernorate(cell("governorate"))
	add(register.FullName, "full_name", "")
	add(register.MotherName, "mother_name", "")
	add(register.Sex, "sex", cell("sex"))
	add(register.BirthYear, "birth_year", cell("birth_year"))
	add(register.AgeAtArrest, "age_at_arrest", cell("age_at_arrest"))
	add(register.Governorate, "governorate", string(governorate))
	add(register.Place, "place", norms.of(cell("place"), governorate))
	add(register.ArrestDate, "arrest_date", cell("arrest_date"))
	return cs
}

// evaluate compares the register's persons with the truth.
func evaluate(o *office, truth map[register.RecordID]string) linkage.Evaluation {
	o.Helper()
	t, found := map[string]string{}, map[string]string{}
	for r, err := range o.store.All(o.Context(), 0) {
		if err != nil {
			o.Fatal(err)
		}
		id := strconv.FormatInt(int64(r.ID), 10)
		t[id], found[id] = truth[r.ID], r.Person.String()
	}
	return linkage.Evaluate(t, found)
}

func logEvaluation(o *office, what string, e linkage.Evaluation, took time.Duration) {
	o.Logf("%s: %d records in %v: P %.3f R %.3f F1 %.3f, B-cubed F1 %.3f, largest %d",
		what, e.Records, took.Round(10*time.Millisecond), e.Pairwise.Precision, e.Pairwise.Recall, e.Pairwise.F1, e.BCubed.F1, e.Largest)
}

// The synthetic lists of 26,162 rows, through the real path: records as
// claims, a run, persons.
func TestLists(t *testing.T) {
	if testing.Short() {
		t.Skip("26,000 records: not in a short run")
	}
	o := sqlite(t)
	truth := takeLists(o)
	start := time.Now()
	rep := o.run()
	e := evaluate(o, truth)
	logEvaluation(o, "lists-20k", e, time.Since(start))
	t.Logf("%+v", rep)
	if e.Pairwise.F1 < .93 || e.Pairwise.Precision < .95 {
		t.Errorf("lists: %+v, want F1 at least .93 and precision .95", e.Pairwise)
	}
}
