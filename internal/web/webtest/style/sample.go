package style

import (
	"time"

	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/web/part"
)

// say picks the sample text for the language.
func say(p locale.Printer, ar, en string) string {
	if p.RTL() {
		return ar
	}
	return en
}

func day(y, m, d int) time.Time { return time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC) }

// Frame is the frame of a signed-in reader.
func Frame(p locale.Printer) part.Frame {
	return part.Frame{
		Title: say(p, "سامر خالد الدرويش", "Samer Khaled al-Darwish"), Path: "/style", Search: "/people",
		Account: &part.Account{
			Key: "k1", Name: say(p, "لين حداد", "Leen Haddad"), Org: say(p, "مكتب التوثيق", "Documentation office"), SignOut: "/sign-out",
			Links: []part.NavItem{{Label: say(p, "كلمة السر", "Password"), Href: "/account"}},
		},
		Nav: []part.NavItem{
			{Label: say(p, "الوضع", "Situation"), Href: "/"},
			{Label: say(p, "الأشخاص", "People"), Href: "/people", Current: true},
			{Label: say(p, "القوائم", "Lists"), Href: "/lists"},
			{Label: say(p, "التطابقات", "Matches"), Href: "/matches", Count: 14, Waiting: p.N("common.count.waiting", 14)},
			{Label: say(p, "دفتر القيود", "Ledger"), Href: "/ledger"},
			{Label: say(p, "المنظمات والحسابات", "Organisations and people"), Href: "/access"},
		},
		Crumbs:  []part.Crumb{{Label: say(p, "الأشخاص", "People"), Href: "/people"}, {Label: "K-004417"}},
		Flashes: []part.Flash{{Tone: part.Good, Text: say(p, "سُجّل القرار: الشخص نفسه.", "Decision recorded: same person."), Undo: "/undo"}},
		Keys:    []part.Key{{Press: "1", Does: say(p, "الشخص نفسه", "Same person")}, {Press: "2", Does: say(p, "قريبان", "Relatives")}},
	}
}

func chips(p locale.Printer) []part.Chip {
	return []part.Chip{
		{Name: say(p, "قائمة الباب الثالث", "Third gate list"), Href: "#s1", Colour: 1, Note: say(p, "سطر 112", "row 112")},
		{Name: say(p, "مقابلات العائلات 2014", "Family interviews 2014"), Href: "#s2", Colour: 2},
		{Name: "Branch register B", Href: "#s3", Colour: 3},
		{Name: say(p, "شهادات ناجين", "Survivors' testimonies"), Colour: 4},
	}
}

func facts(p locale.Printer) []part.Fact {
	return []part.Fact{
		{Label: say(p, "المصير", "Fate"), Tag: &part.Label{Tone: part.Warn, Text: say(p, "محتجز، المكان مجهول", "Held, place not known")}},
		{Label: p.T("field.birth_date"), Value: p.Date("1988~")},
		{Label: p.T("field.mother_name"), Value: "فاطمة", Lang: "ar"},
		{Label: p.T("field.arrest_date"), Value: p.Date("2013-05-19")},
		{Label: p.T("field.national_no"), Value: part.Absent(p, part.NotAsked), None: true},
		{Label: say(p, "المصادر", "Sources"), Value: p.N("common.count.sources", 4)},
	}
}

type claim struct {
	field, value, lang string
	chip               part.Chip
	tone               part.Tone
	state              string
}

func claims(p locale.Printer) []claim {
	c := chips(p)
	agreed, lone, disputed := say(p, "متّفق عليه", "agreed"), say(p, "مصدر واحد", "one source"), say(p, "متعارض", "contradicted")
	return []claim{
		{p.T("field.father_name"), "خالد", "ar", c[1], part.Good, agreed},
		{p.T("field.mother_name"), "فاطمة", "ar", c[0], part.Quiet, lone},
		{p.T("field.full_name"), "Samer Kh. Darwich", "en", c[2], part.Good, agreed},
		{p.T("field.arrest_place"), "حاجز الجسر القديم", "ar", c[3], part.Bad, disputed},
	}
}

func timeline(p locale.Printer) part.Timeline {
	c := chips(p)
	return part.Timeline{
		Caption: say(p, "أين قيل إنه كان، ومتى", "Where each source says he was, and when"),
		Rows: []part.TimelineRow{
			{Source: c[1], Spans: []part.Span{{Label: say(p, "الاعتقال", "Arrest"), Text: p.Date("2013-05-19"), From: day(2013, 5, 19), Moment: true}}},
			{Source: c[2], Spans: []part.Span{
				{Label: say(p, "فرع أ", "Branch A"), Text: p.Date("2013-05/2013-11"), From: day(2013, 5, 25), To: day(2013, 11, 1), Latest: day(2014, 2, 1)},
				{Label: say(p, "السجن المركزي", "Central prison"), Text: p.Date("2014-06/2016"), From: day(2014, 6, 1), To: day(2016, 1, 1), Earliest: day(2014, 2, 1), Latest: day(2016, 12, 31)},
			}},
			{Source: c[3], Spans: []part.Span{{Label: say(p, "شوهد في السجن المركزي", "Seen in the central prison"), Text: p.Date("2015-03~"), From: day(2015, 3, 1), Moment: true}}},
			{Source: c[0], Spans: []part.Span{{Label: say(p, "السجن المركزي", "Central prison"), Text: p.Date("2017-09/.."), From: day(2017, 9, 1), To: time.Time{}}}},
		},
	}
}

func bars(p locale.Printer) []part.Bar {
	return []part.Bar{
		{Label: say(p, "ريف دمشق", "Rural Damascus"), N: 8412, Href: "#"},
		{Label: say(p, "حمص", "Homs"), N: 6120, Href: "#"},
		{Label: say(p, "درعا", "Daraa"), N: 3377, Href: "#"},
		{Label: say(p, "دير الزور", "Deir ez-Zor"), N: 1208, Href: "#"},
		{Label: say(p, "طرطوس", "Tartous"), N: 64, Href: "#"},
	}
}

func waterfall(p locale.Printer) part.Waterfall {
	return part.Waterfall{
		Caption: say(p, "ما الذي يدلّ على أنهما شخص واحد", "What speaks for one person"),
		Start:   -9.1, First: chips(p)[0].Name, Other: chips(p)[2].Name,
		Rows: []part.Weighing{
			{Field: p.T("field.given_name"), Left: "سامر", Right: "Samer", Bits: 5.2, Says: say(p, "يدعم", "speaks for")},
			{Field: p.T("field.father_name"), Left: "خالد", Right: "Kh.", Bits: 1.1, Says: say(p, "يدعم قليلًا", "speaks a little for")},
			{Field: p.T("field.family_name"), Left: "الدرويش", Right: "Darwich", Bits: 8.4, Says: say(p, "يدعم بقوة", "speaks strongly for")},
			{Field: p.T("field.birth_year"), Left: "1988", Right: "1986", Bits: -1.6, Says: say(p, "يخالف قليلًا", "speaks a little against")},
			{Field: p.T("field.mother_name"), Left: "فاطمة", Right: "Fatme", Bits: 4.7, Says: say(p, "يدعم", "speaks for")},
		},
		Total: say(p, "الأرجح أنهما شخص واحد", "very likely one person"),
	}
}

func overlap(p locale.Printer) part.Overlap {
	var names []string
	for _, c := range chips(p) {
		names = append(names, c.Name)
	}
	return part.Overlap{
		Caption: say(p, "كم شخصًا تشترك فيه كل قائمتين", "How many people each two lists share"),
		Lists:   names,
		Cells:   [][]int{{5200, 310, 2900, 12}, {310, 900, 120, 0}, {2900, 120, 7421, 44}, {12, 0, 44, 60}},
	}
}
