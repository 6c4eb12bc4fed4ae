package facilities

import (
	"slices"
	"strconv"
	"strings"

	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/vocab"
	"kashf.org/kashf/internal/web/part"
	"kashf.org/kashf/internal/web/screen/attach"
	"kashf.org/kashf/place"
)

// A ListView is the list of places, or what a search found.
type ListView struct {
	Query  string
	Found  []FoundView
	Groups []GroupView
	Count  int
	// Map and Bars say how many people sources say were held in each
	// governorate; Bars is nil for who is not told.
	Map  part.Map
	Bars []part.Bar
}

// A GroupView is the places of one governorate.
type GroupView struct {
	Code string
	Name string
	Rows []RowView
}

// A RowView is one place in a list.
type RowView struct {
	Name, Also, AlsoLang, Href string
	Kind, Agency, Governorate  string
	Known                      bool // read at a source, not only known in the field
	Building                   bool
	Persons                    string // held there as sources say, its parts included; "" for who is not told
}

// A FoundView is a place that a name can mean.
type FoundView struct {
	Row                    RowView
	Alias, Refers, Warning string
}

// A SiteView is one place's page.
type SiteView struct {
	Name, Also, AlsoLang string
	Facts                []part.Fact
	Grade                string
	Tone                 part.Tone
	Note                 string
	Aliases              []AliasView
	Of                   *RowView // the site of a building
	Held                 HeldView
	Told                 ToldView
	Layout               LayoutView
	Files                attach.View
}

// An AliasView is another name of a place.
type AliasView struct {
	Text, Lang, Refers string
	Disputed           bool
	TwoMeanings        bool // means something else to others
}

func name(p locale.Printer, s register.Site) string {
	if p.RTL() && s.NameAr != "" || s.NameEn == "" {
		return s.NameAr
	}
	return s.NameEn
}

// also is a place's name in the other language, "" where it has none.
func also(p locale.Printer, s register.Site) (text, lang string) {
	text, lang = s.NameAr, "ar"
	if p.RTL() {
		text, lang = s.NameEn, "en"
	}
	if text == name(p, s) {
		return "", ""
	}
	return text, lang
}

func governorate(p locale.Printer, code string) string {
	if g, ok := place.Lookup(place.Code(code)); ok {
		return g.Name(p.Lang())
	}
	return p.T("facilities.nowhere")
}

func row(p locale.Printer, s register.Site) RowView {
	v := RowView{
		Name: name(p, s), Href: "/facilities/" + string(s.ID), Kind: vocab.Label("facility_type", s.Kind, p.Lang()), Agency: agencies(p, s.Agency),
		Governorate: governorate(p, s.Governorate), Known: s.Grade == "R", Building: s.Parent != "",
	}
	v.Also, v.AlsoLang = also(p, s)
	return v
}

// agencies are those that held a place, one after another.
func agencies(p locale.Printer, codes string) string {
	var names []string
	for c := range strings.FieldsSeq(codes) {
		names = append(names, vocab.Label("agency", c, p.Lang()))
	}
	return strings.Join(names, p.T("common.list.comma"))
}

// refers says what of a place a name means.
func refers(p locale.Printer, code string) string {
	if key := "facilities.refers." + code; code != "" && p.Has(key) {
		return p.T(key)
	}
	return code
}

func siteView(p locale.Printer, s register.Site, all []register.Site) SiteView {
	v := SiteView{Name: name(p, s), Note: s.Note, Grade: p.T("facilities.grade.k"), Tone: part.Warn}
	v.Also, v.AlsoLang = also(p, s)
	if s.Grade == "R" {
		v.Grade, v.Tone = p.T("facilities.grade.r"), part.Good
	}
	v.Facts = []part.Fact{
		{Label: p.T("facilities.kind"), Value: vocab.Label("facility_type", s.Kind, p.Lang())},
		{Label: p.T("facilities.agency"), Value: agencies(p, s.Agency), None: s.Agency == ""},
		{Label: p.T("facilities.governorate"), Value: governorate(p, s.Governorate)},
		{Label: p.T("facilities.known"), Tag: &part.Label{Tone: v.Tone, Text: v.Grade}},
		{Label: p.T("facilities.position"), Value: position(p, s), None: s.Lat == 0 && s.Lon == 0},
		{Label: p.T("facilities.code"), Value: string(s.ID)},
	}
	if s.Agency == "" {
		v.Facts[1].Value = p.T("common.unknown")
	}
	for _, a := range s.Aliases {
		v.Aliases = append(v.Aliases, AliasView{Text: a.Name, Lang: a.Lang, Refers: refers(p, a.RefersTo), Disputed: a.Disputed, TwoMeanings: twoMeanings(a.Name)})
	}
	slices.SortStableFunc(v.Aliases, func(a, b AliasView) int { // the reader's language first
		return strings.Compare(order(p, a.Lang)+a.Lang, order(p, b.Lang)+b.Lang)
	})
	for _, o := range all {
		if o.ID == s.Parent {
			r := row(p, o)
			v.Of = &r
		}
	}
	return v
}

// twoMeanings reports whether a name means more than one place.
func twoMeanings(name string) bool {
	return slices.ContainsFunc(place.FindFacility(name), func(c place.Candidate) bool { return c.Warning == place.TwoMeanings })
}

// order puts the reader's language before the others.
func order(p locale.Printer, lang string) string {
	if lang == p.Lang() {
		return "0"
	}
	return "1"
}

func position(p locale.Printer, s register.Site) string {
	if s.Lat == 0 && s.Lon == 0 {
		return p.T("facilities.position.none")
	}
	return strconv.FormatFloat(s.Lat, 'f', 4, 64) + ", " + strconv.FormatFloat(s.Lon, 'f', 4, 64)
}
