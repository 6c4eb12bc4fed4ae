package main

import (
	"kashf.org/kashf/internal/review"
	"kashf.org/kashf/internal/review/victims"
)

// demoPlace is where people of the demo's cases are held, and where a grave crime
// is said to have happened.
const demoPlace = "سجن المدينة المركزي"

// tellVictims fills the victims' register: people and an association who told
// the liaison what was done, of whom some may concern a case. Nobody of them
// lives.
func (s *stage) tellVictims() error {
	all := []string{"match", "contact"}
	for _, t := range []struct {
		victims.Told
		list string
	}{
		{victims.Told{
			Name: "أم وسيم", Link: "family", Harms: []string{"disappeared"}, Harm: "أُخذ ابني من بيتنا ولم يعد.", Place: demoPlace, From: "2013", To: "2013", Unit: "حرس الليل",
			Contact: "عن طريق الجمعية", Channel: "through_association", Wish: review.WishTold, Agreed: all, Support: true,
		}, ""},
		{victims.Told{
			Name: "من طلب ألا يُسمى", Link: "harmed", Harms: []string{"tortured", "detained"}, Harm: "ضُربنا في الممر ليلًا.", Place: demoPlace, From: "2013-07", To: "2013-07",
			Channel: "visit", Wish: review.WishOnlyRelease, Agreed: []string{"match"}, Support: true, Apart: true,
		}, ""},
		{victims.Told{
			Name: "رابطة أهالي الوادي", Link: "family", Harms: []string{"disappeared", "killed"}, Place: demoPlace, From: "2012", To: "2014", Speaks: "محامية الرابطة",
			Channel: "phone", Wish: review.WishTold, Agreed: all, Support: true,
		}, "وسيم الزراعي\nربيع المزارع\nليث البستاني\n"},
		{victims.Told{Name: "أبو ليث", Link: "family", Harms: []string{"detained"}, Wish: review.WishNotTold, Channel: "none", Support: true}, ""},
	} {
		var list []byte
		if t.list != "" {
			list = []byte(t.list)
		}
		if _, err := s.d.victims.Register(s.ctx, s.as("liaison"), t.Told, list != nil, list); err != nil {
			return err
		}
	}
	return nil
}
