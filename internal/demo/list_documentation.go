package demo

import (
	"fmt"
	"strconv"

	"kashf.org/kashf/internal/register"
)

// documentationList is the export of a documentation centre's database: the
// name in three columns, everything coded, dates in ISO form.
func documentationList() *List {
	return &List{
		Key: "documentation", FileName: "cases_export_2024-10.csv", Encoding: UTF8, Comma: ',',
		Source: Source{
			NameAr: "قاعدة بيانات مركز السجل", NameEn: "Database of the record centre",
			Kind: "ngo_dataset", Owner: OrgArchive, Reliability: 2, From: "2011-03", To: "2024-10",
			Sharing: register.ShareAll, NoDuplicates: true,
		},
		Header: []string{
			"رقم الحالة", "الاسم", "اسم الأب", "النسبة", "اسم الأم", "الجنس", "سنة الولادة", "العمر عند الاعتقال",
			"المهنة", "المحافظة", "تاريخ الاعتقال", "طريقة الاعتقال", "الجهة المسؤولة", "مكان الاحتجاز",
			"الحالة", "تاريخ الإفراج", "تاريخ الوفاة", "ملاحظات",
		},
		ArrestColumns: []int{7, 10, 11, 12},
		layout: layout{
			// It claims to hold nobody twice, and nearly keeps its word.
			closed: On(2024, 10, 15), twice: .008, gaps: []string{"غير محدد", "مجهول"},
			has: func(d dice, p *Person) bool {
				return d.chance(.40) && (p.Sex == Man || d.chance(.8))
			},
			cells: documentationRow,
		},
	}
}

func documentationRow(s *scribe) []string {
	year, age := "", ""
	switch {
	case s.chance(.55):
		year = strconv.Itoa(s.bornYear(.15))
	case s.chance(.6):
		age = s.ageAt(s.p.Arrest.Day, .3)
	}
	given := s.p.Given
	if s.chance(.03) {
		given += " (" + s.kunya() + ")"
	}
	o := s.outcomeBy(s.list.closed)
	freed, died := "", ""
	switch o {
	case Freed:
		freed = s.date(s.p.Fate.Day, isoDate, .7)
	case Died:
		died = s.date(s.p.Fate.Day, isoDate, .5)
	}
	note := ""
	if s.chance(.04) {
		note = "يحتاج إلى تدقيق: ورد الاسم في قائمة أخرى"
	}
	return []string{
		fmt.Sprintf("SD-%06d", 100000+s.number*7),
		s.typo(.02, s.arabic(.12, given)),
		s.known(.78, s.arabic(.12, s.f.Father)),
		s.arabic(.12, s.f.Name),
		s.known(.6, s.arabic(.12, s.f.Mother)),
		s.known(.97, s.sex("ذكر", "أنثى")),
		year, age,
		s.known(.4, occupations[s.p.Work][0]),
		s.known(.9, governorateOf(s.f.Town.Governorate).arabic),
		s.date(s.p.Arrest.Day, isoDate, .85),
		s.known(.7, modeOf(s.p.Arrest.Mode).arabic),
		s.known(.75, agencyOf(s.p.Arrest.By).arabic),
		s.known(.55, s.somePlace(s.list.closed).arabic),
		arabicOutcome(o, s.p.Sex),
		freed, died, note,
	}
}
