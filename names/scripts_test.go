package names_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"kashf.org/kashf/names"
)

// Given names and families in their own alphabets.
var scripts = []struct{ name, given, family string }{
	{"Sorani", "ڕۆژین باران دیلان ئازاد بێریڤان هۆگر شیرین زیلان وەڵات ڕێبوار ژیان نەورۆز شێرکۆ هەڵۆ", "کۆبانی ئامێدی بەدرخان جگەرخوێن حاجۆ شێخموس بەرازی میلان ڕەشوان قادری"},
	{"Syriac", "ܣܪܓܘܢ ܐܫܘܪ ܢܝܢܘܣ ܫܡܝܪܡ ܓܝܘܪܓܝܣ ܝܘܢܢ ܢܗܪܝܢ ܐܝܫܥܝܐ ܥܘܕܝܫܘ ܣܢܚܪܝܒ", "ܡܠܟܐ ܟܘܫܒܐ ܒܢܝܡܝܢ ܘܪܕܐ ܫܠܝܡܘܢ ܐܘܪܗܐ ܒܪܟܘ ܚܡܝܣ ܠܥܙܪ"},
	{"Armenian letters", "Յակոբ Կարապետ Վարդան Նազելի Սարգիս Գրիգոր Արաքսի Յովսէփ Պօղոս Անահիտ Միհրան", "Թերզեան Պոյաճեան Յակոբեան Գէորգեան Մանուկեան Սարգիսեան Նալպանտեան Քէշիշեան"},
	{"Georgian", "გიორგი თამარი ნინო დავითი ზურაბი ქეთევანი ლევანი მარიამი ვახტანგი შოთა", "ბერიძე კაპანაძე გელაშვილი მაისურაძე გიორგაძე ლომიძე წიკლაური ქავთარაძე"},
	{"Greek", "Γεώργιος Δημήτριος Κωνσταντίνος Ελένη Αικατερίνη Νικόλαος Παναγιώτης Βασιλική", "Παπαδόπουλος Καραγιάννης Οικονόμου Γεωργίου Νικολαΐδης Αντωνίου Δημητρίου"},
	{"Cyrillic", "Владимир Светлана Богдан Ярослав Людмила Мирослав Татьяна Станислав Оксана", "Ковальский Шевченко Иванчук Соколова Петрович Зеленский Бондаренко"},
	{"Hebrew", "אברהם יצחק יעקב שמעון ראובן מרים רבקה אליהו מיכאל גבריאל", "מזרחי אברמוביץ רוזנברג פרידמן גולדשטיין שפירא ביטון"},
	{"Devanagari", "राजेश सुनीता महेंद्र लक्ष्मी विजयकुमार प्रियंका नरेन्द्र अनुराधा", "शर्मा चतुर्वेदी मिश्रा त्रिपाठी श्रीवास्तव अग्रवाल भट्टाचार्य"},
	{"Thai", "สมชาย สุภาพร ประเสริฐ วิชัยยุทธ นภาพร อนุสรณ์ จิราพร", "แสงทอง ศรีสุวรรณ จันทร์โอชา บุญประเสริฐ รัตนากร"},
	{"Khmer", "សុភាព វិសាល បុប្ផា សុខា ចន្ទ្រា រតនៈ", "ហ៊ុនសែន ចាន់ដារា សម្បត្តិ កែវរស្មី វណ្ណារិទ្ធ"},
	{"Chinese", "小明 建国 志强 丽华 秀英 伟", "王 李 欧阳 陈 司马 赵"},
	{"Korean", "민준 서연 지우 하은 도윤 예진", "김 박 남궁 황보 최 선우"},
}

// Names in other alphabets, met in their own or in Latin, do no worse than a
// general matcher over the letters as they stand.
func TestOtherScripts(t *testing.T) {
	c := names.NewComparer(names.Options{})
	score := func(a, b string) float64 { return c.CompareStrings(a, b).Score }
	r := rand.New(rand.NewPCG(13, 14))
	for _, s := range scripts {
		pairs := personPairs(r, strings.Fields(s.given), strings.Fields(s.family), 150)
		ours := f1At(pairs, score, names.SameName, 0, 1, 2)
		theirs, at := bestF1(pairs, sortedWinkler, 0, 1, 2)
		t.Logf("%s: %d pairs, F1 %.3f at %.2f; Jaro-Winkler of sorted words %.3f at its best, %.2f", s.name, len(pairs), ours, names.SameName, theirs, at)
		if ours < theirs-0.005 {
			t.Errorf("%s: F1 %.3f, Jaro-Winkler %.3f", s.name, ours, theirs)
		}
	}
}

// Peoples of Syria, each in the letters of two lists.
func TestPeoplesOfSyria(t *testing.T) {
	c := names.NewComparer(names.Options{})
	for _, tt := range []struct {
		people, a, b string
		same         bool
	}{
		{"Kurdish", "Rojîn Şêxmûs", "Rojin Shekhmus", true}, {"Kurdish", "Azad Bedirxan", "آزاد بدرخان", true}, {"Kurdish", "ئازاد بەدرخان", "آزاد بدرخان", true},
		{"Kurdish", "Dilan Kobanî", "دیلان کۆبانی", true}, {"Kurdish", "Berîvan Cigerxwîn", "Rojîn Cigerxwîn", false},
		{"Armenian", "Hagop Terzian", "هاكوب ترزيان", true}, {"Armenian", "Սարգիս Թերզեան", "Sarkis Terzian", true}, {"Armenian", "Garabed Boyajian", "غرابيد بويجيان", true}, {"Armenian", "Hagop Terzian", "Vartan Terzian", false},
		{"Assyrian", "Ninos Khoshaba", "نينوس خوشابا", true}, {"Assyrian", "Sargon Malek", "سركون ملك", true}, {"Assyrian", "Ashur Warda", "Sargon Warda", false},
		{"Turkmen", "Orhan Türkmenoğlu", "Orhan Turkmenoglu", true}, {"Turkmen", "Mehmet Demirci", "محمد دميرجي", true}, {"Turkmen", "Orhan Bayatlı", "أورهان بياتلي", true}, {"Turkmen", "Selçuk Avşar", "Tuğrul Avşar", false},
		{"Circassian", "Janset Shogen", "جانسيت شوغن", true}, {"Circassian", "Aslan Abaza", "أصلان أباظة", true}, {"Circassian", "Nart Tsey", "Kazbek Tsey", false},
	} {
		got := c.CompareStrings(tt.a, tt.b)
		if same := got.Score >= names.SameName; same != tt.same {
			t.Errorf("%s: %q and %q one name: %v, want %v\n%v", tt.people, tt.a, tt.b, same, tt.same, got)
		}
	}
}
