package demo

import (
	"fmt"
	"strconv"

	"kashf.org/kashf/internal/register"
)

// gateList was kept by volunteers at the gate of the opened prison: names as
// heard, ages by eye, the number and the cell from inside, and no dates. Many
// ran past and were never written down.
func gateList() *List {
	return &List{
		Key: "gate", FileName: "bawwaba-2024-12-08.csv", Encoding: UTF8, Comma: ',',
		Source: Source{
			NameAr: "قائمة البوابة – سجن صيدنايا، كانون الأول 2024", NameEn: "Gate list, Sednaya, December 2024",
			Kind: "survivor", Owner: OrgArchive, Reliability: 3, From: "2024-12-08", To: "2024-12-10",
			Sharing: register.ShareAll,
		},
		Header: []string{
			"الرقم", "الاسم كما سُمع", "الجنس", "العمر التقريبي", "من أين", "الرقم في الداخل", "المهجع",
			"الحالة عند الخروج", "طفل مرافق", "ملاحظات",
		},
		layout: layout{
			closed: Opening + 2, twice: .05, gaps: []string{"لم يجب", "؟"},
			has: func(d dice, p *Person) bool {
				st, ok := p.in(OpenedPrison)
				return ok && p.Fate.Outcome == Opened && st.To == p.Fate.Day && d.chance(.78)
			},
			cells: gateRow,
			child: gateChild,
		},
	}
}

// exits are the words of the gate for the codes of "physical_state_at_exit".
var exits = []struct {
	words  string
	weight int
}{
	{"يمشي", 62}, {"يحتاج مساعدة", 20}, {"على نقالة", 7}, {"مشوش لا يعرف أين هو", 6}, {"فاقد الوعي", 1}, {"", 4},
}

func gateRow(s *scribe) []string {
	state := table[string]{}
	for _, e := range exits {
		state.add(e.words, e.weight)
	}
	condition := state.draw(s.dice)
	stay, _ := s.p.in(OpenedPrison)
	with, note := "", ""
	if len(s.p.Children) > 0 {
		with = "نعم"
	}
	switch {
	case s.chance(.08):
		note = "غادر قبل أن نكمل"
	case s.p.With != 0 && s.chance(.4):
		note = s.sex("يسأل عن ", "تسأل عن ") + s.together()
	}
	return []string{
		strconv.Itoa(s.number),
		s.heardName(condition),
		s.known(.9, s.sex("ذكر", "أنثى")),
		s.known(.75, s.ageAt(Opening, .7)),
		s.known(.6, governorateOf(s.f.Town.Governorate).short),
		s.known(.55, strconv.Itoa(stay.Number)),
		s.known(.5, stay.Cell),
		condition, with, note,
	}
}

// heardName is what somebody in a crowd understood: seldom more than two
// parts; nothing from those who could not say it.
func (s *scribe) heardName(condition string) string {
	switch x := s.Float64(); {
	case condition == "فاقد الوعي", condition == "مشوش لا يعرف أين هو" && x < .5:
		return "مجهول الاسم"
	case x < .05:
		return s.arabic(.2, s.p.Given) + " (" + s.kunya() + ")"
	case x < .35:
		return s.typo(.1, s.arabic(.2, s.full(1, .05)...))
	}
	return s.typo(.1, s.arabic(.2, s.p.Given, s.f.Name))
}

// gateChild writes a child who came out with the mother: held there, never
// arrested, and without a number.
func gateChild(s *scribe, c *Child) []string {
	sex := "ذكر"
	if c.Sex == Woman {
		sex = "أنثى"
	}
	age := strconv.Itoa(c.Born.yearsTo(Opening))
	return []string{
		strconv.Itoa(s.number), c.Given, sex, age, "", "", "", "يمشي", "",
		fmt.Sprintf("مع أمه %s", s.p.Given),
	}
}
