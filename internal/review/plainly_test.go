package review

import (
	"testing"

	"kashf.org/kashf/internal/register"
)

// Whoever writes in the review's name calls nobody more than a court has; the
// law's own words pass, and so does what a source says, in quotation marks.
func TestNoStrongerWord(t *testing.T) {
	for text, ok := range map[string]bool{
		"He is a criminal":                        false,
		"the perpetrator was seen":                false,
		"known criminals":                         false,
		"المجرم اعترف":                            false,
		"وللشبيحة دور":                            false,
		"كان مُجرِمًا":                            false,
		"إنه مجـــرم":                             false,
		"هو مجرمًا كان أو لم يكن":                 false,
		"a mur\u200bderer":                        false,
		"a mur\u3164derer":                        false,
		"the ｋｉｌｌｅｒ":                              false,
		"فلولا الشاهد لما عُرف":                   true,
		"كان من الإرهابيين":                       false,
		"the criminal court of the town":          true,
		"Criminal Code, article 341":              true,
		"a war crime is alleged":                  true,
		"الشاهد قال: «هذا مجرم»":                  true,
		"The list says \"terrorist\" beside him.": true,
		"القانون الجنائي":                         true,
		"ارتكاب جريمة":                            true,
		"معاملة قاسية":                            true,
	} {
		if err := (&Case{}).presumes(text); (err == nil) != ok {
			t.Errorf("%s: %v, want it to pass: %v", text, err, ok)
		}
	}
	judged := &Case{Findings: []Held{{Finding: Finding{Standard: P4}, Court: true}}}
	if err := judged.presumes("the court found him guilty"); err != nil {
		t.Errorf("after a judgment: %v", err)
	}
}

// The record of a hearing is the review's own text too: what somebody said there
// stands in quotation marks.
func TestNoStrongerWordInTheRecord(t *testing.T) {
	for said, ok := range map[string]bool{"He admitted that he is a murderer.": false, "He said: \"they called me a murderer\".": true, "": true} {
		if err := (&Case{}).presumes(typed(&HeardBody{Said: said})...); (err == nil) != ok {
			t.Errorf("%s: %v, want it to pass: %v", said, err, ok)
		}
	}
}

// What leaves tells no day, in any writing, no number of a paper and no case.
func TestTraceless(t *testing.T) {
	for _, text := range []string{"on 3/5/2013", "٢٠١٣-٠٥-٠٣", "في 3 أيار 2013", "في ٣ من شهر أيار", "3 كانون الثاني 2014", "May 3, 2013", "the 3rd of May", "3.5.13", "1 أغسطس", "12 تشرين الثاني"} {
		if !tellsDay(text) {
			t.Errorf("%s is not seen as a day", text)
		}
	}
	for _, text := range []string{"in May 2013", "في أيار 2013", "after 3 months", "may 40 of them", "شتاء 2012", "المادة 9 من العهد", "ICCPR 9(1), 14(3)(b)", "2012-2014", "ابن 12 سنة"} {
		if tellsDay(text) {
			t.Errorf("%s is taken for a day", text)
		}
	}
	if !tellsNumber("رقمه ٩٠٨٧٦") || tellsNumber("in 2013 and 2014") {
		t.Error("a paper's number is not told from a year")
	}
	id := CaseID("01JABCDEFGHJKMNPQRST7XYZAB")
	for _, text := range []string{"case T7XY-ZAB0", "see ST7X-YZAB", "st7xyzab"} {
		if got := tellsCase(text, id); got != (text != "case T7XY-ZAB0") {
			t.Errorf("%s: %v", text, got)
		}
	}
}

func TestTellsPlace(t *testing.T) {
	rs := []register.Record{{Claims: []register.Claim{
		{Field: register.Residence, Value: "دوما"}, {Field: register.ArrestPlace, Value: "حاجز القطيفة"}, {Field: register.Place, Value: "حمص"},
		{Field: register.FullName, Value: "سامر"}, {Field: register.BirthPlace, Value: "قدسيا", Absence: register.Withheld},
	}}}
	places := placesOf(rs)
	tells := func(text string) bool {
		for _, p := range places {
			if tellsPlace(wordsOf(text), p) {
				return true
			}
		}
		return false
	}
	for text, want := range map[string]bool{
		"رجل من دوما": true, "اعتقل بدوما": true, "ودوما أيضاً": true, "عند حاجز القطيفة": true, "بحاجز القطيفة": true,
		"رجل من حمص": false, "سامر": false, "عند حاجز": false, "قدسيا": false, "دوماً كان يعمل": true, // one word, two meanings: refused, and said otherwise
	} {
		if got := tells(text); got != want {
			t.Errorf("%s: %v, want %v", text, got, want)
		}
	}
	if !tellsGovernorate("في ريف دمشق") || !tellsGovernorate("بحمص") || tellsGovernorate("ضُرب موقوفون في مكان احتجاز") {
		t.Error("a governorate in a notice to victims")
	}
}
