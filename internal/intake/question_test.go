package intake

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kashf.org/kashf/internal/register"
)

// saying lists what the rows of a file claim beside the name.
func saying(tb testing.TB, file string) []string {
	tb.Helper()
	rows, _, _ := readBook(tb, []byte(file))
	var out []string
	for _, r := range rows {
		for _, c := range r.Claims {
			if c.Field != register.FullName {
				said := c.Field.Key() + " " + c.Value
				if c.Norm != "" {
					said += " = " + c.Norm
				}
				if c.Absence != register.Present {
					said = c.Field.Key() + " unknown"
				}
				out = append(out, said)
			}
		}
	}
	return out
}

// TestAnswersStandWithTheirQuestion reads yes and no in each script and as
// ticks. A yes is a status or a marital status where its question is one; a no
// never is.
func TestAnswersStandWithTheirQuestion(t *testing.T) {
	for name, tt := range map[string]struct {
		file string
		want []string
	}{
		"ticks":   {"الاسم الكامل,متزوج؟\nسامر الحلاق,✓\nليلى الديري,×\n", []string{"marital_status متزوج: ✓ = married", "note متزوج: ×"}},
		"words":   {"الاسم الكامل,هل أفرج عنه\nسامر الحلاق,نعم\nليلى الديري,لا\nجمال الشامي,لا يعرف\n", []string{"status هل أفرج عنه: نعم = free_reported", "note هل أفرج عنه: لا", "status unknown"}},
		"English": {"Full name,Seen since (Y/N)\nSamer Hallaq,Y\nLeila Deiri,N\n", []string{"note Seen since (Y/N): Y", "note Seen since (Y/N): N"}},
		"Turkish": {"Adı Soyadı,Reşit mi?\nSamir Hallak,evet\nLeyla Deyri,hayır\n", []string{"note Reşit mi: evet", "note Reşit mi: hayır"}},
		"Kurdish": {"Nav û paşnav,Gelo zarok e?\nAzad Şêxo,erê\nBerîvan Osman,na\n", []string{"note Gelo zarok e: erê", "note Gelo zarok e: na"}},
		"French":  {"Nom complet,A été revu ?\nSamer Hallaq,oui\nLeila Deiri,non\n", []string{"note A été revu: oui", "note A été revu: non"}},
		"numbers": {"الاسم الكامل,قاصر؟\nسامر الحلاق,1\nليلى الديري,0\n", []string{"note قاصر: 1", "note قاصر: 0"}},
	} {
		t.Run(name, func(t *testing.T) {
			got := saying(t, tt.file)
			if d := cmp.Diff(tt.want, got); d != "" {
				t.Errorf("claims (-want +got):\n%s", d)
			}
		})
	}
}

// TestShortYears reads years of two digits where they plainly are years, and
// tells that it added the century; what may be a day or a year stays as written.
func TestShortYears(t *testing.T) {
	rows, _, _ := readBook(t, []byte("الاسم الكامل,تاريخ الاعتقال,سنة الميلاد\nسامر الحلاق,14/6/12,85\nليلى الديري,12-May,1990\nجمال الشامي,14-Jun-12,05\nرنا الحداد,Jun-13,62\nخليل النجار,25-12-2013,78\n"))
	var got []string
	for _, r := range rows {
		for _, c := range r.Claims[1:] {
			got = append(got, c.Value+" "+c.Norm)
		}
		for _, i := range r.Issues {
			got = append(got, fmt.Sprint(i.Line, " ", i.Reason))
		}
	}
	want := []string{
		"14/6/12 2012-06-14", "85 1985", "2 short_year", "2 short_year",
		"12-May ", "1990 1990", "3 date",
		"14-Jun-12 2012-06-14", "05 2005", "4 short_year", "4 short_year",
		"Jun-13 ", "62 1962", "5 date", "5 short_year",
		"25-12-2013 2013-12-25", "78 1978", "6 short_year",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

// TestMarksOfRepetition reads the marks by which a register repeats the cell
// above; a name is never repeated by one.
func TestMarksOfRepetition(t *testing.T) {
	got := saying(t, "الاسم الكامل;الفرع;تاريخ الاعتقال\nسامر الحلاق;صيدنايا;2012\nليلى الديري;〃;=\nجمال الشامي;;كذلك\nرنا الحداد;نفسه;2013\n")
	for i, g := range got {
		got[i], _, _ = strings.Cut(g, " = ")
	}
	want := []string{"facility صيدنايا", "arrest_date 2012", "facility صيدنايا", "arrest_date 2012", "arrest_date 2012", "facility صيدنايا", "arrest_date 2013"}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}
