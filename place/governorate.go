package place

import (
	"slices"
	"strings"
	"sync"
)

// ISO is the ISO 3166-2 code of a governorate, "" for other places.
func ISO(g Code) string { return iso[g] }

var iso = map[Code]string{
	"SY01": "SY-DI", "SY02": "SY-HL", "SY03": "SY-RD", "SY04": "SY-HI", "SY05": "SY-HM", "SY06": "SY-LA", "SY07": "SY-ID",
	"SY08": "SY-HA", "SY09": "SY-DY", "SY10": "SY-TA", "SY11": "SY-RA", "SY12": "SY-DR", "SY13": "SY-SU", "SY14": "SY-QU",
}

// spellings of the governorates beside those of the gazetteer, in Arabic,
// English, French, German, Turkish and loose romanisation.
var spellings = map[Code][]string{
	"SY01": {"دمشق", "الشام", "دمشق المدينة", "دمشق العاصمة", "شام", "Damascus", "Dimashq", "Damas", "Damaskus", "Dimashk", "Dimeshq", "Demashq", "Şam", "Sham", "Ash-Sham", "Al Sham", "Damasco"},
	"SY02": {"حلب", "حلب الشهباء", "Aleppo", "Halab", "Haleb", "Alep", "Halap", "Helab"},
	"SY03": {"ريف دمشق", "ريف الشام", "ريف دمشق الغربي", "ريف دمشق الشرقي", "غوطة دمشق", "Rural Damascus", "Rif Dimashq", "Rif Dimashk", "Reef Dimashq", "Rif Damas", "Rif Damascus", "Reef Damascus", "Reef Dimashk", "Damascus Countryside", "Countryside of Damascus", "Damascus Rural", "Damascus Suburbs", "Damas Campagne", "Campagne de Damas", "Damas rural", "Şam Kırsalı", "Damaskus-Umland", "Rif Demashq", "Reef al-Sham"},
	"SY04": {"حمص", "Homs", "Hims", "Homos", "Humus", "Hums", "Himş", "Homus"},
	"SY05": {"حماة", "حماه", "حما", "Hama", "Hamah", "Hamat", "Hamā", "Hamma"},
	"SY06": {"اللاذقية", "لاذقية", "الاذقية", "Latakia", "Lattakia", "Al-Ladhiqiyah", "Ladhiqiyah", "Lattaquie", "Lattaquié", "Latakya", "Lattakya", "Lazkiye", "Latakieh", "Ladiqiya", "Laziqiya", "Lazikia", "Ladhikiya", "Lathikia", "Lathiqiya", "Latakiya"},
	"SY07": {"إدلب", "ادلب", "ادليب", "Idlib", "Idleb", "Edlib", "Edleb", "Adlib", "Idlip"},
	"SY08": {"الحسكة", "حسكة", "الجزيرة", "Al-Hasakah", "Hasakah", "Hasaka", "Hassakeh", "Hassake", "Hassaké", "Hasakeh", "Hasake", "Hesekê", "Haseke", "Hassetché", "Hassetche", "Hassaka", "Al-Hassakah", "Hasseke", "Hessakeh", "Hasaké"},
	"SY09": {"دير الزور", "ديرالزور", "دير زور", "الدير", "Deir ez-Zor", "Deir ez-Zour", "Deir Ezzor", "Deir Ezzour", "Deir al-Zor", "Deir al-Zour", "Deir az-Zor", "Deir-ez-Zor", "Dayr az-Zawr", "Dayr al-Zawr", "Dayr az Zor", "Der Zor", "Deyrizor", "Dêrazor", "Deirezzor", "Dair Azzour", "Dair al-Zour", "Deir el-Zor", "Deir Zor", "Deir Essor"},
	"SY10": {"طرطوس", "طرسوس", "Tartus", "Tartous", "Tartoos", "Tartouss", "Tortus", "Tortosa", "Tartos"},
	"SY11": {"الرقة", "رقة", "الرقه", "Raqqa", "Ar-Raqqah", "Raqqah", "Al-Raqqah", "Raqa", "Rakka", "Racca", "Al-Raqqa", "Er-Raqqa", "Reqa", "Reqqa", "Rakkah", "Arraqqa"},
	"SY12": {"درعا", "درعة", "درعه", "حوران", "Daraa", "Dar'a", "Deraa", "Dera'a", "Dara'a", "Darʿā", "Der'a", "Dara", "Deraʿa", "Dera", "Daraah"},
	"SY13": {"السويداء", "السويدا", "سويداء", "جبل العرب", "As-Suwayda", "Suwayda", "Sweida", "Suweida", "Sueida", "Soueida", "Soueïda", "Sweda", "Swaida", "Suwaida", "As-Sweida", "As-Suwayda'", "Al-Suwayda", "Sweyda", "Al-Sweida", "Suwaydaa", "Soweida", "Es-Suweida", "Essouweïda"},
	"SY14": {"القنيطرة", "قنيطرة", "الجولان", "Quneitra", "Qunaitra", "Kuneitra", "Al-Qunaytirah", "Qunaytirah", "Qunaytra", "Kunaitra", "Kouneitra", "Qouneitra", "Konaitra", "Qonaitra", "Quneytra", "Kuneytra", "Quneitirah"},
}

// govIndex are the folded spellings, and the bones of the Latin ones that no
// other governorate shares.
type govIndex struct {
	exact, bones map[string]Code
}

var governorates = sync.OnceValue(func() govIndex {
	g := govIndex{exact: map[string]Code{}, bones: map[string]Code{}}
	for _, p := range Governorates() {
		for _, s := range append([]string{p.Ar, p.En, string(p.Code), iso[p.Code]}, spellings[p.Code]...) {
			g.exact[govKey(s)] = p.Code
			if k := latinKey(s); k != "" && len(bones(k)) > 2 {
				learn(g.bones, bones(k), p.Code)
			}
		}
	}
	return g
})

// learn keeps a key for one code; a key of two codes is kept as "".
func learn(m map[string]Code, key string, c Code) {
	if had, ok := m[key]; ok && had != c {
		c = ""
	}
	m[key] = c
}

// govWords are said around the name of a governorate.
var govWords = wordSet("محافظه محافظة مدينه منطقه governorate province gouvernorat governorat muhafazat mohafazat mouhafazat muhafazah vilayet ili city ville of de du d in the state region gov")

func govKey(s string) string {
	var b strings.Builder
	for _, w := range strings.Fields(plain(s)) {
		if govWords[w] {
			continue
		}
		if isArabic(w) {
			b.WriteString(arabicKey(w))
		} else if !articles[w] {
			b.WriteString(w)
		}
	}
	return b.String()
}

// FindGovernorate reads the name of a governorate in any usual spelling, with
// or without "governorate", and its p-code or ISO code. A misspelling is taken
// where it is near one governorate alone.
func FindGovernorate(name string) (Code, bool) {
	g := governorates()
	key := govKey(name)
	if key == "" {
		return "", false
	}
	if c, ok := g.exact[key]; ok {
		return c, true
	}
	if c := g.bones[bones(latinKey(dropWords(name, govWords)))]; c != "" {
		return c, true
	}
	if c, ok := countryside(name); ok {
		return c, true
	}
	return g.nearest(key)
}

// ruralWords turn Damascus into its own governorate and leave the others what
// they are.
var ruralWords = wordSet("ريف rif reef rural countryside campagne شمالي الشمالي جنوبي الجنوبي شرقي الشرقي غربي الغربي northern southern eastern western")

// countryside reads "ريف حلب الشمالي" as Aleppo.
func countryside(name string) (Code, bool) {
	rest := dropWords(name, ruralWords)
	if rest == plain(name) {
		return "", false
	}
	c, ok := governorates().exact[govKey(rest)]
	if ok && c == "SY01" {
		c = "SY03"
	}
	return c, ok
}

func dropWords(s string, words map[string]bool) string {
	return strings.Join(slices.DeleteFunc(strings.Fields(plain(s)), func(w string) bool { return words[w] }), " ")
}

// nearest takes a misspelling of one letter in five at most, where the next
// governorate is further away.
func (g govIndex) nearest(key string) (Code, bool) {
	best, second := map[Code]float64{}, 0.0
	for k, c := range g.exact {
		if l := likeness([]rune(key), []rune(k)); l > best[c] {
			best[c] = l
		}
	}
	var code Code
	top := 0.0
	for c, l := range best {
		if l > top || l == top && c < code {
			code, top, second = c, l, max(second, top)
		} else {
			second = max(second, l)
		}
	}
	if top < .8 || second == top {
		return "", false
	}
	return code, true
}
