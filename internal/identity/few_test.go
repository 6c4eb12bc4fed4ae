package identity

import (
	"context"
	"fmt"
	"testing"

	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/linkage"
)

// row is a row as intake takes it: name, mother, year of birth, governorate, arrest.
type row [5]string

func linkRows(t *testing.T, rows []row) (of map[string]string, open int) {
	t.Helper()
	in := &input{now: map[register.RecordID]register.PersonID{}, taken: map[register.PersonID]bool{}, filled: map[string]bool{}}
	columns := map[string]int{"full_name": 0, "mother_name": 1, "birth_year": 2, "governorate": 3, "arrest_date": 4}
	places := map[[2]string]string{}
	for i, r := range rows {
		id := register.RecordID(i + 1)
		cell := func(c string) string {
			if at, ok := columns[c]; ok {
				return r[at]
			}
			return ""
		}
		in.add(register.Record{ID: id, Source: "list", Person: register.PersonID(id), Claims: rowClaims(cell, places)}, register.Source{})
	}
	res, err := linkage.Run(context.Background(), in.spec(2), in.table(), linkage.Options{Workers: 2})
	if err != nil {
		t.Fatal(err)
	}
	of = map[string]string{}
	for _, m := range res.Clusters {
		of[m.ID] = m.Cluster
	}
	return of, len(res.Open)
}

// In a first short list, namesakes of two mothers stay two and are asked about;
// a row that says the same again is joined.
func TestAShortListIsLeftToPeople(t *testing.T) {
	of, open := linkRows(t, []row{
		{"قصي ماجد السروجي", "هدى", "1985", "حماة", "2014"},
		{"قصي ماجد السروجي", "ليلى", "1987", "حلب", "2012"},
		{"وائل هيثم القطان", "نجاح", "1990", "حلب", "2012-07-04"},
		{"وائل القطان", "سميرة", "1991", "حلب", "2012"},
		{"فادي نديم الحلاق", "منى", "1975", "إدلب", "2011"},
		{"فادي نديم الحلاق", "مها", "1971", "إدلب", "2013"},
		{"نورس صالح الزعيمي", "سعاد", "1979", "حمص", "2013-03-12"},
		{"نورس الزعيمي", "", "", "", "2013"},
		{"رغد سليم المرادي", "أمل عبود", "1988", "درعا", "2012-06-01"},
		{"رغد سليم المرادي", "أمل عبود", "1988", "درعا", "2012-06-01"},
	})
	for i := 1; i < 9; i += 2 {
		a, b := fmt.Sprintf("%015d", i), fmt.Sprintf("%015d", i+1)
		if of[a] == of[b] {
			t.Errorf("rows %d and %d were joined without a person's word", i, i+1)
		}
	}
	if of["000000000000009"] != of["000000000000010"] {
		t.Error("a row that says the same again stays apart")
	}
	if open < 4 {
		t.Errorf("%d pairs are left open, want the four namesakes", open)
	}
}
