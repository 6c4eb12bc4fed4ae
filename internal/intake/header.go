package intake

import (
	"cmp"
	"slices"
	"strings"

	"kashf.org/kashf/internal/register"
)

// headers lists what columns are called in lists written in Arabic, English and
// French. Spellings that fold alike are listed once.
var headers = []struct {
	field register.Field
	names []string
}{
	{register.FullName, []string{
		"الاسم الكامل", "الاسم", "الاسم الثلاثي", "الاسم الرباعي", "الاسم والكنية", "الاسم والشهرة", "الاسم والنسبة", "اسم المعتقل", "اسم السجين", "اسم المفقود",
		"اسم الموقوف", "اسم الضحية", "اسم المختفي", "اسم المفرج عنه", "اسم النزيل", "الاسم الثلاثي للمعتقل", "اسم الشخص",
		"full name", "name", "fullname", "complete name", "name of detainee", "detainee name", "prisoner name", "victim name", "person name", "first and surname", "name and surname", "names",
		"nom complet", "nom et prénom", "nom prénom", "prénom et nom", "prénom nom", "nom du détenu", "nom de la victime", "nom entier",
	}},
	{register.GivenName, []string{
		"الاسم الأول", "الاسم الشخصي", "first name", "given name", "given names", "forename", "firstname", "givenname", "fname", "prénom", "prénoms",
	}},
	{register.FatherName, []string{
		"اسم الأب", "الأب", "اسم الوالد", "الوالد", "father name", "father", "fathers name", "father s name", "name of father", "nom du père", "prénom du père", "père",
	}},
	{register.GrandfatherName, []string{
		"اسم الجد", "الجد", "grandfather name", "grandfather", "grandfather s name", "nom du grand père", "grand père",
	}},
	{register.FamilyName, []string{
		"الكنية", "النسبة", "اسم العائلة", "العائلة", "اللقب العائلي", "الشهرة", "surname", "family name", "last name", "lastname", "familyname", "lname", "nom de famille", "nom", "patronyme",
	}},
	{register.MotherName, []string{
		"اسم الأم", "الأم", "اسم الوالدة", "الوالدة", "اسم الأم وكنيتها", "اسم ونسبة الأم", "اسم الأم الثلاثي",
		"mother name", "mother", "mothers name", "mother s name", "name of mother", "nom de la mère", "mère", "prénom de la mère",
	}},
	{register.Kunya, []string{"الكنية بأبو", "اللقب بأبو", "أبو", "kunya", "nom de guerre"}},
	{register.OtherName, []string{
		"اسم آخر", "اللقب", "الاسم المستعار", "الاسم الحركي", "معروف باسم", "alias", "aliases", "other name", "other names", "nickname", "also known as", "aka", "former name", "surnom", "autre nom", "autres noms", "pseudonyme",
	}},
	{register.DetaineeNo, []string{
		"رقم المعتقل", "رقم السجين", "رقم الموقوف", "رقم النزيل", "رقم الإيداع", "detainee no", "detainee number", "prisoner number", "prisoner no", "inmate number", "inmate no", "detainee id", "prisoner id", "numéro de détenu", "numéro d écrou", "matricule",
	}},
	{register.NationalNo, []string{
		"الرقم الوطني", "رقم الهوية", "رقم البطاقة الشخصية", "الرقم القومي", "national no", "national number", "national id", "id number", "identity number", "id card number", "soc sec id",
		"numéro national", "numéro d identité", "numéro de carte d identité",
	}},
	{register.RegistryPlace, []string{
		"القيد", "محل ورقم القيد", "محل القيد", "مكان القيد", "مكان ورقم القيد", "الأمانة", "رقم القيد", "الخانة", "registry place", "registry", "civil registry", "khana", "lieu d enregistrement", "état civil",
	}},
	{register.Sex, []string{"الجنس", "النوع", "ذكر أنثى", "sex", "gender", "m f", "sexe", "genre"}},
	{register.BirthDate, []string{
		"تاريخ الميلاد", "تاريخ الولادة", "المواليد", "مواليد", "التولد", "تولد", "تاريخ التولد", "الميلاد",
		"date of birth", "birth date", "birthdate", "birthday", "dob", "born", "born on", "d o b", "date de naissance", "né le", "née le", "né e le", "naissance",
	}},
	{register.BirthYear, []string{
		"سنة الميلاد", "سنة الولادة", "عام الميلاد", "سنة التولد", "عام الولادة", "birth year", "year of birth", "birthyear", "yob", "born in year", "année de naissance",
	}},
	{register.AgeAtArrest, []string{
		"العمر عند الاعتقال", "العمر وقت الاعتقال", "العمر حين الاعتقال", "العمر أثناء الاعتقال", "السن عند الاعتقال", "age at arrest", "age at detention", "age when arrested", "âge à l arrestation", "âge lors de l arrestation", "âge au moment de l arrestation",
	}},
	{register.Age, []string{"العمر", "السن", "العمر الحالي", "age", "age years", "current age", "âge"}},
	{register.BirthPlace, []string{
		"مكان الولادة", "محل الولادة", "مكان الميلاد", "مسقط الرأس", "محل الميلاد", "place of birth", "birth place", "birthplace", "born in", "pob", "lieu de naissance", "né à",
	}},
	{register.Nationality, []string{"الجنسية", "nationality", "citizenship", "nationalité"}},
	{register.Governorate, []string{"المحافظة", "محافظة", "محافظة الأصل", "governorate", "province", "mohafaza", "muhafaza", "gouvernorat"}},
	{register.Place, []string{
		"المنطقة", "البلدة", "القرية", "المدينة", "المكان", "من بلدة", "مدينة قرية", "البلدة القرية", "place", "town", "village", "city", "community", "place of origin", "origin", "hometown", "home town", "locality",
		"ville", "localité", "lieu d origine", "commune",
	}},
	{register.Residence, []string{"مكان الإقامة", "العنوان", "السكن", "مكان السكن", "محل الإقامة", "عنوان السكن", "الإقامة", "residence", "address", "place of residence", "home address", "adresse", "résidence", "lieu de résidence", "domicile", "postal code", "postcode", "post code", "zip code", "zip", "الرمز البريدي", "code postal"}},
	{register.Occupation, []string{"المهنة", "العمل", "الوظيفة", "occupation", "profession", "job", "work", "métier", "emploi"}},
	{register.MaritalStatus, []string{"الحالة الاجتماعية", "الوضع العائلي", "الوضع الاجتماعي", "الحالة العائلية", "marital status", "civil status", "family status", "situation familiale", "état matrimonial"}},
	{register.ArrestDate, []string{
		"تاريخ الاعتقال", "تاريخ التوقيف", "تاريخ الخطف", "تاريخ الاختفاء", "تاريخ الفقدان", "تاريخ القبض", "يوم الاعتقال", "تاريخ الاحتجاز", "تاريخ الاعتقال أو الاختفاء", "سنة الاعتقال",
		"arrest date", "date of arrest", "arrested on", "arrested", "detention date", "date of detention", "date of disappearance", "disappearance date", "date arrested", "date of incident",
		"date d arrestation", "date de l arrestation", "date de détention", "date de disparition", "arrêté le",
	}},
	{register.ArrestPlace, []string{
		"مكان الاعتقال", "مكان التوقيف", "مكان الخطف", "مكان الاختفاء", "مكان الفقدان", "arrest place", "place of arrest", "arrest location", "location of arrest", "arrested at", "place of disappearance",
		"lieu d arrestation", "lieu de l arrestation", "lieu de disparition",
	}},
	{register.ArrestMode, []string{"طريقة الاعتقال", "كيفية الاعتقال", "ظروف الاعتقال", "arrest mode", "mode of arrest", "circumstances of arrest", "how arrested", "circonstances de l arrestation", "mode d arrestation"}},
	{register.ArrestedBy, []string{
		"الجهة المعتقلة", "الجهة الآسرة", "الجهة الخاطفة", "جهة الاعتقال", "الجهة التي اعتقلته", "الجهة المسؤولة عن الاعتقال", "الجهة", "arrested by", "arresting authority", "arresting agency", "authority", "perpetrator", "arrêté par", "autorité",
	}},
	{register.StatedGround, []string{"التهمة", "سبب الاعتقال", "سبب التوقيف", "التهمة الموجهة", "الجرم", "charge", "charges", "reason for arrest", "stated ground", "ground", "accusation", "motif", "motif d arrestation", "chef d accusation"}},
	{register.Facility, []string{
		"مكان الاحتجاز", "السجن", "الفرع", "مكان التوقيف الحالي", "مركز الاحتجاز", "اسم السجن", "الفرع الأمني",
		"facility", "prison", "detention place", "place of detention", "detention facility", "detention center", "detention centre", "branch", "held at", "held in", "jail", "lieu de détention", "centre de détention",
	}},
	{register.Cell, []string{"المهجع", "الزنزانة", "الجناح", "رقم المهجع", "رقم الزنزانة", "cell", "cell number", "ward", "wing", "dormitory", "cellule", "dortoir"}},
	{register.CustodyFrom, []string{"تاريخ الدخول", "تاريخ الإيداع", "custody from", "held from", "date of admission", "admission date", "entry date", "date d entrée", "date d admission"}},
	{register.CustodyTo, []string{"تاريخ الخروج", "custody to", "held until", "exit date", "date de sortie"}},
	{register.TransferTo, []string{"نقل إلى", "محول إلى", "جهة التحويل", "التحويل إلى", "transfer to", "transferred to", "transféré à", "transfert vers"}},
	{register.LastSeenDate, []string{"تاريخ آخر مشاهدة", "آخر مشاهدة", "تاريخ آخر ظهور", "last seen date", "date last seen", "last seen", "last seen on", "date de dernière vue", "vu pour la dernière fois"}},
	{register.LastSeenPlace, []string{"مكان آخر مشاهدة", "آخر مكان شوهد فيه", "آخر مكان", "last seen place", "place last seen", "last seen at", "last known place", "dernier lieu connu"}},
	{register.Court, []string{"المحكمة", "court", "tribunal"}},
	{register.Sentence, []string{"الحكم", "مدة الحكم", "العقوبة", "sentence", "verdict", "peine", "condamnation"}},
	{register.Status, []string{"الحالة", "الوضع", "وضع المعتقل", "المصير", "حالة المعتقل", "الوضع الحالي", "status", "fate", "current status", "outcome", "statut", "sort", "situation"}},
	{register.ReleaseDate, []string{"تاريخ الإفراج", "تاريخ الإطلاق", "تاريخ إخلاء السبيل", "تاريخ إطلاق السراح", "release date", "date of release", "released on", "released", "date de libération", "libéré le"}},
	{register.ReleaseMode, []string{"طريقة الإفراج", "كيفية الإفراج", "سبب الإفراج", "release mode", "mode of release", "how released", "mode de libération"}},
	{register.DeathDate, []string{"تاريخ الوفاة", "تاريخ الاستشهاد", "death date", "date of death", "died on", "dod", "date de décès", "date du décès", "décédé le"}},
	{register.DeathPlace, []string{"مكان الوفاة", "مكان الاستشهاد", "death place", "place of death", "lieu de décès", "lieu du décès"}},
	{register.DeathCause, []string{"سبب الوفاة", "death cause", "cause of death", "cause de décès", "cause du décès"}},
	{register.BurialPlace, []string{"مكان الدفن", "burial place", "place of burial", "lieu d inhumation", "lieu d enterrement"}},
	{register.Allegation, []string{"ما نسب إليه", "الادعاء", "allegation", "allegations", "alleged act", "allégation"}},
	{register.HealthAtExit, []string{"الحالة الصحية عند الخروج", "الوضع الصحي عند الخروج", "health at exit", "health on release", "état de santé à la sortie"}},
	{register.Health, []string{"الحالة الصحية", "الوضع الصحي", "الأمراض", "health", "medical condition", "health condition", "santé", "état de santé"}},
	{register.Phone, []string{"الهاتف", "رقم الهاتف", "الجوال", "الموبايل", "رقم التواصل", "رقم الجوال", "phone", "telephone", "phone number", "mobile", "contact number", "téléphone", "portable", "numéro de téléphone"}},
	{register.Relative, []string{"القريب", "اسم القريب", "صلة القرابة", "ذوو المعتقل", "relative", "relatives", "next of kin", "family contact", "proche", "parent proche"}},
	{register.Informant, []string{"المخبر", "المبلغ", "اسم المبلغ", "صاحب البلاغ", "مقدم المعلومة", "الشاهد", "اسم الشاهد", "informant", "informant name", "witness", "witness name", "reported by", "informateur", "témoin", "signalé par"}},
	{register.OfficerName, []string{"اسم الضابط", "الضابط", "officer name", "officer", "nom de l officier", "officier"}},
	{register.SexualViolence, []string{"العنف الجنسي", "sexual violence", "violence sexuelle", "violences sexuelles"}},
	{register.MinorChild, []string{"طفل مرافق", "الأطفال المرافقون", "minor child", "accompanying child", "children held", "enfant", "enfant mineur"}},
	{register.Note, []string{"ملاحظات", "ملاحظة", "معلومات إضافية", "تفاصيل", "notes", "note", "remarks", "remark", "comments", "comment", "details", "remarques", "observations", "commentaire", "commentaires"}},
	{register.ListNo, []string{"الرقم", "م", "ت", "رقم", "تسلسل", "الرقم التسلسلي", "رقم متسلسل", "مسلسل", "no", "number", "serial", "serial no", "row", "index", "record id", "rec id", "unique id", "id", "list no", "numéro", "n", "num", "n°", "s n", "sn", "sr no", "sl no", "numéro d ordre", "n d ordre", "lfd nr", "lfd no", "hej", "ژ", "ر", "ر ت", "التسلسلي", "no d ordre"}},
	{register.FirstAppearance, []string{"تاريخ العرض على القضاء", "تاريخ العرض على القاضي", "أول عرض على القضاء", "تاريخ أول مثول", "العرض على القضاء", "first appearance", "date of first appearance", "brought before a judge", "first court appearance", "first hearing", "première comparution", "présenté à un juge"}},
	{register.FamilyNotified, []string{"تاريخ إبلاغ الأسرة", "تاريخ إبلاغ الأهل", "إبلاغ الأسرة", "إبلاغ الأهل", "تبليغ الأهل", "family notified", "date family notified", "family notified on", "family informed", "notification of family", "famille informée", "famille avisée"}},
	{register.MedicalExam, []string{"تاريخ الفحص الطبي", "الفحص الطبي", "تاريخ أول فحص طبي", "medical exam", "medical examination", "date of medical examination", "medical examination on admission", "examen médical", "date de l examen médical"}},
	{register.DetentionOrder, []string{"مذكرة التوقيف", "رقم مذكرة التوقيف", "أمر التوقيف", "رقم أمر التوقيف", "أمر الحبس", "detention order", "order number", "arrest warrant", "warrant", "warrant number", "commitment order", "mandat d arrêt", "mandat de dépôt", "ordre de détention"}},
	{register.OrderedBy, []string{"الجهة الآمرة", "الجهة الآمرة بالتوقيف", "الجهة التي أمرت بالتوقيف", "ordered by", "ordering authority", "authority that ordered", "ordonné par"}},
	{register.SupervisedBy, []string{"الجهة المشرفة", "الجهة المشرفة على الاحتجاز", "supervised by", "supervising authority", "autorité de contrôle"}},
	{register.SentenceEnd, []string{"تاريخ انتهاء الحكم", "نهاية الحكم", "انتهاء الحكم", "تاريخ انتهاء المحكومية", "sentence end", "sentence ends", "end of sentence", "sentence expiry", "expiry of sentence", "fin de peine", "date de fin de peine"}},
	{register.RecordedOn, []string{"تاريخ القيد في السجل", "تاريخ التدوين في السجل", "recorded on", "date recorded", "date of entry in the register", "date recorded in register"}},
	{register.SearchSteps, []string{"خطوات البحث", "إجراءات البحث", "ما فعلته الأسرة للبحث", "جهود البحث", "search steps", "steps taken", "action taken", "actions taken by relatives", "démarches"}},
	{register.Photo, []string{"الصورة", "اسم الصورة", "photo", "picture", "image", "photo file", "photographie"}},
}

// northern lists what columns are called in Turkish, and in Kurdish in Latin and
// in Arabic letters. "Nav" and "ناو" are the whole name where nothing says whose.
var northern = []struct {
	field register.Field
	names []string
}{
	{register.FullName, []string{"adı soyadı", "ad soyad", "isim soyisim", "isim", "ismi", "tam adı", "tutuklunun adı", "kayıp kişinin adı", "nav", "navê temam", "nav û paşnav", "navê girtî", "navê girtiyê", "ناو", "ناوی تەواو", "ناوی سیانی", "ناوی گیراو"}},
	{register.GivenName, []string{"adı", "ön adı", "navê yekem", "ناوی یەکەم"}},
	{register.FatherName, []string{"baba adı", "babasının adı", "navê bav", "navê bavê", "navê bavê wî", "ناوی باوک", "باوک"}},
	{register.GrandfatherName, []string{"dede adı", "navê bapîr", "ناوی باپیر"}},
	{register.FamilyName, []string{"soyadı", "soyad", "soyisim", "paşnav", "نازناو", "ناوی خێزان"}},
	{register.MotherName, []string{"anne adı", "annesinin adı", "ana adı", "navê dê", "navê dayik", "navê dayikê", "ناوی دایک", "دایک"}},
	{register.Sex, []string{"cinsiyet", "cinsiyeti", "jin mêr", "mêr jin", "kadın erkek", "erkek kadın", "zayend", "ڕەگەز", "رەگەز"}},
	{register.BirthDate, []string{"doğum tarihi", "roja jidayikbûnê", "dîroka jidayikbûnê", "ڕۆژی لەدایکبوون", "لەدایکبوون"}},
	{register.BirthYear, []string{"doğum yılı", "sala jidayikbûnê", "ساڵی لەدایکبوون"}},
	{register.BirthPlace, []string{"doğum yeri", "cihê jidayikbûnê", "شوێنی لەدایکبوون"}},
	{register.Age, []string{"yaş", "yaşı", "temen", "تەمەن"}},
	{register.Governorate, []string{"il", "ili", "vilayet", "parêzgeh", "پارێزگا"}},
	{register.Residence, []string{"ikamet yeri", "adres", "adresi", "cihê rûniştinê", "navnîşan", "شوێنی نیشتەجێبوون", "ناونیشان"}},
	{register.Occupation, []string{"meslek", "mesleği", "pîşe", "پیشە"}},
	{register.ArrestDate, []string{"tutuklanma tarihi", "gözaltı tarihi", "gözaltına alınma tarihi", "dîroka girtinê", "roja girtinê", "بەرواری گرتن", "ڕۆژی گرتن"}},
	{register.ArrestPlace, []string{"tutuklanma yeri", "gözaltı yeri", "cihê girtinê", "شوێنی گرتن"}},
	{register.Facility, []string{"cezaevi", "hapishane", "tutulduğu yer", "girtîgeh", "zindan", "گرتووخانە", "زیندان", "بەندیخانە"}},
	{register.Phone, []string{"telefon", "telefon numarası", "hejmara telefonê", "ژمارەی تەلەفۆن"}},
	{register.Note, []string{"notlar", "açıklama", "açıklamalar", "têbînî", "تێبینی"}},
	{register.ListNo, []string{"sıra", "sıra no", "rêz", "hejmar", "ژمارە"}},
}

// byHeader finds a field by its folded name.
var byHeader = func() map[string]register.Field {
	m := make(map[string]register.Field, 512)
	for _, h := range slices.Concat(headers, northern) {
		for _, n := range h.names {
			f := fold(n)
			if _, taken := m[f]; !taken {
				m[f] = h.field
			}
		}
	}
	for _, f := range register.Fields() {
		if f.Field.NamesClaims() {
			continue // a list corrects nothing
		}
		m[fold(f.Key)] = f.Field
	}
	return m
}()

// How sure a header makes a field.
const (
	wholeHeader = 0.97 // the header is a known name of the field
	partHeader  = 0.7  // a known name is at least half of the header's words, and the others say nothing else
	weakHeader  = 0.4  // the others may say whose or of what: "lawyer's phone number"
)

// doubtfulHeaders mean what they are listed for in a prison's register, and
// something else in a hospital's, or in a database.
var doubtfulHeaders = foldedSet("entry date", "exit date", "admission date", "date of admission", "date d admission", "date d entrée", "date de sortie", "work", "registry", "number of person")

// numberSigns are headers of numbers that have no letters.
var numberSigns = map[string]bool{"#": true, "№": true, "##": true, "م.": true, "ر.م": true}

// plainWords may stand beside a known name and change nothing, folded.
var plainWords = foldedSet(
	"المعتقل", "المعتقلة", "للمعتقل", "السجين", "السجينة", "الموقوف", "الموقوفة", "المفقود", "المفقودة", "المختفي", "النزيل", "الضحية", "الشخص", "صاحب", "العلاقة", "الكامل", "الكاملة", "الثلاثي", "الرباعي", "الصريح",
	"رقم", "تاريخ", "اسم", "سنة", "عام", "يوم", "إن", "وجد", "وجدت", "بحسب", "حسب", "التقريبي", "تقريبا", "تقريبي", "الدقيق", "الحالي", "الحالية", "عند", "وقت", "بالعربية", "بالعربي", "العربية", "بالإنكليزية", "بالإنجليزية", "بالأرقام", "كما", "ورد", "في", "من", "هو", "لا",
	"detainee", "detainees", "prisoner", "prisoners", "person", "persons", "victim", "missing", "inmate", "the", "of", "full", "complete", "if", "any", "known", "approx", "approximate", "exact", "date", "number", "name", "no", "year", "current", "s", "in", "on", "at", "arabic", "english", "latin",
	"dd", "mm", "yyyy", "yy", "d", "m", "y", "his", "her", "as", "written", "given", "du", "de", "la", "le", "l", "détenu", "complet", "actuel",
)

// fieldOfHeader finds the field that a header names and how sure that is; 0
// where it names none.
func fieldOfHeader(header string) (register.Field, float64) {
	folded := untreated(fold(header))
	if numberSigns[strings.TrimSpace(header)] {
		return register.ListNo, wholeHeader
	}
	if f, ok := byHeader[folded]; ok {
		if doubtfulHeaders[folded] {
			return f, partHeader
		}
		return f, wholeHeader
	}
	if f, ok := fieldOfParts(header); ok {
		return f, wholeHeader
	}
	if f, ok := byHeader[fold(unspaced(folded))]; ok {
		return f, saidHeader
	}
	if f, ok := byHeader[unowned(folded)]; ok && !hisFather(header) && f != register.Kunya && f != register.ListNo {
		return f, saidHeader
	}
	f, ofAnother := fieldOfPhrase(header)
	if f != register.NoField {
		return f, saidHeader
	}
	if ofAnother {
		return register.NoField, 0
	}
	words := strings.Fields(folded)
	if len(words) > 12 {
		return register.NoField, 0
	}
	for n := len(words) - 1; n*2 >= len(words) && n > 0; n-- {
		for from := 0; from+n <= len(words); from++ {
			part := strings.Join(words[from:from+n], " ")
			if len([]rune(part)) < 3 {
				continue
			}
			if f, ok := byHeader[part]; ok && f != register.ListNo {
				if sayNothing(words[:from]) && sayNothing(words[from+n:]) {
					return f, partHeader
				}
				return f, weakHeader
			}
		}
	}
	return register.NoField, 0
}

// unspaced joins the letters of an Arabic header that are written apart, as
// headers typed to fill their cell are: "ا لأ م", "المحا فظة". "" for a header of
// ordinary words in other letters, where a space is a space.
func unspaced(folded string) string {
	joined := strings.ReplaceAll(folded, " ", "")
	if joined == folded || !strings.ContainsFunc(joined, isArabicLetter) || len([]rune(joined)) < 3 {
		return ""
	}
	return joined
}

// unowned is a header of one Arabic word without the pronoun behind it: "لقبه"
// is his "لقب". "" for any other.
func unowned(folded string) string {
	if strings.Contains(folded, " ") {
		return ""
	}
	for _, pronoun := range []string{"ها", "هم", "ه"} {
		if stem, cut := strings.CutSuffix(folded, pronoun); cut && len([]rune(stem)) > 2 {
			if bare, open := strings.CutSuffix(stem, "ت"); open {
				return bare + "ه"
			}
			return stem
		}
	}
	return ""
}

// treatedWords say what was done to a column's values, and nothing of what it
// holds; folded.
var treatedWords = foldedSet("masked", "anonymised", "anonymized", "synthetic", "fake", "مموه", "مموهة", "anonymisé")

// untreated is a folded header without the words that say how its values were
// treated, unless it has no others.
func untreated(header string) string {
	words := slices.DeleteFunc(strings.Fields(header), func(w string) bool { return treatedWords[w] })
	return cmp.Or(strings.Join(words, " "), header)
}

// sayNothing reports whether words beside a known name say nothing else.
func sayNothing(words []string) bool {
	for _, w := range words {
		if !plainWords[w] && !isNumber(w) {
			return false
		}
	}
	return true
}

// fieldOfParts reads a header that says the same twice, in two languages or in
// brackets: "الاسم الكامل / Full name", "Sex (الجنس)".
func fieldOfParts(header string) (register.Field, bool) {
	found := register.NoField
	for _, p := range partsOfHeader(header) {
		f, ok := byHeader[fold(p)]
		if strings.TrimSpace(p) == "" {
			continue
		}
		if !ok || found != register.NoField && f != found {
			return register.NoField, false
		}
		found = f
	}
	return found, found != register.NoField
}

// partsOfHeader parts a header at strokes, brackets, line ends, and the words
// for "and" and "or".
func partsOfHeader(header string) []string {
	for _, w := range []string{" أو ", " او ", " و ", " and ", " or ", " ou ", " et ", "&"} {
		header = strings.ReplaceAll(header, w, "/")
	}
	header = strings.ReplaceAll(header, " وال", "/ال")
	return strings.FieldsFunc(header, func(r rune) bool { return strings.ContainsRune("/\n\r()[]|\\", r) })
}
