package demo

import (
	"fmt"
	"strconv"

	"kashf.org/kashf/internal/register"
)

// transferRegister is the copy of a branch's book: who came, with what number,
// into which room, and where they were sent. Clerks write it, so its dates are
// exact and its names short.
func transferRegister() *List {
	return &List{
		Key: "transfers", FileName: "sijill-248.csv", Encoding: UTF8, Comma: ';',
		Source: Source{
			NameAr: "سجل الإحالات – الفرع 248", NameEn: "Transfer register, Branch 248",
			Kind: "official_register", Owner: OrgArchive, Reliability: 1, From: "2011", To: "2018",
			Sharing: register.ShareNamed, SharedWith: []OrgKey{OrgOversight}, NoDuplicates: true,
		},
		Header: []string{
			"التسلسل", "الاسم والنسبة", "اسم الأب", "اسم الأم", "المواليد", "رقم الموقوف", "الجهة الموقفة", "مكان الاحتجاز",
			"تاريخ الدخول", "المهجع", "تاريخ الخروج", "الجهة المحال إليها", "ملاحظات",
		},
		ArrestColumns: []int{6},
		layout: layout{
			closed: On(2018, 12, 31), gaps: []string{"-"},
			has: func(d dice, p *Person) bool {
				st, ok := p.in(RegisterBranch)
				return ok && st.From <= On(2018, 12, 31) && d.chance(.88)
			},
			order: func(p *Person) Day {
				st, _ := p.in(RegisterBranch)
				return st.From
			},
			cells: transferRow,
		},
	}
}

func transferRow(s *scribe) []string {
	stay, _ := s.p.in(RegisterBranch)
	to, note := "", ""
	for i, st := range s.p.Stays {
		if st.Facility == RegisterBranch && i+1 < len(s.p.Stays) {
			to = siteOf(s.p.Stays[i+1].Facility).arabic
		}
	}
	if to == "" && stay.To != NoDay && s.p.Fate.Outcome == Freed {
		note = "أخلي سبيله"
	}
	until := ""
	if stay.To != NoDay {
		until = stay.To.Time().Format("2006/01/02")
	}
	return []string{
		strconv.Itoa(s.number),
		s.typo(.02, s.arabic(.2, s.p.Given, s.f.Name)),
		s.known(.95, s.arabic(.2, s.f.Father)),
		s.known(.85, s.arabic(.2, s.f.Mother)),
		s.known(.9, fmt.Sprintf("%s %d", s.f.Town.Arabic, s.bornYear(.05))),
		strconv.Itoa(stay.Number),
		s.known(.9, agencyOf(s.p.Arrest.By).arabic),
		siteOf(RegisterBranch).arabic,
		stay.From.Time().Format("2006/01/02"),
		s.known(.8, stay.Cell),
		until,
		s.known(.9, to),
		note,
	}
}
