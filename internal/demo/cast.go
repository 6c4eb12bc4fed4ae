package demo

// An OrgKey names an organisation of the demo.
type OrgKey string

// The organisations of the demo. All are invented.
const (
	OrgArchive   OrgKey = "archive"
	OrgFamilies  OrgKey = "families"
	OrgAbroad    OrgKey = "abroad"
	OrgOversight OrgKey = "oversight"
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

// Accounts are one for each role, and a second data officer so that a match
// can be judged by two people.
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
	}
}
