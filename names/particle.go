package names

// The tables below hold loose keys.

func set(words ...string) map[string]bool {
	m := make(map[string]bool, len(words))
	for _, w := range words {
		m[w] = true
	}
	return m
}

var (
	ibnWords  = set("بن", "ابن", "bin", "ben", "ibn", "ould", "wuld", "uld", "oglu", "bn", "ولد")
	bintWords = set("بنت", "ابنه", "منت", "bint", "bent", "binti", "mint")
	abuWords  = set("ابو", "ابي", "ابا", "abu", "abou", "abo", "aboo", "ebu")
	ummWords  = set("ام", "umm", "um", "oum", "oumm", "om")
	abdWords  = set("abd", "abdul", "abdel", "abdal", "abdol", "abdu", "abed", "abdur", "abder", "abdus", "abdes", "abduz", "abdez", "abdun", "abden", "abdoul", "abdil", "abdull", "abdour", "abid")
	dinWords  = set("din", "deen", "dine", "ddin", "eddin", "eddine", "uddin", "addin", "uddeen", "eddeen", "aldin", "eldin", "eldine", "aldine", "aldeen", "eldeen", "alddin", "edine", "iddin", "eddyn", "dinne")
	godWords  = set("allah", "ullah", "ulla", "alla", "llah", "lah", "olla", "ollah")
	// articles that stand before a name as a word of their own
	articleWords = set("al", "el", "ul", "il", "ال")
	// sun-letter articles: only before their own letter
	sunArticles = map[string]string{
		"ad": "d", "ed": "d", "ud": "d", "ar": "r", "er": "r", "ur": "r", "as": "s", "es": "s", "us": "s", "ash": "sh", "esh": "sh",
		"ach": "ch", "ech": "ch", "at": "t", "et": "t", "ut": "t", "az": "z", "ez": "z", "uz": "z", "an": "n", "en": "n", "un": "n",
		"ath": "th", "adh": "dh", "ass": "s",
	}
	titleWords = set(
		"الحاج", "حاج", "الحاجه", "حاجه", "الشيخ", "شيخ", "الدكتور", "دكتور", "الدكتوره", "دكتوره", "د", "الاستاذ", "استاذ", "الاستاذه",
		"المهندس", "مهندس", "المهندسه", "العقيد", "العميد", "اللواء", "الرايد", "النقيب", "المقدم", "الملازم", "المحامي", "المحاميه",
		"اللوا", "الفريق", "الركن", "الشهيد", "المرحوم", "المرحومه", "الانسه", "السيده", "القاضي", "المختار", "الطبيب", "الطبيبه", "فضيله",
		"mr", "mrs", "ms", "miss", "dr", "prof", "professor", "eng", "sheikh", "shaikh", "shaykh", "cheikh", "sheik", "hajj", "haj", "haji", "hajji", "hadji",
		"sir", "col", "colonel", "gen", "general", "capt", "captain", "major", "brig", "ustaz", "ustad", "sayyid", "martyr", "mme", "mlle", "president", "prasident", "herr", "frau", "monsieur", "madame", "senor", "senora", "signor", "signora",
	)
	// words that introduce a by-name; after those of the second set, only where a
	// "by" (ب) follows
	aliasWords = set("الملقب", "الملقبه", "المكني", "المكناه", "المدعو", "المدعوه", "لقبه", "لقبها", "aka", "alias", "dit", "dite", "nicknamed", "surnomme", "surnommee")
	knownWords = set("المعروف", "المعروفه", "الشهير", "الشهيره", "المشهور", "المشهوره")
	// what follows abd in one Latin word when the name is Abdullah
	godEndings = set("ullah", "ulla", "allah", "alla", "ollah", "olla", "ellah", "ella", "illah", "ala", "alah", "ulah", "ula", "elah", "oullah", "oulah", "llah", "lah", "lla", "aullah", "alleh")
)

// kind says which of the sets above a word belongs to.
type kind uint16

const (
	ibnWord kind = 1 << iota
	bintWord
	abuWord
	ummWord
	abdWord
	dinWord
	godWord
	articleWord
	titleWord
	sunWord
	unknownWord
	aliasWord
	knownWord
)

// kinds holds all sets in one, so that a word is looked up once.
var kinds = func() map[string]kind {
	m := map[string]kind{}
	for _, s := range [...]struct {
		words map[string]bool
		kind  kind
	}{
		{ibnWords, ibnWord}, {bintWords, bintWord}, {abuWords, abuWord}, {ummWords, ummWord}, {abdWords, abdWord}, {dinWords, dinWord},
		{godWords, godWord}, {articleWords, articleWord}, {titleWords, titleWord}, {aliasWords, aliasWord}, {knownWords, knownWord},
		{unknownWords, unknownWord},
	} {
		for w := range s.words {
			m[w] |= s.kind
		}
	}
	for w := range sunArticles {
		m[w] |= sunWord
	}
	return m
}()

func (k kind) is(of kind) bool { return k&of != 0 }

// abbreviations are written without the letters that a transducer could read.
var abbreviations = map[string]string{
	"mhd": "محمد", "mohd": "محمد", "mohd.": "محمد", "muhd": "محمد", "mhmd": "محمد", "mohm": "محمد", "mehmet": "محمد", "mehmed": "محمد",
	"moh": "محمد", "abdo": "عبده", "abdou": "عبده", "abdu": "عبده", "ahmet": "احمد", "mahmut": "محمود",
}
