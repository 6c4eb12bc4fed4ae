package intake

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestAges(t *testing.T) {
	for cell, want := range map[string][2]string{
		"33": {"33"}, "٣٣ سنة": {"33"}, "33.0": {"33"}, "33 years": {"33"}, "33y": {"33"}, "40 عاماً": {"40"}, "25 ans": {"25"}, "3": {"3"},
		"6 أشهر": {"6m", "child_or_length"}, "٦ أشهر": {"6m", "child_or_length"}, "18 months": {"18m", "child_or_length"},
		"3 سنوات": {"3", "child_or_length"}, "2 years": {"2", "child_or_length"},
		"0": {"", "age"}, "0 سنة": {"", "age"}, "0 months": {"", "length_of_time"}, "-3": {"", "age"}, "400": {"", "age"}, "33.5": {"", "age"}, "3x": {"", "age"},
		"120 months": {"", "length_of_time"}, "10 أيام": {"", "length_of_time"}, "مدة سنتين": {"", "length_of_time"}, "سنتين": {"", "length_of_time"},
		"سنة ونصف": {"", "length_of_time"}, "5 سنوات و3 أشهر": {"", "length_of_time"}, "for 2 years": {"", "length_of_time"}, "two years": {"", "length_of_time"}, "لمدة 3 سنوات": {"", "length_of_time"},
		"30-35": {"30-35"}, "٣٠ - ٣٥": {"30-35"}, "30–35 سنة": {"30-35"}, "بين 30 و35": {"30-35"}, "من 30 إلى 35 سنة": {"30-35"}, "between 30 and 35": {"30-35"}, "30 to 35 years": {"30-35"},
		"35-30": {"", "age"}, "5-80": {"", "age"}, "2013-2014": {"", "age"}, "30/35": {"", "age"},
		"في الثلاثينات": {"30-39"}, "الثلاثينيات": {"30-39"}, "في الأربعينات من العمر": {"40-49"}, "thirties": {"30-39"}, "in his 30s": {"30-39"}, "late forties": {"40-49"},
		"مواليد الستينات": {"", "age"}, "eighties": {"", "age"}, "في الثمانينات": {"", "age"}, "thirties or forties": {"", "age"},
		"حوالي 30": {"27-33"}, "٣٠ تقريبا": {"27-33"}, "٣٠ تقريباً": {"27-33"}, "نحو 30 سنة": {"27-33"}, "about 30": {"27-33"}, "approx. 45 years": {"41-49"}, "~30": {"27-33"}, "~ 30": {"27-33"}, "عمره حوالي 16": {"14-18"}, "environ 30 ans": {"27-33"}, "30 civarında": {"27-33"},
		"about 3": {"", "age"}, "about 3 years": {"", "length_of_time"}, "حوالي 3 سنوات": {"", "length_of_time"}, "about 120": {"", "age"}, "about 1985": {"", "age"}, "حوالي 6 أشهر": {"", "length_of_time"}, "about": {"", "age"}, "حوالي": {"", "age"},
		"30s": {"30-39"}, "قاصر": {"0-17"}, "Minor": {"0-17"}, "طفل": {"0-17"}, "طفلة": {"0-17"}, "رضيع": {"0-2"}, "infant": {"0-2"}, "مسن": {"60-125"}, "مسنّة": {"60-125"}, "elderly": {"60-125"}, "(قاصر)": {"0-17"}, "طفل وأمه": {"", "age"}, "minor injury": {"", "age"},
		"سنة": {"", "age"}, "شاب": {"", "age"}, "1985": {"", "age"},
	} {
		norm, why := readAge(cell)
		if d := cmp.Diff(want, [2]string{norm, string(why)}); d != "" {
			t.Errorf("readAge(%q) (-want +got):\n%s", cell, d)
		}
	}
}

// A length of time is no date, and no age: it is told, and kept as a note.
func TestLengthsOfTimeAreNotes(t *testing.T) {
	got, m, issues := claimed(t, "الاسم الكامل\tالعمر\tتاريخ الاعتقال\nسامر الحلاق\t33\t2012\nليلى الديري\tمدة سنتين\t3 سنوات\nجمال الشامي\t6 أشهر\t2 years\nرنا الحداد\t41\tسنة 2013\n")
	want := []string{
		"full_name=سامر الحلاق age=33 arrest_date=2012", "full_name=ليلى الديري note=مدة سنتين note=3 سنوات",
		"full_name=جمال الشامي age=6 أشهر note=2 years", "full_name=رنا الحداد age=41 arrest_date=سنة 2013",
	}
	if d := cmp.Diff(want, got); d != "" || !m.Sure {
		t.Errorf("claims, sure %v (-want +got):\n%s", m.Sure, d)
	}
	if d := cmp.Diff([]Reason{LengthOfTime, LengthOfTime, ChildOrLength, LengthOfTime}, issues); d != "" {
		t.Errorf("issues (-want +got):\n%s", d)
	}
}
