package demo

import (
	"strconv"

	"kashf.org/kashf/internal/register"
)

// familiesList is what an association of families wrote down: full names in
// Arabic, the mother's name, who was taken together; saved from a spreadsheet.
func familiesList() *List {
	return &List{
		Key: "families", FileName: "qawaem-al-ahali.csv", Encoding: UTF8BOM, Comma: ';', CRLF: true,
		Source: Source{
			NameAr: "سجل رابطة الأهالي", NameEn: "Register of the families' association",
			Kind: "family", Owner: OrgFamilies, Reliability: 2, From: "2011", To: "2020",
			Sharing: register.ShareNamed, SharedWith: []OrgKey{OrgArchive, OrgOversight},
		},
		Header: []string{
			"الرقم", "الاسم الثلاثي والنسبة", "اسم الأم ونسبتها", "الجنس", "تاريخ الولادة", "المحافظة", "البلدة",
			"تاريخ الاعتقال", "مكان الاعتقال", "الجهة المعتقلة", "آخر مكان شوهد فيه", "الوضع الحالي",
			"هاتف الأهل", "قريب معتقل", "ملاحظات",
		},
		ArrestColumns: []int{7, 8, 9},
		layout: layout{
			closed: On(2020, 3, 1), twice: .02, gaps: []string{"غير معروف", "-", "لا نعلم"},
			has: func(d dice, p *Person) bool {
				// Families of those who came home seldom go on looking.
				if p.Fate.Outcome == Freed {
					return d.chance(.14)
				}
				return d.chance(.42)
			},
			cells: familiesRow,
		},
	}
}

func familiesRow(s *scribe) []string {
	born := s.date(s.p.Born, slashDate, .45)
	if s.chance(.35) {
		born = strconv.Itoa(s.bornYear(.06))
	}
	note, relative := "", ""
	if b := s.sibling(); b != nil && s.chance(.6) {
		relative = b.Given + " (أخ)"
		if b.Sex == Woman {
			relative = b.Given + " (أخت)"
		}
	}
	switch {
	case s.p.With != 0 && s.chance(.7):
		note = s.sex("اعتقل مع ", "اعتقلت مع ") + s.together() + " في اليوم نفسه"
	case len(s.p.Children) > 0:
		note = "كان معها طفل"
	case s.chance(.05):
		note = "دفعت العائلة مبلغاً لوسيط ولم يصل خبر"
	}
	home := s.f.Town
	return []string{
		s.digits(.5, strconv.Itoa(s.number)),
		s.typo(.02, s.arabic(.06, s.full(.96, .35)...)),
		s.known(.86, s.arabic(.06, s.f.Mother, s.f.MotherFamily)),
		s.known(.9, s.sex("ذكر", "أنثى")),
		s.digits(.2, born),
		s.known(.95, governorateOf(home.Governorate).arabic),
		s.known(.8, home.Arabic),
		s.digits(.2, s.date(s.p.Arrest.Day, oneOf(s.dice, slashDate, slashDate, syrianDate), .9)),
		s.known(.6, s.p.Arrest.Town.Arabic+" - "+modeOf(s.p.Arrest.Mode).arabic),
		s.known(.65, agencyOf(s.p.Arrest.By).heard),
		s.known(.5, s.somePlace(s.list.closed).heard),
		arabicOutcome(s.outcomeBy(s.list.closed), s.p.Sex),
		s.known(.5, s.phone()),
		relative,
		note,
	}
}

// arabicOutcome is how Arabic lists word what became of somebody.
func arabicOutcome(o Outcome, sex Sex) string {
	woman := sex == Woman
	words := map[Outcome][2]string{
		Disappeared: {"مختفٍ قسرياً", "مختفية قسرياً"},
		Freed:       {"مفرج عنه", "مفرج عنها"},
		Opened:      {"تحرر عند فتح السجن", "تحررت عند فتح السجن"},
		Died:        {"متوفى", "متوفاة"},
		SeenLast:    {"معتقل", "معتقلة"},
	}[o]
	if woman {
		return words[1]
	}
	return words[0]
}
