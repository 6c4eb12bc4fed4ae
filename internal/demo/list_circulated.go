package demo

import (
	"strconv"

	"kashf.org/kashf/internal/register"
)

// circulatedList went round on the web: both scripts and chat letters in one
// column, kunyas, typing errors, in an old Windows encoding.
func circulatedList() *List {
	return &List{
		Key: "circulated", FileName: "asmaa-mu3taqaleen-2018.csv", Encoding: Windows1256, Comma: ',', CRLF: true,
		Source: Source{
			NameAr: "قائمة متداولة على الإنترنت", NameEn: "List circulated on the web",
			Kind: "list_circulated", Owner: OrgArchive, Origin: "circulated", Reliability: 5, From: "2011", To: "2018-08",
			Sharing: register.ShareOwner,
		},
		Header:        []string{"م", "الاسم", "اسم الام", "العمر", "من اين", "تاريخ الاعتقال", "السجن", "معلومات"},
		ArrestColumns: []int{5},
		layout: layout{
			closed: On(2018, 8, 31), twice: .06, gaps: []string{"؟", "---", "مجهول", "xxx"},
			has:   func(d dice, _ *Person) bool { return d.chance(.2) },
			cells: circulatedRow,
		},
	}
}

func circulatedRow(s *scribe) []string {
	parts := s.full(.5, .15)
	if s.chance(.04) {
		parts[0], parts[1] = parts[1], parts[0]
	}
	var name, mother, from string
	gov := governorateOf(s.f.Town.Governorate)
	if x := s.Float64(); x < .45 {
		name, mother, from = s.arabic(.3, parts...), s.arabic(.3, s.f.Mother), gov.short
		if s.chance(.2) {
			name += " " + oneOf(s.dice, "", "الملقب ") + s.kunya()
		}
	} else {
		st := english
		if x > .8 {
			st = arabizi
		}
		name, mother, from = s.latin(parts, st), s.latin([]string{s.f.Mother}, st), gov.english
	}
	if s.chance(.3) {
		from = s.f.Town.Arabic
	}
	note := ""
	switch {
	case s.chance(.06):
		note = "شاهده معتقل سابق"
	case s.chance(.03):
		note = "منقول عن صفحة، غير مؤكد"
	case s.chance(.04):
		note = "شهيد تحت التعذيب"
	}
	return []string{
		strconv.Itoa(s.number),
		s.typo(.12, name),
		s.known(.25, mother),
		s.known(.35, s.ageAt(s.p.Arrest.Day, .5)),
		s.known(.6, from),
		s.date(s.p.Arrest.Day, oneOf(s.dice, isoDate, slashDate, dotDate, syrianDate), .6),
		s.known(.4, s.somePlace(s.list.closed).heard),
		note,
	}
}
