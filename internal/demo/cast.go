package demo

// An OrgKey names an organisation of the demo.
type OrgKey string

// The organisations of the demo. All are invented.
const (
	OrgArchive   OrgKey = "archive"
	OrgFamilies  OrgKey = "families"
	OrgAbroad    OrgKey = "abroad"
	OrgOversight OrgKey = "oversight"

	// Of the file review: its secretariat, six organisations that send people
	// to panels, and those who speak for the people reviewed.
	OrgCommission OrgKey = "commission"
	OrgJurists    OrgKey = "jurists"
	OrgRights     OrgKey = "rights"
	OrgForensic   OrgKey = "forensic"
	OrgLawSchool  OrgKey = "law_school"
	OrgWatch      OrgKey = "watch"
	OrgClinic     OrgKey = "clinic"
	OrgDefence    OrgKey = "defence"
)

// An Organisation takes part in the demo. Kind is a code as package access
// knows it.
type Organisation struct {
	Key            OrgKey
	NameAr, NameEn string
	Kind           string
}

// Organisations are those of the demo, the host first.
func Organisations() []Organisation {
	return []Organisation{
		{OrgArchive, "مركز سجلّ السنديان للتوثيق", "Sindyan Documentation Centre", "documentation"},
		{OrgFamilies, "رابطة أهالي الدرب", "Darb Families' Association", "victims"},
		{OrgAbroad, "منظمة ميريديان للسجلات", "Meridian Records", "documentation"},
		{OrgOversight, "مكتب رَقيم للمراجعة المستقلة", "Raqim Independent Review Office", "oversight"},
		{OrgCommission, "أمانة لجنة مراجعة الملفات", "Secretariat of the File Review", "authority"},
		{OrgJurists, "رابطة قانونيي السهل", "Sahl Jurists' Association", "oversight"},
		{OrgRights, "مرصد الضوء للحقوق", "Daw Rights Monitor", "documentation"},
		{OrgForensic, "مركز البيلسان للطب الشرعي", "Baylasan Forensic Centre", "documentation"},
		{OrgLawSchool, "عيادة الميزان القانونية", "Mizan Law Clinic", "oversight"},
		{OrgWatch, "شبكة النهر لحقوق الإنسان", "Nahr Human Rights Network", "documentation"},
		{OrgClinic, "دار الرفق للرعاية النفسية", "Rifq House of Psychosocial Care", "documentation"},
		{OrgDefence, "مكتب الدفاع المجاني", "Free Defence Office", "operator"},
	}
}

// An Account is somebody who can sign in to the demo. It has no password:
// whoever sets the demo up makes one from crypto/rand.
type Account struct {
	Login          string
	NameAr, NameEn string
	Role           string // as package access names it
	Org            OrgKey
}

// Accounts are one for each role, a second data officer so that a match can be
// judged by two people, and the people of the file review: its secretariat, who
// speaks for the people reviewed, and two benches.
func Accounts() []Account {
	return []Account{
		{"admin", "هالة الكاتب", "Hala al-Katib", "administrator", OrgArchive},
		{"data", "سامر الوراق", "Samer al-Warraq", "data_officer", OrgArchive},
		{"cases", "رنا المسجل", "Rana al-Musajjil", "case_worker", OrgArchive},
		{"analyst", "يزن الفاحص", "Yazan al-Fahes", "analyst", OrgArchive},
		{"observer", "ديمة الشاهد", "Dima al-Shahed", "observer", OrgOversight},
		{"families", "مريم السائل", "Mariam al-Sael", "victims_representative", OrgFamilies},
		{"auditor", "نزار المدقق", "Nizar al-Mudaqqiq", "auditor", OrgOversight},
		{"data2", "لينا القلم", "Lina al-Qalam", "data_officer", OrgFamilies},

		{"registrar", "عمر الناسخ", "Omar al-Nasekh", "registrar", OrgCommission},
		{"roster", "سلمى الراصد", "Salma al-Rased", "reviewer", OrgCommission},
		{"liaison", "نور المنسق", "Nour al-Munsiq", "victims_liaison", OrgCommission},
		{"guard", "باسل الحارس", "Basel al-Hares", "reviewer", OrgCommission},
		{"court", "ريم الديوان", "Rim al-Diwan", "reviewer", OrgCommission},
		{"lawyer", "هادي المحامي", "Hadi al-Muhami", "reviewer", OrgDefence},
		{"advocate", "سهى الموكل", "Suha al-Muwakkal", "reviewer", OrgDefence},
		{"jurist", "ليلى القانوني", "Laila al-Qanuni", "reviewer", OrgJurists},
		{"rights", "كرم الباحث", "Karam al-Bahes", "reviewer", OrgRights},
		{"expert", "جود الخبير", "Joud al-Khabir", "reviewer", OrgForensic},
		{"jurist2", "طارق العارف", "Tarek al-Aref", "reviewer", OrgLawSchool},
		{"rights2", "هبة الموثق", "Hiba al-Muwaththeq", "reviewer", OrgWatch},
		{"expert2", "مازن الطبيب", "Mazen al-Tabib", "reviewer", OrgClinic},
	}
}
