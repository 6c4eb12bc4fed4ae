package names_test

import (
	"strings"
	"testing"

	"kashf.org/kashf/names"
)

func texts(n names.Name) string {
	var s []string
	for _, p := range n.Parts {
		s = append(s, p.Text)
	}
	return strings.Join(s, "|")
}

func TestParse(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"محمد عبد الرحمن الحسين", "محمد|عبدرحمن|حسين"},
		{"محمد عبدالرحمن الحسين", "محمد|عبدرحمن|حسين"},
		{"Mohamad Abdulrahman Alhussein", "mohamad|abdrahman|alhussein"},
		{"Mhd. Abdel Rahman Hsein", "mhd|abdrahman|hsein"},
		{"MEHMET ABDURRAHMAN HÜSEYIN", "mehmet|abdrahman|huseyin"},
		{"Mohamad Abd al-Rahman al-Hussein", "mohamad|abdrahman|hussein"},
		{"عبد الله", "عبدالله"},
		{"عبدالله", "عبدالله"},
		{"Abdallah", "abdallah"},
		{"Abdul lah", "abdallah"},
		{"صلاح الدين الأيوبي", "صلاحدين|ايوبي"},
		{"Salah al-Din Ayoubi", "salahdin|ayoubi"},
		{"Nureddin Salahuddin", "nurdin|salahdin"},
		{"عبيد الله خالد", "عبيدالله|خالد"},
		{"محمد بن علي بن حسن", "محمد|علي|حسن"},
		{"Isa bin Tarif", "isa|tarif"},
		{"Ben Stone", "ben|stone"},
		{"خالد آل سعود", "خالد|سعود"},
		{"Omar ash-Shami", "omar|shami"},
		{"الدكتور أحمد سعيد", "احمد|سعيد"},
		{"Dr. Ahmad Said", "ahmad|said"},
		{"الشيخ", "شيخ"},
		{"HUSSEIN, Mohamad Ali", "mohamad|ali|hussein"},
		{"حسين، محمد علي", "محمد|علي|حسين"},
		{"أبو خالد محمد علي", "محمد|علي"},
		{"محمد أبو زيد", "محمد|ابوزيد"},
		{"محمد علي (أبو خالد)", "محمد|علي"},
		{"محمد Ali", "محمد|ali"},
		{"محمدAli", "محمد|ali"},
		{"الياس حنا", "الياس|حنا"},
		{"إلهام حسن", "الهام|حسن"},
		{"", ""},
		{"()", ""},
		{"---", ""},
	} {
		if got := texts(names.Parse(tt.in)); !strings.EqualFold(got, tt.want) {
			t.Errorf("Parse(%q) parts = %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestParseMarks(t *testing.T) {
	n := names.Parse("أبو خالد محمد بن علي الحسن (حمودي)")
	if n.Kunya == nil || n.Kunya.Text != "ابوخالد" {
		t.Errorf("kunya = %+v, want ابوخالد", n.Kunya)
	}
	if len(n.Aliases) != 1 || n.Aliases[0] != "حمودي" {
		t.Errorf("aliases = %q, want one, حمودي", n.Aliases)
	}
	want := []struct {
		role names.Role
		mark names.Mark
	}{{names.Given, 0}, {names.Father, names.Ibn}, {names.Family, names.Article}}
	for i, w := range want {
		if p := n.Parts[i]; p.Role != w.role || p.Marks != w.mark {
			t.Errorf("part %d %q: role %v marks %b, want %v %b", i, p.Raw, p.Role, p.Marks, w.role, w.mark)
		}
	}
}

func TestParseBounds(t *testing.T) {
	n := names.Parse(strings.Repeat("محمد ", 10000))
	if !n.Truncated || len(n.Parts) != names.MaxParts {
		t.Errorf("10,000 words: truncated %v, %d parts; want true, %d", n.Truncated, len(n.Parts), names.MaxParts)
	}
	if n := names.Parse(strings.Repeat("(", 5000)); len(n.Parts) != 0 {
		t.Errorf("brackets only: %d parts, want 0", len(n.Parts))
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"محمد عبد الرحمن الحسين", "HUSSEIN, Mohamad (Abu Ali)", "عبد ال", "abd", "al- -al", "\x00\xff", "((", "بن بن بن", "abu", "د."} {
		f.Add(s)
	}
	c := names.NewComparer(names.Options{})
	f.Fuzz(func(t *testing.T, s string) {
		n := names.Parse(s)
		if len(n.Parts) > names.MaxParts {
			t.Fatalf("Parse(%q): %d parts", s, len(n.Parts))
		}
		for _, p := range n.Parts {
			if p.Text == "" {
				t.Fatalf("Parse(%q): a part without text", s)
			}
		}
		c.CompareStrings(s, "محمد علي")
	})
}
