package demo

import (
	"fmt"
	"strconv"

	"kashf.org/kashf/internal/register"
)

// deathsList are deaths as civil registries noted them years later: few rows,
// a cause that means nothing, and some people who were alive.
func deathsList() *List {
	return &List{
		Key: "deaths", FileName: "wafayat-2018-2023.csv", Encoding: UTF8BOM, Comma: ',',
		Source: Source{
			NameAr: "وفيات مبلغ عنها في السجل المدني", NameEn: "Deaths reported by civil registries",
			Kind: "civil_registry", Owner: OrgFamilies, Reliability: 3, From: "2018", To: "2023",
			Sharing: register.ShareNamed, SharedWith: []OrgKey{OrgArchive},
		},
		Header: []string{
			"رقم الواقعة", "الاسم الكامل", "اسم الأم", "سنة الولادة", "القيد", "الوضع", "تاريخ الوفاة", "مكان الوفاة",
			"سبب الوفاة كما ورد", "ملاحظات",
		},
		layout: layout{
			closed: On(2023, 12, 31), twice: .02, gaps: []string{"غير مذكور"},
			has: func(d dice, p *Person) bool {
				switch p.Fate.Outcome {
				case Died:
					return d.chance(.22)
				case Opened: // a notice of death for somebody who came out alive
					return d.chance(.02)
				}
				return d.chance(.004)
			},
			cells: deathRow,
		},
	}
}

func deathRow(s *scribe) []string {
	day := s.p.Fate.Day
	if s.p.Fate.Outcome != Died {
		day = s.p.Arrest.Day + Day(s.between(200, 1200))
	}
	if s.chance(.3) { // the registry wrote the day of the notice
		day = On(2018, 7, 1) + Day(s.between(0, 1500))
	}
	return []string{
		fmt.Sprintf("%d/%d", s.number, s.between(2018, 2023)),
		s.arabic(.1, s.full(1, .3)...),
		s.known(.95, s.arabic(.1, s.f.Mother, s.f.MotherFamily)),
		strconv.Itoa(s.bornYear(.03)),
		s.known(.8, fmt.Sprintf("%s خ %d", s.f.Town.Arabic, s.between(1, 900))),
		"متوفى",
		min(day, s.list.closed).String(),
		s.known(.6, oneOf(s.dice, "دمشق", "مشفى تشرين العسكري", "مشفى 601 العسكري (المزة)")),
		oneOf(s.dice, "توقف القلب والتنفس", "احتشاء عضلة قلبية", "غير مذكور", ""),
		s.known(.2, "استلمت العائلة بياناً دون جثمان"),
	}
}
