package place

import (
	"strings"
	"testing"
)

func TestFacilitiesAreWhole(t *testing.T) {
	fs := Facilities()
	if len(fs) != 77 {
		t.Fatalf("%d facilities, want 77", len(fs))
	}
	ids, grades := map[string]bool{}, map[string]int{}
	for _, f := range fs {
		if ids[f.ID] || !isArabic(f.Ar) || f.En == "" || f.Type == "" || f.Governorate.Level() != Governorate {
			t.Errorf("%+v is not whole", f)
		}
		ids[f.ID] = true
		grades[f.Grade]++
		if f.Located() && (f.Lat < 32 || f.Lat > 38 || f.Lon < 35 || f.Lon > 43) {
			t.Errorf("%s lies at %v, %v", f.ID, f.Lat, f.Lon)
		}
		if f.PartOf != "" && !ids[f.PartOf] {
			t.Errorf("%s is part of %q, which is not there", f.ID, f.PartOf)
		}
		for _, a := range f.Aliases {
			if a.Lang != "ar" && isArabic(a.Text) || a.Refers == "" {
				t.Errorf("%s: alias %+v is not whole", f.ID, a)
			}
		}
	}
	if grades["R"] != 53 || grades["K"] != 24 {
		t.Errorf("grades %v, want R 53 and K 24", grades)
	}
}

func TestEveryNameFindsItsFacility(t *testing.T) {
	for _, f := range Facilities() {
		for _, a := range append(f.Aliases, Alias{Text: f.En}, Alias{Text: f.Ar}, Alias{Text: f.ID}) {
			found := false
			for _, c := range FindFacility(a.Text) {
				found = found || c.Facility.ID == f.ID
			}
			if !found {
				t.Errorf("FindFacility(%q) does not give %s", a.Text, f.ID)
			}
		}
	}
}

func TestFindFacility(t *testing.T) {
	tests := []struct {
		name, want string
		warning    Warning
	}{
		{"red prison", "SED-R SED", TwoMeanings},
		{"السجن الأحمر", "SED-R SED", TwoMeanings},
		{"البناء الأحمر", "SED-R", NoWarning},
		{"المسلخ البشري", "SED", NoWarning},
		{"صيدنايا", "SED", NoWarning},
		{"سجن صيدنايا العسكري", "SED", NoWarning},
		{"Saydnaya Prison", "SED", NoWarning},
		{"معتقل في سجن صيدنايا العسكري سابقا", "SED", NoWarning},
		{"Branch 227", "MI227", NoWarning},
		{"فرع ٢٢٧", "MI227", NoWarning},
		{"227", "MI227", NoWarning},
		{"فرع المنطقة", "MI227", NoWarning},
		{"الفرع 227 (المخابرات العسكرية)", "MI227", NoWarning},
		{"فرع المنطقة 227", "MI227", NoWarning},
		{"Palestine Branch", "MI235", NoWarning},
		{"فرع فلسطين (235)", "MI235", NoWarning},
		{"الخطيب", "GI251 MI215", NoWarning},
		{"Branch 215", "MI215", NoWarning},
		{"Branch 215 (al-Khatib)", "MI215", Conflict},
		{"فرع الخطيب 215", "MI215", Conflict},
		{"251 al-Khatib", "GI251", NoWarning},
		{"Branche 251", "GI251", NoWarning},
		{"سجن غويران", "HAS SIN", TwoMeanings},
		{"فرع التحقيق", "AFM GI285", TwoMeanings},
		{"الأمن العسكري بحلب", "MI290", NoWarning},
		{"أمن الدولة في حلب", "GI322", NoWarning},
		{"مشفى ٦٠١", "H601", NoWarning},
		{"Sednya prison", "SED", NoWarning},
		{"Sednaya prisn", "SED", Inexact},
		{"زنزانة 227 في سجن عدرا", "MI227", Conflict},
		{"رقم 227", "MI227", Inexact},
		{"فرع الأمن العسكري 290 بحلب", "MI290", NoWarning},
		{"سجن حلب", "ALP", NoWarning},
		{"حلب", "", NoWarning},
		{"دمشق", "", NoWarning},
		{"Branch 999", "", NoWarning},
		{"", "", NoWarning},
		{"فرع", "", NoWarning},
	}
	for _, tt := range tests {
		got := FindFacility(tt.name)
		var ids []string
		for _, c := range got {
			ids = append(ids, c.Facility.ID)
		}
		if strings.Join(ids, " ") != tt.want || len(got) > 0 && got[0].Warning != tt.warning {
			t.Errorf("FindFacility(%q) = %v, %v, want %s with warning %q", tt.name, ids, got, tt.want, tt.warning)
		}
	}
}

// No spelling of branch 215 may lead to branch 251 without a warning, nor be
// taken unseen for it.
func TestBranch215IsNeverAlKhatib(t *testing.T) {
	for _, s := range []string{"215", "Branch 215", "فرع 215", "الفرع ٢١٥", "Branch 215 al-Khatib", "فرع الخطيب (215)", "سرية المداهمة 215", "Raids Branch"} {
		for _, c := range FindFacility(s) {
			if c.Facility.ID == "GI251" {
				t.Errorf("FindFacility(%q) gives GI251: %+v", s, c)
			}
		}
	}
}

// Pairs that lists mix up: what is taken unseen is the right one, and what is not
// sure says so.
func TestNearPairs(t *testing.T) {
	sure := map[string]string{
		"فرع ٢١٥": "MI215", "فرع215": "MI215", "الفرع رقم ۲۱۵": "MI215", "Br. 215": "MI215", "سرية 215": "MI215", "الفرع 251": "GI251", "Al Khateeb": "GI251", "فَرْع الخَطيب": "GI251",
		"فرع المداهمة": "MI215", "فرع الدوريات": "MI216", "Patrols Branch": "MI216", "211": "MI211", "فرع 217": "MI217", "٢١٩": "MI219", "Branch 220": "MI220", "الفرع ٢٢١": "MI221", "222": "MI222", "223": "MI223",
		"فرع 225": "MI225", "الفرع 235": "MI235", "فرع فلسطين": "MI235", "Branch 237": "MI237", "243": "MI243", "245": "MI245", "248": "MI248", "256": "MI256", "261": "MI261", "271": "MI271",
		"290": "MI290", "الفرع 291": "MI291", "فرع شؤون الضباط": "MI293", "Branch 295": "GI295", "الفرع ٣٠٠": "GI300", "318": "GI318", "320": "GI320", "322": "GI322", "331": "GI331", "255": "GI255", "285": "GI285",
		"فرع المنطقة": "MI227", "فرع المنطقة - المخابرات العسكرية": "MI227", "فرع المنطقة الشرقية": "MI221", "فرع التحقيق العسكري": "MI248", "فرع التحقيق – مطار المزة": "AFM", "فرع المعلومات": "GI255", "فرع الاتصالات": "MI225",
		"سجن المزة": "MZP", "مطار المزة العسكري": "AFM", "مشفى المزة العسكري": "H601", "601": "H601", "المخابرات الجوية حرستا": "AFH", "مشفى حرستا": "HHR",
		"السجن العسكري الأول": "SED", "السجن العسكري الثاني": "TAD", "Third Military Prison": "BAL", "سجن عدرا": "ADR", "سجن عدرا للنساء": "ADR-W", "سجن الحسكة": "HAS", "سجن الصناعة": "SIN",
		"الأمن العسكري بحلب": "MI290", "أمن الدولة بحلب": "GI322", "المخابرات الجوية حلب": "AFA", "سجن حلب المركزي": "ALP", "الأمن العسكري حمص": "MI261", "أمن الدولة حمص": "GI318", "المخابرات الجوية حمص": "AFO", "سجن حمص": "HOM",
		"سجن حماة": "HAM", "مطار حماة": "AFU", "الفرقة الرابعة": "D4", "الفرقة الثالثة": "D3", "سجن صيدنايا - أُحضر من المخابرات الجوية": "SED",
	}
	for name, want := range sure {
		if f, ok := Sure(FindFacility(name)); !ok || f.ID != want {
			t.Errorf("FindFacility(%q) is sure of %q, %v; want %s", name, f.ID, ok, want)
		}
	}
	for name, warning := range map[string]Warning{
		"Red Prision": TwoMeanings, "السـجن الأحمـر": TwoMeanings, "سجن احمر": TwoMeanings, "RED  PRISON": TwoMeanings, "prison rouge": TwoMeanings, "سجن غويران": TwoMeanings, "Ghweran prison": TwoMeanings,
		"فرع التحقيق": TwoMeanings, "Mezzeh": TwoMeanings, "حرستا": TwoMeanings,
		"الخطيب ٢١٥": Conflict, "فرع 251 المداهمة": Conflict, "248 فرع التحقيق": Conflict, "فرع فلسطين 253": Conflict, "فرع الخطيب (المخابرات العسكرية)": Conflict,
		"المخابرات الجوية، فرع المنطقة": Conflict, "Air Force Intelligence, Region Branch": Conflict, "فرع 215 المخابرات الجوية": Conflict, "Branch 215, State Security": Conflict, "الأمن السياسي 215": Conflict,
	} {
		found := FindFacility(name)
		if len(found) == 0 || found[0].Warning != warning {
			t.Errorf("FindFacility(%q) = %+v, want the warning %s", name, found, warning)
		}
		if f, ok := Sure(found); ok {
			t.Errorf("FindFacility(%q) is sure of %s", name, f.ID)
		}
	}
}

// A sure answer to a text that gives a number is the facility of that number.
func TestANumberIsNeverAnother(t *testing.T) {
	for _, f := range Facilities() {
		for _, a := range append(f.Aliases, Alias{Text: f.En}, Alias{Text: f.Ar}) {
			if len(numbersIn(a.Text)) > 0 {
				continue
			}
			for _, n := range []string{"215", "٢٥١", "227", "999"} {
				name := a.Text + " " + n
				got, ok := Sure(FindFacility(name))
				if own := numbersIn(got.En + " " + got.ID); ok && len(own) > 0 && own[0] != numbersIn(n)[0] {
					t.Errorf("FindFacility(%q) is sure of %s", name, got.ID)
				}
			}
		}
	}
}

func FuzzFindFacility(f *testing.F) {
	f.Add("فرع ٢٢٧")
	f.Add("Branch 215 (al-Khatib)")
	f.Fuzz(func(t *testing.T, s string) {
		found := FindFacility(s)
		if _, ok := Sure(found); ok && len(found) > 1 && found[1].Warning != Disputed {
			t.Errorf("FindFacility(%q) is sure of one of %d", s, len(found))
		}
	})
}
