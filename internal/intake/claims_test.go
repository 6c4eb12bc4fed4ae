package intake

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kashf.org/kashf/internal/register"
)

// plain are readers that know a few words, so that claims are tested apart
// from gazetteer and vocabularies.
func plain() Readers {
	lookup := func(m map[string]string) func(string) (string, bool) {
		return func(cell string) (string, bool) { v, ok := m[cell]; return v, ok }
	}
	r := Standard()
	r.Governorate = lookup(map[string]string{"حمص": "SY04", "حلب": "SY02"})
	r.Facility = func(cell string) (string, Reason) {
		if cell == "صيدنايا" {
			return "SED", ""
		}
		return "", UnknownPrison
	}
	r.Place = func(cell, governorate string) (string, Reason) {
		if cell == "الرستن" && governorate == "SY04" {
			return "C2609", ""
		}
		return "", UnknownPlace
	}
	return r
}

func column(header string, f register.Field) Column { return Column{Header: header, Field: f} }

func TestClaims(t *testing.T) {
	m := Mapping{
		Columns: []Column{
			column("name", register.FullName), column("born", register.BirthDate), column("age", register.Age),
			column("place", register.Place), column("gov", register.Governorate), column("prison", register.Facility),
			column("sex", register.Sex), column("phone", register.Phone), column("page", register.NoField),
		},
		Constants: []Constant{{register.LastSeenPlace, "صيدنايا"}},
	}
	m.Columns[1].Unknown = []string{"لا نعلم"}
	claim := func(f register.Field, value, norm string) register.Claim {
		return register.Claim{Field: f, Value: value, Norm: norm, Level: f.Info().Level}
	}
	absent := func(f register.Field, a register.Absence) register.Claim {
		return register.Claim{Field: f, Level: f.Info().Level, Absence: a}
	}
	constant := claim(register.LastSeenPlace, "صيدنايا", "SED")
	tests := []struct {
		name, row string
		want      []register.Claim
		issues    []Issue
	}{
		{
			"all understood", "  سامر الحلاق ,١٩٨٠,٤٠ سنة,الرستن,حمص,صيدنايا,ذكر,,7",
			[]register.Claim{
				claim(register.FullName, "سامر الحلاق", ""), claim(register.BirthDate, "١٩٨٠", "1980"), claim(register.Age, "٤٠ سنة", "40"),
				claim(register.Place, "الرستن", "C2609"), claim(register.Governorate, "حمص", "SY04"), claim(register.Facility, "صيدنايا", "SED"),
				claim(register.Sex, "ذكر", "M"), constant,
			},
			nil,
		},
		{
			"nothing understood", "Sami,baker,400,Nowhere,Elsewhere,a hole,?!x,not a phone,7",
			[]register.Claim{
				claim(register.FullName, "Sami", ""), claim(register.BirthDate, "baker", ""), claim(register.Age, "400", ""),
				claim(register.Place, "Nowhere", ""), claim(register.Governorate, "Elsewhere", ""), claim(register.Facility, "a hole", ""),
				claim(register.Sex, "?!x", ""), claim(register.Phone, "not a phone", ""), constant,
			},
			[]Issue{
				{1, 2, 2, register.BirthDate, BadDate, "baker", ""},
				{1, 2, 3, register.Age, BadAge, "400", ""},
				{1, 2, 4, register.Place, UnknownPlace, "Nowhere", ""},
				{1, 2, 5, register.Governorate, UnknownPlace, "Elsewhere", ""},
				{1, 2, 6, register.Facility, UnknownPrison, "a hole", ""},
				{1, 2, 7, register.Sex, UnknownSex, "?!x", ""},
			},
		},
		{
			"absences", "Sami,لا نعلم,unknown,غير معروف,محجوب,-,n/a,withheld,",
			[]register.Claim{
				claim(register.FullName, "Sami", ""), absent(register.BirthDate, register.Unknown), absent(register.Age, register.Unknown),
				absent(register.Place, register.Unknown), absent(register.Governorate, register.Withheld), absent(register.Facility, register.Unknown),
				absent(register.Sex, register.Unknown), absent(register.Phone, register.Withheld), constant,
			},
			nil,
		},
		{"blank cells make no claims", "Sami,, , ,,,,,", []register.Claim{claim(register.FullName, "Sami", ""), constant}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := Sniffed{Encoding: UTF8, Dialect: Dialect{Delimiter: ",", Quote: true, LineEnd: "\n"}, Header: true, Columns: headersOf(m)}
			file := strings.Join(s.Columns, ",") + "\n" + tt.row + "\n"
			for row, err := range Rows(t.Context(), strings.NewReader(file), s, m, Options{Readers: plain()}) {
				if err != nil {
					t.Fatal(err)
				}
				if d := cmp.Diff(tt.want, row.Claims); d != "" {
					t.Errorf("claims (-want +got):\n%s", d)
				}
				if d := cmp.Diff(tt.issues, row.Issues); d != "" {
					t.Errorf("issues (-want +got):\n%s", d)
				}
			}
		})
	}
}

func TestClaimsRaised(t *testing.T) {
	_, s, m := read(t, "name,health\nSami Haddad,asthma\n")
	for row, err := range Rows(t.Context(), strings.NewReader("name,health\nSami Haddad,asthma\n"), s, m, Options{Raise: register.C3}) {
		if err != nil {
			t.Fatal(err)
		}
		if row.Claims[0].Level != register.C3 || row.Claims[1].Level != register.C4 {
			t.Errorf("levels %s, %s; want C3, C4", row.Claims[0].Level, row.Claims[1].Level)
		}
	}
}

// An issue about a C4 cell must not carry the cell into a report that case
// staff read.
func TestIssueHidesC4(t *testing.T) {
	m := Mapping{Columns: []Column{column("name", register.FullName), column("burial", register.BurialPlace)}}
	s := Sniffed{Encoding: UTF8, Dialect: Dialect{Delimiter: ",", Quote: true, LineEnd: "\n"}, Columns: headersOf(m)}
	for row := range Rows(t.Context(), strings.NewReader("Sami,behind the mill\n"), s, m, Options{Readers: plain()}) {
		if len(row.Issues) != 1 || row.Issues[0].Excerpt != "" {
			t.Errorf("issues %+v, want one without an excerpt", row.Issues)
		}
	}
}

func TestSeenIsBounded(t *testing.T) {
	c := newClaimer(Mapping{Columns: []Column{column("name", register.FullName)}}, Options{Readers: plain()})
	for i := range seenLimit + 10 {
		c.columns[0].read(c.readers, itoa(i), "")
	}
	if n := len(c.columns[0].seen); n > seenLimit {
		t.Errorf("%d cells are remembered, want at most %d", n, seenLimit)
	}
}

func TestPlacesGivenUp(t *testing.T) {
	r := plain()
	asked := 0
	r.Place = func(string, string) (string, Reason) { asked++; return "", UnknownPlace }
	c := newClaimer(Mapping{Columns: []Column{column("street", register.Residence)}}, Options{Readers: r})
	for i := range 10 * placeTries {
		if got := c.columns[0].read(r, "street "+itoa(i), ""); got.reason != UnknownPlace {
			t.Fatalf("street %d: reason %q", i, got.reason)
		}
	}
	if asked != placeTries {
		t.Errorf("the gazetteer was asked %d times, want %d", asked, placeTries)
	}
}
