package intake

import (
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"kashf.org/kashf/internal/register"
)

// claimed reads a list and gives each taken row's claims as "field=value".
func claimed(t *testing.T, file string) (out []string, m Mapping, issues []Reason) {
	t.Helper()
	rows, _, m := read(t, file)
	for _, r := range rows {
		var cs []string
		for _, c := range r.Claims {
			cs = append(cs, c.Field.Key()+"="+c.Value)
		}
		out = append(out, strings.Join(cs, " "))
		for _, i := range r.Issues {
			issues = append(issues, i.Reason)
		}
	}
	return out, m, issues
}

func TestNameCells(t *testing.T) {
	tests := []struct{ cell, want string }{
		{"سامر خليل الحلاق", "full_name=سامر خليل الحلاق"},
		{"سامر خليل الحلاق (أبو عمر)", "full_name=سامر خليل الحلاق kunya=أبو عمر"},
		{"سامر (أبو عمر) الحلاق", "full_name=سامر الحلاق kunya=أبو عمر"},
		{"Samer Haddad [Abu Omar]", "full_name=Samer Haddad kunya=Abu Omar"},
		{"سامر الحلاق (الملقب بالصقر)", "full_name=سامر الحلاق other_name=الصقر"},
		{"Samer Haddad (aka Sami)", "full_name=Samer Haddad other_name=Sami"},
		{"سامر الحلاق (توفي تحت التعذيب)", "full_name=سامر الحلاق note=توفي تحت التعذيب"},
		{"سامر الحلاق - مفرج عنه", "full_name=سامر الحلاق note=مفرج عنه"},
		{"سامر الحلاق والدته فاطمة الديري", "full_name=سامر الحلاق mother_name=فاطمة الديري"},
		{"سامر الحلاق (أبو عمر) (من حمص)", "full_name=سامر الحلاق kunya=أبو عمر note=من حمص"},
		{"سامر الحلاق (أبو عمر", "full_name=سامر الحلاق (أبو عمر"},
		{"(أبو عمر)", "full_name=(أبو عمر)"},
		{"سامر - الحلاق", "full_name=سامر - الحلاق"},
		{"Al-Haddad, Samer", "full_name=Al-Haddad, Samer"},
	}
	for _, tt := range tests {
		t.Run(tt.cell, func(t *testing.T) {
			got, _, _ := claimed(t, "الاسم الكامل\tالعمر\n"+tt.cell+"\t\n")
			if d := cmp.Diff([]string{tt.want}, got); d != "" {
				t.Errorf("claims (-want +got):\n%s", d)
			}
		})
	}
}

func TestFatherAndMotherInOneCell(t *testing.T) {
	got, m, issues := claimed(t, "الاسم الكامل\tالأب والأم\nسامر الحلاق\tخليل / فاطمة\nليلى الديري\tناصر وهدى\nجمال الشامي\tعمر\nرنا الحداد\tفادي وائل\nنور الصالح\tKhalil and Fatima\n")
	want := []string{
		"full_name=سامر الحلاق father_name=خليل mother_name=فاطمة", "full_name=ليلى الديري father_name=ناصر mother_name=هدى",
		"full_name=جمال الشامي note=عمر", "full_name=رنا الحداد note=فادي وائل", "full_name=نور الصالح father_name=Khalil mother_name=Fatima",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("claims (-want +got):\n%s", d)
	}
	if d := cmp.Diff([]Reason{NotSplit, NotSplit}, issues); d != "" || !m.Sure || m.Columns[1].Also != register.MotherName {
		t.Errorf("issues (-want +got):\n%s, mapping %+v", d, m)
	}
}

func TestHeadersThatSayTwoThingsAreNotSure(t *testing.T) {
	for _, h := range []string{"الاسم / العمر", "العمر أو تاريخ الميلاد", "Age / date of birth", "مكان وتاريخ الاعتقال"} {
		_, _, m := read(t, "الاسم الكامل\t"+h+"\nسامر الحلاق\t33\nليلى الديري\t1985\n")
		if m.Sure && m.Columns[1].Field != register.NoField {
			t.Errorf("%q is surely %s", h, m.Columns[1].Field.Key())
		}
	}
}

func TestSerialDays(t *testing.T) {
	rows, _, m := read(t, "الاسم الكامل\tتاريخ الميلاد\tالرقم الوطني\nسامر الحلاق\t29221\t12345\nليلى الديري\t31000\t12346\nجمال الشامي\t30500.0\t12347\n")
	if m.Columns[1].DateOrder != SerialDays || m.Columns[2].DateOrder == SerialDays || !m.Sure {
		t.Fatalf("mapping %+v", m)
	}
	if c := rows[0].Claims[1]; c.Norm != "1980-01-01" || c.Value != "29221" {
		t.Errorf("claim %+v", c)
	}
}

// Whoever came along is no part of a name: the cell stays as written, and is told.
func TestSeveralPeopleInOneCell(t *testing.T) {
	for cell, want := range map[string]struct {
		claims string
		issue  Reason
	}{
		"سامر الحلاق ابن خليل وفاطمة":   {"full_name=سامر الحلاق father_name=خليل mother_name=فاطمة", ""},
		"ليلى بنت ناصر ومريم (أم علي)":  {"full_name=ليلى father_name=ناصر mother_name=مريم kunya=أم علي", ""},
		"سامر ابن خليل":                 {"full_name=سامر ابن خليل", ""},
		"سامر ابن وليد":                 {"full_name=سامر ابن وليد", ""},
		"أحمد وليد الحلاق":              {"full_name=أحمد وليد الحلاق", ""},
		"أحمد وهبي":                     {"full_name=أحمد وهبي", ""},
		"Andrew Anderson":               {"full_name=Andrew Anderson", ""},
		"ابن خليل وفاطمة":               {"full_name=ابن خليل وفاطمة", SeveralPeople},
		"سامر ابن خليل الحلاق وفاطمة":   {"full_name=سامر ابن خليل الحلاق وفاطمة", SeveralPeople},
		"أحمد الخالد وأخوه محمود":       {"full_name=أحمد الخالد وأخوه محمود", SeveralPeople},
		"أحمد ومحمود الخالد":            {"full_name=أحمد ومحمود الخالد", SeveralPeople},
		"أحمد الخالد مع ابنه":           {"full_name=أحمد الخالد مع ابنه", SeveralPeople},
		"Ahmad Khaled and his brother":  {"full_name=Ahmad Khaled and his brother", SeveralPeople},
		"Ahmad Khaled & Mahmoud Khaled": {"full_name=Ahmad Khaled & Mahmoud Khaled", SeveralPeople},
	} {
		got, _, issues := claimed(t, "الاسم الكامل\tالعمر\n"+cell+"\t\n")
		var told []Reason
		if want.issue != "" {
			told = []Reason{want.issue}
		}
		if d := cmp.Diff([]string{want.claims}, got); d != "" {
			t.Errorf("%s: claims (-want +got):\n%s", cell, d)
		}
		if d := cmp.Diff(told, issues); d != "" {
			t.Errorf("%s: issues (-want +got):\n%s", cell, d)
		}
	}
}

// FuzzName parts any cell of a name: every letter of it is in one of the parts,
// and none is empty.
func FuzzName(f *testing.F) {
	for _, s := range []string{"سامر الحلاق (أبو عمر)", "1- ليلى الديري", "زياد الحلبي استشهد تحت التعذيب", "ماهر - ابن عم باسل", "Samer (Abu Omar) mother: Leila", "((", "•", "نزار ابن خليل وفاطمة"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, cell string) {
		cell = strings.TrimSpace(cell)
		if cell == "" || !validText(cell) {
			return
		}
		got := map[rune]int{}
		all := splitName(register.FullName, cell, func(string) bool { return false })
		splitPeople(register.FullName, &all)
		for _, s := range all {
			for _, r := range s.text {
				got[r]++
			}
		}
		lost := 0
		for _, r := range cell {
			if unicode.IsLetter(r) && got[r] == 0 {
				lost++
			}
			got[r]--
		}
		// The words that say what a part is, "the mother is", "called", "and", go.
		if len(all) < 2 && lost > 0 {
			t.Errorf("%q lost letters: %v", cell, all)
		}
	})
}
