package intake

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kashf.org/kashf/internal/register"
)

func TestDraft(t *testing.T) {
	tests := []struct {
		name, file string
		want       string // field keys in the order of the columns
		sure       bool
	}{
		{"arabic", "الرقم,الاسم,اسم الأب,الكنية,اسم الأم,مواليد,المحافظة,تاريخ الاعتقال,ملاحظات\n1,سامر,خليل,الحلاق,فاطمة,1985,حمص,2012-05-01,\n2,ليلى,ناصر,الديري,مريم,1990,حلب,2013,\n",
			"list_no given_name father_name family_name mother_name birth_year governorate arrest_date note", true},
		{"arabic, other spellings", "الإسم الكامل;الاب;الأُم;تاريخ الإعتقال;الجنـس\nسامر الحلاق;خليل;فاطمة;1/5/2012;ذكر\n",
			"full_name father_name mother_name arrest_date sex", true},
		{"english", "FirstName,Last Name,DOB,gender,birth_place,occupation\nSami,Haddad,1980-02-01,M,Homs,baker\n",
			"given_name family_name birth_date sex birth_place occupation", true},
		{"french", "Nom;Prénom;Date de naissance;Lieu de détention;Sexe\nHaddad;Sami;01/02/1980;Tadmor;H\n",
			"family_name given_name birth_date facility sex", true},
		{"french, name alone", "Nom;Né le\nSami Haddad;01/02/1980\n", "full_name birth_date", true},
		{"field keys", "record_id,list_id,script,full_name,mother_name,sex,birth_year,age_at_arrest,governorate,place,arrest_date\n1,L1,arab,سامر الحلاق,,M,1966,,حمص,تلبيسة,2011-08-09\n",
			"list_no   full_name mother_name sex birth_year age_at_arrest governorate place arrest_date", true},
		{"content alone", "سامر خليل الحلاق,ذكر,1985\nليلى ناصر الديري,أنثى,1990\n", "full_name sex ", false},
		{"dates of what", "name,Spalte\nSami Haddad,2012-05-01\nLina Haddad,2012-05-02\n", "full_name ", false},
		{"header that its cells deny", "name,birth date\nSami Haddad,baker\nLina Haddad,smith\n", "full_name birth_date", false},
		{"part of a header", "اسم المعتقل,تاريخ الاعتقال التقريبي\nسامر الحلاق,2012\nليلى الديري,2013\n", "full_name arrest_date", true},
		{"informant", "name,informant\nSami Haddad,Rami Saleh\nLina Haddad,Dina Saleh\n", "full_name informant", true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s, err := Sniff(strings.NewReader(tt.file))
			if err != nil {
				t.Fatal(err)
			}
			m := Draft(s, Readers{})
			var keys []string
			for _, c := range m.Columns {
				keys = append(keys, c.Field.Key())
			}
			if got := strings.Join(keys, " "); got != tt.want || m.Sure != tt.sure {
				t.Errorf("Draft = %q, sure %v; want %q, %v\n%+v", got, m.Sure, tt.want, tt.sure, m.Columns)
			}
		})
	}
}

func TestDraftMonthFirst(t *testing.T) {
	rows, _, m := read(t, "name,born\nSami Haddad,2/25/1980\nLina Haddad,3/4/1981\n")
	if m.Columns[1].DateOrder != MonthFirst {
		t.Fatalf("date order = %q", m.Columns[1].DateOrder)
	}
	if got := rows[1].Claims[1].Norm; got != "1981-03-04" {
		t.Errorf("born = %q, want 1981-03-04", got)
	}
}

// The examples under shared/ show what real columns look like; they are read
// where they are present.
func TestDraftExamples(t *testing.T) {
	for path, want := range map[string]string{
		"../../../shared/data/linkage/lists-20k/records.csv":                  "list_no   full_name mother_name sex birth_year age_at_arrest governorate place arrest_date",
		"../../../shared/data/linkage/historical_figures_with_errors_50k.csv": "list_no  full_name full_name given_name family_name birth_date birth_place residence sex occupation",
	} {
		f, err := os.Open(path)
		if err != nil {
			t.Skip("no example lists here: ", err)
		}
		defer f.Close()
		s, err := Sniff(f)
		if err != nil {
			t.Fatal(err)
		}
		m := Draft(s, Readers{})
		var keys []string
		for _, c := range m.Columns {
			keys = append(keys, c.Field.Key())
		}
		if got := strings.Join(keys, " "); got != want || !m.Sure {
			t.Errorf("Draft(%s) = %q, sure %v, want %q", path, got, m.Sure, want)
		}
	}
}

func TestMappingSealed(t *testing.T) {
	file := "name,informant\nSami Haddad,Rami Saleh\nLina Haddad,Dina Saleh\n"
	s, err := Sniff(strings.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for row, err := range Rows(t.Context(), strings.NewReader(file), s, Draft(s, Readers{}), Options{}) {
		n++
		if !errors.Is(err, &Error{Kind: SealedField}) || row.Cells != nil {
			t.Errorf("Rows = %+v, %v; want no row and a refusal", row, err)
		}
	}
	if n != 1 {
		t.Errorf("%d results, want one", n)
	}
}

func TestMappingFor(t *testing.T) {
	m := Mapping{Columns: []Column{{Header: "Name", Field: register.FullName}, {Header: "note", Field: register.Note}, {Header: "page"}}}
	got, err := m.For([]string{"extra", "NOTE", "name"})
	if err != nil {
		t.Fatal(err)
	}
	if got.Columns[0].Field != register.NoField || got.Columns[1].Field != register.Note || got.Columns[2].Field != register.FullName {
		t.Errorf("For = %+v", got.Columns)
	}
	if _, err := m.For([]string{"name"}); !errors.Is(err, &Error{Kind: MapColumn}) {
		t.Errorf("For without a mapped column: %v", err)
	}
	if m.Fits([]string{"name", "note"}) || !m.Fits([]string{"NAME", "Note", "page"}) {
		t.Error("Fits")
	}
}

func TestMappingJSON(t *testing.T) {
	_, _, m := read(t, people)
	m.Constants = []Constant{{register.Facility, "SED"}}
	m.Columns[1].Unknown = []string{"لا نعلم"}
	m.Unknown = []string{"xx"}
	var b bytes.Buffer
	if err := WriteMapping(&b, m); err != nil {
		t.Fatal(err)
	}
	got, err := ReadMapping(&b)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(m, got); d != "" {
		t.Errorf("ReadMapping(WriteMapping(m)) (-want +got):\n%s", d)
	}
}

func TestReadMappingErrors(t *testing.T) {
	tests := []struct {
		name, file string
		kind       Kind
		line       string
	}{
		{"empty", "", MapSyntax, "1"},
		{"not an object", "[]", MapValue, "1"},
		{"cut off", "{\n\"columns\": [\n{\"header\": \"a\"}", MapSyntax, "3"},
		{"no columns", "{}", MapValue, "1"},
		{"two objects", "{\"columns\": [{\"header\": \"a\"}]}\n{}", MapSyntax, "2"},
		{"version", "{\n\"version\": 9}", MapVersion, "2"},
		{"unknown key", "{\n\n\"colums\": []}", MapKey, "3"},
		{"unknown field", "{\"columns\": [\n{\"header\": \"a\", \"field\": \"full_name\"},\n{\"header\": \"b\", \"field\": \"shoe_size\"}]}", MapField, "3"},
		{"wrong kind", "{\"columns\": [\n{\"header\": 7}]}", MapValue, "2"},
		{"no header", "{\"columns\": [\n{\"field\": \"full_name\"}]}", MapValue, "2"},
		{"date order", "{\"columns\": [\n{\"header\": \"a\",\n\"date_order\": \"dym\"}]}", MapValue, "3"},
		{"constant", "{\"columns\": [{\"header\": \"a\"}],\n\"constants\": [{\"value\": \"SED\"}]}", MapValue, "2"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := ReadMapping(strings.NewReader(tt.file))
			var e *Error
			if !errors.As(err, &e) || e.Kind != tt.kind || e.Args["line"] != tt.line {
				t.Errorf("ReadMapping = %v, want %s on line %s", err, tt.kind, tt.line)
			}
		})
	}
}

func FuzzReadMapping(f *testing.F) {
	f.Add(`{"version": 1, "columns": [{"header": "a", "field": "full_name", "confidence": 0.5, "unknown": ["x"]}]}`)
	f.Add(`{"columns": [{"header": "a"}], "constants": [{"field": "facility", "value": "SED"}]}`)
	f.Fuzz(func(t *testing.T, file string) {
		m, err := ReadMapping(strings.NewReader(file))
		if err != nil {
			var e *Error
			if !errors.As(err, &e) || e.Kind != ReadFailed && e.Args["line"] == "" {
				t.Fatalf("ReadMapping(%q): %v has no line", file, err)
			}
			return
		}
		b, err := json.Marshal(m)
		if err != nil {
			t.Fatal(err)
		}
		again, err := ReadMapping(bytes.NewReader(b))
		if err != nil {
			t.Fatalf("ReadMapping(%q): written back: %v", b, err)
		}
		if d := cmp.Diff(m, again); d != "" {
			t.Errorf("written and read back:\n%s", d)
		}
	})
}

// TestHeadersOfTheNorth: lists are kept in Turkish and Kurdish too.
func TestHeadersOfTheNorth(t *testing.T) {
	for header, want := range map[string]register.Field{
		"Adı Soyadı": register.FullName, "ADI SOYADI": register.FullName, "Baba Adı": register.FatherName, "Anne adı": register.MotherName, "Doğum Tarihi": register.BirthDate,
		"Tutuklanma tarihi": register.ArrestDate, "Cezaevi": register.Facility, "Navê bavê": register.FatherName, "Roja jidayikbûnê": register.BirthDate, "Girtîgeh": register.Facility,
		"ناوی دایک": register.MotherName, "تەمەن": register.Age, "بەرواری گرتن": register.ArrestDate, "گرتووخانە": register.Facility,
	} {
		if got, sure := fieldOfHeader(header); got != want || sure < surely {
			t.Errorf("%q is %q, %.2f, want %q", header, got.Key(), sure, want.Key())
		}
	}
}
