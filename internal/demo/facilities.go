package demo

import "kashf.org/kashf/internal/register"

// A site is a place of detention as the lists know it. The ids are those of
// the register's seed; nothing here says anything about real events in them.
type site struct {
	id              register.FacilityID
	arabic, english string
	heard           string // as people who were inside call it
	governorate     string
	agency          string // who runs it: a code of the vocabulary "agency"
	stage           stage
}

// A stage is where a site usually stands on the way of a detained person.
type stage uint8

const (
	local   stage = iota // the branch of the governorate
	central              // a branch in the capital
	prison
)

// The opened prison of the gate lists, and the branch of the transfer register.
const (
	OpenedPrison   register.FacilityID = "SED"
	RegisterBranch register.FacilityID = "MI248"
)

var sites = []site{
	{"MI290", "الفرع 290 – حلب", "MI Branch 290 (Aleppo)", "عسكرية حلب", "SY02", "MI", local},
	{"AFA", "فرع المخابرات الجوية بحلب", "Air Force Intelligence, Aleppo", "جوية حلب", "SY02", "AFI", local},
	{"GI322", "الفرع 322 – حلب", "GID Branch 322 (Aleppo)", "أمن الدولة حلب", "SY02", "GID", local},
	{"MI261", "الفرع 261 – حمص", "MI Branch 261 (Homs)", "عسكرية حمص", "SY04", "MI", local},
	{"AFO", "فرع المخابرات الجوية بحمص", "Air Force Intelligence, Homs", "جوية حمص", "SY04", "AFI", local},
	{"GI318", "الفرع 318 – حمص", "GID Branch 318 (Homs)", "أمن الدولة حمص", "SY04", "GID", local},
	{"MI219", "الفرع 219 – حماة", "MI Branch 219 (Hama)", "عسكرية حماة", "SY05", "MI", local},
	{"GI320", "الفرع 320 – حماة", "GID Branch 320 (Hama)", "أمن الدولة حماة", "SY05", "GID", local},
	{"AFU", "سجن مطار حماة العسكري", "Hama military airport", "مطار حماة", "SY05", "AFI", local},
	{"MI223", "الفرع 223 – اللاذقية", "MI Branch 223 (Latakia)", "عسكرية اللاذقية", "SY06", "MI", local},
	{"MI271", "الفرع 271 – إدلب", "MI Branch 271 (Idlib)", "عسكرية إدلب", "SY07", "MI", local},
	{"GI331", "الفرع 331 – إدلب", "GID Branch 331 (Idlib)", "أمن الدولة إدلب", "SY07", "GID", local},
	{"MI222", "الفرع 222 – الحسكة", "MI Branch 222 (Hasakah)", "عسكرية القامشلي", "SY08", "MI", local},
	{"MI243", "الفرع 243 – دير الزور", "MI Branch 243 (Deir ez-Zor)", "عسكرية الدير", "SY09", "MI", local},
	{"MI256", "الفرع 256 – طرطوس", "MI Branch 256 (Tartus)", "عسكرية طرطوس", "SY10", "MI", local},
	{"MI245", "الفرع 245 – درعا", "MI Branch 245 (Daraa)", "عسكرية درعا", "SY12", "MI", local},
	{"MI217", "الفرع 217 – السويداء", "MI Branch 217 (Suwayda)", "عسكرية السويداء", "SY13", "MI", local},
	{"MI220", "الفرع 220 – سعسع", "MI Branch 220 (Sa'sa')", "فرع سعسع", "SY14", "MI", local},
	{"AFH", "فرع المخابرات الجوية – حرستا", "Air Force Intelligence, Harasta", "جوية حرستا", "SY03", "AFI", local},
	{"CRB", "فرع الأمن الجنائي – باب مصلى", "Criminal Security, Bab Musalla", "الجنائية", "SY01", "CRIM", local},
	{"PSF", "فرع الأمن السياسي – الفيحاء", "Political Security, Fayhaa", "السياسية بالفيحاء", "SY01", "PSD", local},

	{"MI215", "الفرع 215", "MI Branch 215", "سرية المداهمة", "SY01", "MI", central},
	{"MI227", "الفرع 227", "MI Branch 227", "فرع المنطقة", "SY01", "MI", central},
	{"MI235", "الفرع 235 (فلسطين)", "MI Branch 235 (Palestine)", "فرع فلسطين", "SY01", "MI", central},
	{"MI248", "الفرع 248", "MI Branch 248", "التحقيق العسكري", "SY01", "MI", central},
	{"MI291", "الفرع 291", "MI Branch 291", "المقر", "SY01", "MI", central},
	{"GI251", "الفرع 251 (الخطيب)", "GID Branch 251 (al-Khatib)", "فرع الخطيب", "SY01", "GID", central},
	{"GI285", "الفرع 285", "GID Branch 285", "كفرسوسة أمن الدولة", "SY01", "GID", central},
	{"AFM", "فرع التحقيق – مطار المزة العسكري", "AFI Investigation Branch, Mezzeh", "مطار المزة", "SY01", "AFI", central},
	{"QAB", "فرع الشرطة العسكرية – القابون", "Military Police, Qaboun", "شرطة القابون", "SY01", "MP", central},

	{"SED", "سجن صيدنايا العسكري", "Sednaya Military Prison", "صيدنايا", "SY03", "MP", prison},
	{"ADR", "سجن دمشق المركزي (عدرا)", "Damascus Central Prison (Adra)", "عدرا", "SY03", "MOI_PRISONS", prison},
	{"ALP", "سجن حلب المركزي", "Aleppo Central Prison", "المسلمية", "SY02", "MOI_PRISONS", prison},
	{"HAM", "سجن حماة المركزي", "Hama Central Prison", "مركزي حماة", "SY05", "MOI_PRISONS", prison},
	{"HOM", "سجن حمص المركزي", "Homs Central Prison", "مركزي حمص", "SY04", "MOI_PRISONS", prison},
	{"BAL", "سجن البالونة العسكري", "Balloneh Military Prison", "البالونة", "SY04", "MP", prison},
	{"SUW", "سجن السويداء المركزي", "Suwayda Central Prison", "مركزي السويداء", "SY13", "MOI_PRISONS", prison},
}

// opened are the days on which prisons were opened, from Aleppo southwards.
var opened = map[register.FacilityID]Day{
	"ALP": On(2024, 11, 29),
	"HAM": On(2024, 12, 5),
	"HOM": On(2024, 12, 7),
	"BAL": On(2024, 12, 7),
	"SED": Opening,
	"ADR": Opening,
	"SUW": Opening,
}

// An agency arrests. Its code is one of the vocabulary "agency".
type agency struct {
	code, arabic, heard, english string
	weight                       int
}

var agencies = []agency{
	{"MI", "شعبة المخابرات العسكرية", "الأمن العسكري", "Military Intelligence", 40},
	{"AFI", "إدارة المخابرات الجوية", "الجوية", "Air Force Intelligence", 24},
	{"GID", "إدارة المخابرات العامة (أمن الدولة)", "أمن الدولة", "General Intelligence (State Security)", 20},
	{"PSD", "شعبة الأمن السياسي", "الأمن السياسي", "Political Security", 9},
	{"CRIM", "الأمن الجنائي", "الجنائية", "Criminal Security", 3},
	{"MP", "الشرطة العسكرية", "الشرطة العسكرية", "Military Police", 4},
}

// A mode is how somebody was arrested, in codes of the vocabulary "arrest_mode".
type mode struct {
	code, arabic, english string
	weight                int
}

var modes = []mode{
	{"checkpoint", "حاجز", "checkpoint", 34},
	{"home_raid", "مداهمة منزل", "home raid", 30},
	{"street", "الشارع", "street", 9},
	{"workplace", "مكان العمل", "workplace", 6},
	{"demonstration", "مظاهرة", "demonstration", 6},
	{"mass_sweep", "حملة اعتقالات", "mass sweep", 6},
	{"university", "جامعة", "university", 3},
	{"border", "معبر حدودي", "border crossing", 3},
	{"hospital", "مشفى", "hospital", 1},
	{"after_settlement", "بعد تسوية", "after settlement", 2},
}

func siteOf(id register.FacilityID) site {
	for _, s := range sites {
		if s.id == id {
			return s
		}
	}
	return site{}
}

func agencyOf(code string) agency {
	for _, a := range agencies {
		if a.code == code {
			return a
		}
	}
	return agency{}
}

func modeOf(code string) mode {
	for _, m := range modes {
		if m.code == code {
			return m
		}
	}
	return mode{}
}
