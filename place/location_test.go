package place

import "testing"

func TestParseLocation(t *testing.T) {
	tests := []struct{ in, path, kind, rest string }{
		{"جناح ب / الطابق الثاني / مهجع ٧", "floor:2/wing:B/cell:7", "communal", ""},
		{"2nd floor, wing B, cell 7", "floor:2/wing:B/cell:7", "", ""},
		{"البناء الأحمر، الطابق ٣، مهجع ١٢", "building:red/floor:3/cell:12", "communal", ""},
		{"المهجع السابع", "cell:7", "communal", ""},
		{"منفردة رقم 4", "cell:4", "solitary", ""},
		{"القبو", "floor:-1", "", ""},
		{"الطابق -2 / زنزانة 05", "floor:-2/cell:5", "", ""},
		{"قبو ثاني", "floor:-2", "", ""},
		{"الطابق الأرضي", "floor:0", "", ""},
		{"Bâtiment A, 1er étage, dortoir 3", "building:A/floor:1/cell:3", "communal", ""},
		{"ground floor corridor 2", "floor:0/corridor:2", "", ""},
		{"بجانب المطبخ", "", "", "بجانب مطبخ"},
		{"مهجع ٧ بجانب الباب", "cell:7", "communal", "بجانب باب"},
		{"7", "", "", "7"},
		{"", "", "", ""},
	}
	for _, tt := range tests {
		l := ParseLocation(tt.in)
		kind := ""
		if n := len(l.Parts); n > 0 {
			kind = l.Parts[n-1].Kind
		}
		if l.Path() != tt.path || l.Rest != tt.rest || kind != tt.kind || l.Text != tt.in {
			t.Errorf("ParseLocation(%q) = %q (%q), rest %q, want %q (%q), rest %q", tt.in, l.Path(), kind, l.Rest, tt.path, tt.kind, tt.rest)
		}
	}
}

func FuzzParseLocation(f *testing.F) {
	f.Add("جناح ب / الطابق الثاني / مهجع ٧")
	f.Add("الطابق -2")
	f.Fuzz(func(t *testing.T, s string) {
		l := ParseLocation(s)
		if l.Text != s || len(l.Parts) > len(locationOrder) {
			t.Errorf("ParseLocation(%q) = %+v", s, l)
		}
	})
}
