package when

// What the words of a cell mean, folded as [fold] does.

// months are Gregorian. The Syrian names of two words are joined before the
// look-up: see joined.
var months = words[int]{
	1:  {"january", "jan", "janvier", "janv", "يناير", "كانون-الثاني", "كانون-ثاني", "كانون-2", "ك-2", "ك-الثاني", "ك-ثاني", "جانفي"},
	2:  {"february", "feb", "fevrier", "fevr", "fev", "فبراير", "شباط", "فيفري"},
	3:  {"march", "mar", "mars", "مارس", "اذار"},
	4:  {"april", "apr", "avril", "avr", "ابريل", "نيسان", "افريل"},
	5:  {"may", "mai", "مايو", "ايار", "ماي"},
	6:  {"june", "jun", "juin", "يونيو", "حزيران", "جوان"},
	7:  {"july", "jul", "juillet", "juil", "يوليو", "تموز", "جويليه"},
	8:  {"august", "aug", "aout", "اغسطس", "اب", "اوت"},
	9:  {"september", "sep", "sept", "septembre", "سبتمبر", "ايلول"},
	10: {"october", "oct", "octobre", "اكتوبر", "تشرين-الاول", "تشرين-اول", "تشرين-1", "ت-1", "ت-الاول", "ت-اول"},
	11: {"november", "nov", "novembre", "نوفمبر", "تشرين-الثاني", "تشرين-ثاني", "تشرين-2", "ت-2", "ت-الثاني", "ت-ثاني"},
	12: {"december", "dec", "decembre", "ديسمبر", "كانون-الاول", "كانون-اول", "كانون-1", "ك-1", "ك-الاول", "ك-اول"},
}.invert()

var seasons = words[int]{
	21: {"spring", "printemps", "ربيع"},
	22: {"summer", "ete", "صيف"},
	23: {"autumn", "fall", "automne", "خريف"},
	24: {"winter", "hiver", "شتاء", "شتا"},
}.invert()

// hijriMonths: ربيع and جمادى take their number in a second word.
var hijriMonths = words[int]{
	1:  {"محرم", "المحرم", "muharram"},
	2:  {"صفر", "safar"},
	3:  {"ربيع-الاول", "ربيع-اول", "ربيع-1"},
	4:  {"ربيع-الاخر", "ربيع-الثاني", "ربيع-ثاني", "ربيع-اخر", "ربيع-2"},
	5:  {"جمادي-الاولي", "جمادي-الاول", "جمادي-اولي", "جمادي-1"},
	6:  {"جمادي-الاخره", "جمادي-الثانيه", "جمادي-الاخر", "جمادي-الثاني", "جمادي-ثاني", "جمادي-2"},
	7:  {"رجب", "rajab"},
	8:  {"شعبان", "shaaban", "shaban", "chaabane"},
	9:  {"رمضان", "ramadan", "ramadhan"},
	10: {"شوال", "shawwal", "chawwal"},
	11: {"ذو-القعده", "ذي-القعده", "ذوالقعده", "ذيالقعده"},
	12: {"ذو-الحجه", "ذي-الحجه", "ذوالحجه", "ذيالحجه"},
}.invert()

// firstHalves are first words of names in two words.
var firstHalves = set("كانون", "تشرين", "ك", "ت", "ربيع", "جمادي", "ذو", "ذي", "شهر", "الشهر")

// monthNumbers are months by number, as in الشهر الخامس and شهر خمسة.
var monthNumbers = words[int]{
	1: {"الاول", "اول", "واحد"}, 2: {"الثاني", "ثاني", "اثنين", "تنين"}, 3: {"الثالث", "ثالث", "ثلاثه", "تلاته"}, 4: {"الرابع", "رابع", "اربعه"},
	5: {"الخامس", "خامس", "خمسه"}, 6: {"السادس", "سادس", "سته"}, 7: {"السابع", "سابع", "سبعه"}, 8: {"الثامن", "ثامن", "ثمانيه", "تمانيه"},
	9: {"التاسع", "تاسع", "تسعه"}, 10: {"العاشر", "عاشر", "عشره"}, 11: {"الحادي-عشر", "احدعش"}, 12: {"الثاني-عشر", "اثنعش"},
}.invert()

// ordinals are what follows a number in 1st, 2nd, 3rd, 4th, 1er.
var ordinals = set("st", "nd", "rd", "th", "er", "eme")

// A role is what a word does to the date beside it.
type role uint8

const (
	noise     role = iota + 1 // month, year, on, the
	about                     // about 1985
	doubtful                  // perhaps 1985
	before                    // before 2012: not in 2012 itself
	after                     // after 2012: not in 2012 itself
	upToAnd                   // until 2012
	sinceThen                 // since 2012
	opener                    // between, from
	joiner                    // and, to
	hijriMark
	gregorianMark
	early
	middle
	late
	notKnown
)

var roles = words[role]{
	noise: {
		"في", "سنه", "عام", "شهر", "يوم", "بتاريخ", "تاريخ", "من-عام", "منه", "العام", "خلال", "مواليد", "تولد", "فصل", "in", "on", "the", "of", "year", "month", "date", "during", "born", "en", "le", "la", "l", "annee", "mois", "date", "du", "ne", "au-mois", "1er",
		"السبت", "الاحد", "الاثنين", "الثلاثاء", "الاربعاء", "الخميس", "الجمعه", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "mon", "tue", "wed", "thu", "fri", "sat", "sun", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche",
	},
	about:         {"حوالي", "حوال", "نحو", "قرابه", "تقريبا", "تقريبي", "زهاء", "about", "around", "approx", "approximately", "circa", "ca", "c", "roughly", "nearly", "vers", "environ", "approximativement"},
	doubtful:      {"ربما", "يرجح", "يعتقد", "محتمل", "perhaps", "maybe", "possibly", "probably", "uncertain", "peut-etre", "probablement"},
	before:        {"قبل", "قبيل", "before", "pre", "avant"},
	after:         {"بعد", "عقب", "after", "post", "apres"},
	upToAnd:       {"حتي", "لغايه", "until", "till", "jusqu", "jusque"},
	sinceThen:     {"منذ", "since", "depuis", "onwards"},
	opener:        {"بين", "مابين", "من", "between", "from", "entre", "de"},
	joiner:        {"و", "الي", "and", "to", "et", "a", "au"},
	hijriMark:     {"هـ", "ه", "هجري", "هجريه", "الهجري", "ah", "hijri"},
	gregorianMark: {"م", "ميلادي", "ميلاديه", "ad", "ce"},
	early:         {"اوائل", "اول", "بدايه", "بدايات", "مطلع", "early", "beginning", "start", "debut"},
	middle:        {"منتصف", "اواسط", "وسط", "mid", "middle", "mi", "milieu"},
	late:          {"اواخر", "نهايه", "اخر", "نهايات", "late", "end", "fin"},
	notKnown:      {"غير", "معروف", "معلوم", "مجهول", "محدد", "unknown", "n", "na", "none", "inconnu", "inconnue", "نامعروف", "لايعرف", "لا", "يعرف", "يوجد"},
}.invert()

var decades = words[int]{
	194: {"اربعينيات", "اربعينات"},
	195: {"خمسينيات", "خمسينات"},
	196: {"ستينيات", "ستينات"},
	197: {"سبعينيات", "سبعينات"},
	198: {"ثمانينيات", "ثمانينات"},
	199: {"تسعينيات", "تسعينات"},
}.invert()

type words[V comparable] map[V][]string

func (w words[V]) invert() map[string]V {
	m := make(map[string]V)
	for v, list := range w {
		for _, s := range list {
			m[fold(s)] = v
		}
	}
	return m
}

func set(list ...string) map[string]bool {
	m := make(map[string]bool, len(list))
	for _, s := range list {
		m[s] = true
	}
	return m
}
