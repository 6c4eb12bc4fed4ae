package demo

import (
	"fmt"
	"strconv"
	"strings"

	"kashf.org/kashf/internal/register"
)

// englishList is what an organisation abroad keeps: Latin letters, several
// hands, several spellings of one name.
func englishList() *List {
	return &List{
		Key: "english", FileName: "detainees_master_2022.csv", Encoding: UTF8, Comma: ',',
		Source: Source{
			NameAr: "القائمة الرئيسية لمنظمة ميريديان", NameEn: "Meridian master list",
			Kind: "ngo_dataset", Owner: OrgAbroad, Reliability: 3, From: "2011-03", To: "2022-06",
			Sharing: register.ShareNamed, SharedWith: []OrgKey{OrgArchive},
		},
		Header: []string{
			"Ref", "Full name", "Mother's name", "Sex", "Year of birth", "Age at arrest", "Governorate", "Place of origin",
			"Date of arrest", "Place of arrest", "Arrested by", "Place of detention", "Status", "Last updated", "Comments",
		},
		ArrestColumns: []int{5, 8, 9, 10},
		layout: layout{
			closed: On(2022, 6, 30), twice: .035, gaps: []string{"unknown", "N/A", "?"},
			has: func(d dice, p *Person) bool {
				// It began early and lost its contacts inside the country.
				if p.Arrest.Day.Year() > 2014 {
					return d.chance(.12)
				}
				return d.chance(.29)
			},
			cells: englishRow,
		},
	}
}

var englishOutcomes = map[Outcome]string{
	Disappeared: "Forcibly disappeared", Freed: "Released", Opened: "Released",
	Died: "Reported dead", SeenLast: "Detained",
}

func englishRow(s *scribe) []string {
	name := s.latin(s.full(.72, .2), english)
	if s.chance(.08) {
		name = strings.Replace(name, " ", oneOf(s.dice, " bin ", " ibn "), 1)
	}
	if s.chance(.15) {
		name = strings.ToUpper(name)
	}
	year, age := "", ""
	switch {
	case s.chance(.5):
		year = strconv.Itoa(s.bornYear(.18))
	case s.chance(.5):
		age = s.ageAt(s.p.Arrest.Day, .4)
	}
	mother := s.f.Mother
	if s.chance(.3) {
		mother = mother + " " + s.f.MotherFamily
	}
	comment := ""
	if b := s.sibling(); b != nil && s.chance(.4) {
		comment = s.sex("Brother", "Sister") + " of " + s.latin([]string{b.Given}, english)
	}
	updated := s.p.Arrest.Day + Day(s.between(30, 900))
	return []string{
		fmt.Sprintf("M%05d", s.number),
		s.typo(.05, name),
		s.known(.4, s.latin([]string{mother}, english)),
		s.known(.9, s.sex("M", "F")),
		year, age,
		s.known(.85, governorateOf(s.f.Town.Governorate).english),
		s.known(.55, s.f.Town.English),
		s.date(s.p.Arrest.Day, englishDate, .8),
		s.known(.5, s.p.Arrest.Town.English+", "+modeOf(s.p.Arrest.Mode).english),
		s.known(.55, agencyOf(s.p.Arrest.By).english),
		s.known(.5, s.somePlace(s.list.closed).english),
		englishOutcomes[s.outcomeBy(s.list.closed)],
		min(updated, s.list.closed).String(),
		comment,
	}
}
