package vocab

import (
	"regexp"
	"strings"
	"testing"
	"unicode"
)

func TestEveryTermIsWhole(t *testing.T) {
	code := regexp.MustCompile(`^[a-z0-9]+(_[a-z0-9]+)*$`)
	for _, name := range Lists() {
		labels, codes := map[string]bool{}, map[string]bool{}
		for _, term := range List(name) {
			if !code.MatchString(term.Code) || codes[term.Code] {
				t.Errorf("%s: code %q is misspelt or there twice", name, term.Code)
			}
			codes[term.Code] = true
			if !inScript(term.Ar, unicode.Arabic) || term.En == "" || inScript(term.En, unicode.Arabic) {
				t.Errorf("%s: %s has labels %q and %q", name, term.Code, term.Ar, term.En)
			}
			for _, l := range []string{term.Ar, term.En} {
				if labels[l] {
					t.Errorf("%s: %s shares the label %q with another code", name, term.Code, l)
				}
				labels[l] = true
			}
			if Label(name, term.Code, "ar") != term.Ar || Label(name, term.Code, "en") != term.En {
				t.Errorf("%s: Label(%s) is not the term's", name, term.Code)
			}
		}
	}
}

func inScript(s string, r *unicode.RangeTable) bool {
	return strings.ContainsFunc(s, func(c rune) bool { return unicode.Is(r, c) })
}

func TestTheListsAreThere(t *testing.T) {
	for _, name := range strings.Fields("arrest_mode stated_ground agency facility_type location_level cell_type fate_status whereabouts release_mode source_type verification reliability certainty identity_grade sex marital_status document_type org_kind access_purpose relation notice_way tally part_kind consent_use consent_way event_done") {
		if len(List(name)) < 2 {
			t.Errorf("list %s has %d terms", name, len(List(name)))
		}
	}
}

func TestAChildIsNeverArrested(t *testing.T) {
	for _, term := range List("arrest_mode") {
		if strings.Contains(term.Code, "born") {
			t.Errorf("arrest_mode has %s", term.Code)
		}
	}
	if code, ok := Match("arrest_mode", "وُلد في الاحتجاز"); ok {
		t.Errorf("a birth in custody is read as the way of arrest %s", code)
	}
}

func TestEveryLabelAndCodeMatchesItself(t *testing.T) {
	for _, name := range Lists() {
		for _, term := range List(name) {
			for _, cell := range []string{term.Code, term.Ar, term.En, strings.ToUpper(term.En)} {
				if got, ok := Match(name, cell); !ok || got != term.Code {
					t.Errorf("Match(%s, %q) = %q, %v, want %q", name, cell, got, ok, term.Code)
				}
			}
		}
	}
}

func TestMatch(t *testing.T) {
	tests := []struct{ list, cell, want string }{
		{"sex", "ذكر", "male"},
		{"sex", "ذكور", "male"},
		{"sex", "male", "male"},
		{"sex", "M", "male"},
		{"sex", "homme", "male"},
		{"sex", "أنثى", "female"},
		{"sex", "انثى", "female"},
		{"sex", "F", "female"},
		{"sex", "Féminin", "female"},
		{"sex", "M / ذكر", "male"},
		{"sex", "M / F", ""},
		{"sex", "ذَكَر ", "male"},
		{"fate_status", "معتقل", "detained_unknown"},
		{"fate_status", "مُحتجَز", "detained_unknown"},
		{"fate_status", "Detained", "detained_unknown"},
		{"fate_status", "المعتقل", "detained_unknown"},
		{"fate_status", "مفرج عنه", "free_reported"},
		{"fate_status", "أُطلق سراحه", "free_reported"},
		{"fate_status", "released", "free_reported"},
		{"fate_status", "libéré", "free_reported"},
		{"fate_status", "أفرج عنه عام 2014", "free_reported"},
		{"fate_status", "متوفى", "reported_dead"},
		{"fate_status", "متوفّى", "reported_dead"},
		{"fate_status", "شهيد", "reported_dead"},
		{"fate_status", "died", "reported_dead"},
		{"fate_status", "décédé", "reported_dead"},
		{"fate_status", "died in 2013", "reported_dead"},
		{"fate_status", "مختفٍ قسرياً", "forcibly_disappeared"},
		{"fate_status", "disappeared", "forcibly_disappeared"},
		{"fate_status", "مختفي قسرا", "forcibly_disappeared"},
		{"fate_status", "not released", ""},
		{"fate_status", "لم يفرج عنه", ""},
		{"fate_status", "غير متوفى", ""},
		{"fate_status", "brother died", ""},
		{"fate_status", "released?", ""},
		{"fate_status", "شقيقه متوفى", ""},
		{"fate_status", "released, died", ""},
		{"fate_status", "", ""},
		{"fate_status", "2014", ""},
		{"agency", "الأمن العسكري", "mi"},
		{"agency", "أمن الدولة", "gid"},
		{"agency", "المخابرات الجوية", "afi"},
		{"agency", "قسد", "sdf"},
		{"agency", "داعش", "isis"},
		{"arrest_mode", "نقطة تفتيش", "checkpoint"},
		{"arrest_mode", "على الحاجز", "checkpoint"},
		{"arrest_mode", "مداهمة", "home_raid"},
		{"marital_status", "متزوج", "married"},
		{"marital_status", "célibataire", "single"},
		{"relation", "والدة", "mother"},
		{"relation", "والده", ""},
		{"relation", "زوجة", "wife"},
		{"relation", "اخت", "sister"},
		{"relation", "والدته", "mother"},
		{"relation", "frère", "brother"},
		{"relation", "sœur", "sister"},
		{"no_such_list", "x", ""},
	}
	for _, tt := range tests {
		if got, ok := Match(tt.list, tt.cell); got != tt.want || ok != (tt.want != "") {
			t.Errorf("Match(%s, %q) = %q, %v, want %q", tt.list, tt.cell, got, ok, tt.want)
		}
	}
}

// A word that two codes of a list share would be read as neither: only the
// careless spelling of ة may be shared.
func TestNoWordHasTwoMeanings(t *testing.T) {
	for name, l := range lists {
		for word, code := range l.words {
			if code == ambiguous && name != "relation" {
				t.Errorf("%s: %q is a word of two codes", name, word)
			}
		}
	}
}

func FuzzMatch(f *testing.F) {
	f.Add("M / ذكر")
	f.Add("مختفٍ قسرياً")
	f.Fuzz(func(t *testing.T, cell string) {
		for _, name := range []string{"sex", "fate_status"} {
			if code, ok := Match(name, cell); ok != Valid(name, code) {
				t.Errorf("Match(%s, %q) = %q, %v", name, cell, code, ok)
			}
		}
	})
}

func TestAnUnknownCodeIsShown(t *testing.T) {
	if got := Label("sex", "from_a_later_version", "ar"); got != "from_a_later_version" {
		t.Errorf("Label = %q, want the code", got)
	}
}
