package intake

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"kashf.org/kashf/internal/register"
)

// actors is an export with everything that an actor may have, of invented people.
const actors = `{"items":[
 {"id":1,"type":"Person","name":"Samer Khalil Hallaq","name_ar":"سامر خليل الحلاق","first_name_ar":"سامر","father_name_ar":"خليل","mother_name_ar":"فاطمة","last_name_ar":"الحلاق",
  "sex":"Male","age":"Adult","occupation_ar":"نجار","origin_place":{"id":7,"title":"دوما","title_ar":"دوما","lat":33.57},
  "id_number":[{"type":"National ID","number":"01020304050"},{"type":"Passport","number":"P9"}],
  "events":[{"title":"اعتقال","eventtype":"Detained/Abducted","from_date":"2012-05-01T00:00","location":{"title_ar":"دوما"},"estimated":false},
            {"eventtype":"Held","from_date":"2012-06-01","to_date":"2013-01-01","location":{"title":"صيدنايا"}},
            {"eventtype":{"id":3,"title":"Held"},"from_date":"2013-01-02","location":{"title":"عدرا"}},
            {"eventtype":"Wounded","from_date":"2012-05-01"}],
  "related_actors":[{"actor":{"id":2,"name_ar":"ماهر الحلاق"},"related_as":["Sibling"],"probability":"Certain"}],
  "actor_profiles":[{"mode":3,"originid":"X-1","description":"نقل إلى المشفى","sources":[{"id":4,"title":"لجنة أهلية"}],"labels":[{"title":"Enforced Disappearance"}],
     "saw_name":"شاهد","saw_phone":"0944000009","reporters":[{"name":"أمه","contact":"0944000001","relationship":"Mother"}],"skin_markings":{"opts":["Scar"],"details":"ندبة في اليد"},"a_new_field":"جديد"}],
  "roles":[{"id":9,"name":"team-a"}],"status":"Finalized","comments":"ملاحظة"},
 {"id":5,"type":"Entity","name":"Branch 0"},
 {"id":6,"type":"Person","name_ar":"رنا عمر الحداد","sex":"Female","events":[]}
],"total":3}`

func readJSON(t *testing.T, file string) ([]Row, Sniffed, Mapping) {
	t.Helper()
	s, err := Sniff(strings.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	m := Draft(s, Standard())
	var rows []Row
	for r, err := range Rows(t.Context(), strings.NewReader(file), s, m, Options{}) {
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, r)
	}
	return rows, s, m
}

func valuesOf(r Row, f register.Field) (out []string) {
	for _, c := range r.Claims {
		if c.Field == f && c.Absence == register.Present {
			out = append(out, c.Value)
		}
	}
	return out
}

func TestBayanatActors(t *testing.T) {
	rows, s, m := readJSON(t, actors)
	if s.Format != JSON || !m.Sure || len(rows) != 3 || s.Rows() != 3 {
		t.Fatalf("format %q, sure %v, %d rows of %d", s.Format, m.Sure, len(rows), s.Rows())
	}
	if rows[0].State != Taken || rows[1].Reason != NotAPerson || rows[2].State != Taken {
		t.Errorf("states %v %v %v", rows[0].State, rows[1].Reason, rows[2].State)
	}
	for f, want := range map[register.Field][]string{
		register.FullName: {"Samer Khalil Hallaq", "سامر خليل الحلاق"}, register.MotherName: {"فاطمة"}, register.FatherName: {"خليل"}, register.Place: {"دوما"},
		register.NationalNo: {"01020304050"}, register.ArrestDate: {"2012-05-01T00:00"}, register.ArrestPlace: {"دوما"},
		register.Facility: {"صيدنايا", "عدرا"}, register.CustodyFrom: {"2012-06-01", "2013-01-02"}, register.Relative: {"ماهر الحلاق"}, register.Sex: {"Male"},
	} {
		got := valuesOf(rows[0], f)
		slices.Sort(got)
		if slices.Sort(want); !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", f.Key(), got, want)
		}
	}
	for _, c := range rows[0].Claims {
		if c.Field == register.ArrestDate && c.Norm != "2012-05-01" {
			t.Errorf("day of arrest %q", c.Norm)
		}
		if (strings.Contains(c.Value, "0944") || c.Value == "شاهد") && c.Level < register.C4 {
			t.Errorf("%s %q at level %d: who told it is C4", c.Field.Key(), c.Value, c.Level)
		}
	}
	everyValueIsThere(t, actors, rows)
	if raw := m.Unmapped(); !slices.Contains(raw, "actor_profiles.a_new_field") || !slices.Contains(raw, "roles") {
		t.Errorf("reported as not understood: %q", raw)
	}
}

// everyValueIsThere: no value of the export is in no cell.
func everyValueIsThere(t *testing.T, file string, rows []Row) {
	t.Helper()
	var all strings.Builder
	for _, r := range rows {
		all.WriteString(strings.Join(r.Cells, "\x01"))
		for _, i := range r.Issues {
			all.WriteString("\x01" + i.Excerpt)
		}
	}
	text := all.String() + "Held Detained/Abducted Wounded National ID Passport Sibling Injured Party Perpetrator Witness Incident" // these are in the columns' names
	d := json.NewDecoder(strings.NewReader(file))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		t.Fatal(err)
	}
	var walk func(v any)
	walk = func(v any) {
		switch x := v.(type) {
		case map[string]any:
			for k, y := range x {
				if k != "total" {
					walk(y)
				}
			}
		case []any:
			for _, y := range x {
				walk(y)
			}
		case nil:
		default:
			if !strings.Contains(text, fmt.Sprint(x)) {
				t.Errorf("%v is nowhere", x)
			}
		}
	}
	walk(v)
}

func TestBayanatIncidents(t *testing.T) {
	const incidents = `[{"id":3,"title_ar":"مداهمة في دوما","description":"مساء","locations":[{"title_ar":"دوما"}],"labels":[],"status":"Finalized",
	 "events":[{"eventtype":"Incident","from_date":"2012-05-01"}],
	 "related_actors":[{"actor":{"name_ar":"سامر الحلاق"},"related_as":"Injured Party"},{"actor":{"name_ar":"جمال الديري"},"related_as":"Injured Party"},{"actor":{"name_ar":"ضابط ما"},"related_as":"Perpetrator"}]},
	 {"id":4,"title":"No one","status":"x","labels":[],"events":[]}]`
	rows, s, _ := readJSON(t, incidents)
	if len(rows) != 3 || s.Rows() != 3 || rows[2].State == Taken {
		t.Fatalf("%d rows, the last %v", len(rows), rows[2].State)
	}
	for i, want := range []string{"سامر الحلاق", "جمال الديري"} {
		if got := valuesOf(rows[i], register.FullName); !slices.Equal(got, []string{want}) {
			t.Errorf("row %d names %q", i+1, got)
		}
		if got := valuesOf(rows[i], register.OfficerName); !slices.Equal(got, []string{"ضابط ما"}) {
			t.Errorf("row %d: who did it: %q", i+1, got)
		}
	}
	everyValueIsThere(t, incidents, rows)
}

func TestBayanatCSV(t *testing.T) {
	const list = "id,name,name_ar,first_name_ar,father_name_ar,mother_name_ar,last_name_ar,sex,origin_place,originid,civilian,publish_date\n" +
		"1,Samer,سامر الحلاق,سامر,خليل,فاطمة,الحلاق,Male,دوما,X-1,Civilian,2020-01-01\n2,Rana,رنا الحداد,رنا,عمر,هدى,الحداد,Female,حماة,X-2,Civilian,2020-01-01\n"
	rows, _, m := readJSON(t, list)
	if !m.Sure || len(rows) != 2 || !slices.Equal(valuesOf(rows[0], register.MotherName), []string{"فاطمة"}) || !slices.Equal(valuesOf(rows[1], register.Place), []string{"حماة"}) {
		t.Errorf("sure %v, rows %+v", m.Sure, rows)
	}
}

func TestBayanatRedact(t *testing.T) {
	s, err := Sniff(strings.NewReader(actors))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	n, err := Redact(t.Context(), &out, strings.NewReader(actors), s, map[int]bool{1: true}, "destroyed")
	if err != nil || n != 1 || strings.Contains(out.String(), "الحلاق") || !strings.Contains(out.String(), "رنا عمر الحداد") {
		t.Errorf("Redact = %d, %v: %s", n, err, out.String())
	}
	rows, _, _ := readJSON(t, out.String()+strings.Repeat(" ", 1)+`{"name_ar":"x","events":[],"roles":[]}`)
	if len(rows) != 4 {
		t.Errorf("%d rows after it", len(rows))
	}
}

func TestBayanatBroken(t *testing.T) {
	for _, file := range []string{
		`{"items":[{"name_ar":"سامر","events":[],"roles":[]},`, `[{"name_ar":"سامر","events":[],"roles":[]}, 5]`, `{"items":{"name":1,"events":[],"roles":[]}}`,
		`[{"events":[],"roles":[],"name":"` + strings.Repeat("x", maxObject) + `"}]`,
	} {
		if _, err := Sniff(strings.NewReader(file)); !errors.Is(err, &Error{Kind: JSONBroken}) {
			t.Errorf("Sniff(%.40q) = %v", file, err)
		}
	}
	// What is no export of documentation is refused as before.
	if _, err := Sniff(strings.NewReader(`{"a":1}`)); err == nil {
		t.Error("any JSON is taken")
	}
}

func FuzzBayanat(f *testing.F) {
	f.Add([]byte(actors))
	f.Add([]byte(`[{"name":"a","events":[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]],"roles":{}}]`))
	f.Fuzz(func(t *testing.T, b []byte) {
		s, err := sniffJSON(bytes.NewReader(b))
		if err != nil {
			return
		}
		m := Draft(s, Standard())
		if m.Validate() != nil {
			m.Nameless = true // nobody is named in it
		}
		n := 0
		for r, err := range Rows(t.Context(), bytes.NewReader(b), s, m, Options{}) {
			if err != nil {
				t.Fatalf("sniffed, and not read: %v", err)
			}
			if n++; len(r.Cells) != len(s.Columns) {
				t.Fatalf("row %d has %d cells of %d", n, len(r.Cells), len(s.Columns))
			}
		}
		if n != s.Rows() {
			t.Fatalf("%d rows, %d counted", n, s.Rows())
		}
	})
}
