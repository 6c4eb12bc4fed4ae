package register

// A Field names what a claim is about. The numbers are stored inside packed
// records and in the ledger's blobs: they are never changed or reused.
type Field uint8

// The fields of a record. What a list's columns are mapped to.
const (
	NoField         Field = 0 // not mapped: kept raw, no claim made
	FullName        Field = 1
	GivenName       Field = 2
	FatherName      Field = 3
	GrandfatherName Field = 4
	FamilyName      Field = 5
	MotherName      Field = 6 // given name of the mother, with her family's where the source has it
	Kunya           Field = 7 // Abu X, Umm X
	OtherName       Field = 8 // alias, former name, name inside
	DetaineeNo      Field = 9 // number given inside a facility, scoped to it
	NationalNo      Field = 10
	RegistryPlace   Field = 11 // civil registry, place and number (khana)
	Sex             Field = 12
	BirthDate       Field = 13 // a date known in part; often a year
	BirthYear       Field = 14
	AgeAtArrest     Field = 15
	Age             Field = 16 // on the day of the list
	BirthPlace      Field = 17
	Nationality     Field = 18
	Governorate     Field = 19 // of origin
	Place           Field = 20 // community of origin
	Residence       Field = 21
	Occupation      Field = 22
	MaritalStatus   Field = 23
	ArrestDate      Field = 30
	ArrestPlace     Field = 31
	ArrestMode      Field = 32
	ArrestedBy      Field = 33 // the authority
	StatedGround    Field = 34
	Facility        Field = 40 // where held
	Cell            Field = 41 // building, floor, wing, cell as written
	CustodyFrom     Field = 42
	CustodyTo       Field = 43
	TransferTo      Field = 44
	LastSeenDate    Field = 45
	LastSeenPlace   Field = 46
	Court           Field = 47
	Sentence        Field = 48
	Status          Field = 50 // fate as the source puts it
	ReleaseDate     Field = 51
	ReleaseMode     Field = 52
	DeathDate       Field = 53
	DeathPlace      Field = 54
	DeathCause      Field = 55
	BurialPlace     Field = 56
	Allegation      Field = 57 // what the source says the person did
	HealthAtExit    Field = 58
	Health          Field = 60
	Phone           Field = 61 // of a relative or the person
	Relative        Field = 62 // name of a relative and how related, as written
	Informant       Field = 63 // who told the source
	OfficerName     Field = 64
	SexualViolence  Field = 65
	MinorChild      Field = 66 // child held with the person, or born inside
	Note            Field = 70
	ListNo          Field = 71 // the row's number in the source itself
	Photo           Field = 72 // name of the picture's file in the source
	ToldBy          Field = 73 // who told what was entered by hand
	ToldAs          Field = 74 // what that one is to the person
	ToldOn          Field = 75 // when it was told
	EntryReason     Field = 76 // why a claim was entered beside others, such as a correction
	Corrects        Field = 77 // the claims that an entry by hand corrects: see [ClaimName]
	CorrectsClosed  Field = 78 // the same, of fields at C3
	FirstAppearance Field = 80 // the day on which first brought before a judge, or [NoneCode]
	FamilyNotified  Field = 81 // the day on which the authority told the family of the arrest, or [NoneCode]
	MedicalExam     Field = 82 // the day of the first medical examination in custody, or [NoneCode]
	DetentionOrder  Field = 83 // the order for the detention, its number and day, or [NoneCode]
	SentenceEnd     Field = 84 // the day on which the sentence expires
	RecordedOn      Field = 85 // the day on which the source wrote its entry
	SupervisedBy    Field = 86 // the authority that supervises the detention
	OrderedBy       Field = 87 // the authority that ordered it
	SearchSteps     Field = 79 // what relatives did to find the person, or why nothing could be done
)

// Codes of the vocabulary event_done, in the house's own form of the fields that
// hold the day of something that the law asks of an authority. [NoneCode] says
// that a source tells that it never happened, or that nothing was produced: that
// is documented. What no source tells is not known.
const (
	NoneCode = "none"
	DoneCode = "done" // on a day that is not told
)

// FieldInfo is what the house knows about a field.
type FieldInfo struct {
	Field Field
	Key   string // stable key in mappings and JSON, such as "full_name"
	Level Level  // who may read it unless the source asks for more
	// Adverse marks what a machine's link must not carry to a person:
	// a death, a release, an allegation.
	Adverse bool
	// Multi marks fields of which a person can truly have several values at
	// once, so that two values do not contradict each other.
	Multi bool
}

var fields = []FieldInfo{
	{FullName, "full_name", C2, false, true},
	{GivenName, "given_name", C2, false, true},
	{FatherName, "father_name", C2, false, false},
	{GrandfatherName, "grandfather_name", C2, false, false},
	{FamilyName, "family_name", C2, false, true},
	{MotherName, "mother_name", C2, false, false},
	{Kunya, "kunya", C2, false, true},
	{OtherName, "other_name", C2, false, true},
	{DetaineeNo, "detainee_no", C2, false, true},
	{NationalNo, "national_no", C3, false, false},
	{RegistryPlace, "registry_place", C2, false, false},
	{Sex, "sex", C2, false, false},
	{BirthDate, "birth_date", C2, false, false},
	{BirthYear, "birth_year", C2, false, false},
	{AgeAtArrest, "age_at_arrest", C2, false, false},
	{Age, "age", C2, false, false},
	{BirthPlace, "birth_place", C2, false, false},
	{Nationality, "nationality", C2, false, true},
	{Governorate, "governorate", C2, false, false},
	{Place, "place", C2, false, false},
	{Residence, "residence", C3, false, true},
	{Occupation, "occupation", C2, false, true},
	{MaritalStatus, "marital_status", C2, false, false},
	{ArrestDate, "arrest_date", C2, false, false},
	{ArrestPlace, "arrest_place", C2, false, false},
	{ArrestMode, "arrest_mode", C2, false, false},
	{ArrestedBy, "arrested_by", C2, false, false},
	{StatedGround, "stated_ground", C3, true, true},
	{Facility, "facility", C2, false, true},
	{Cell, "cell", C2, false, true},
	{CustodyFrom, "custody_from", C2, false, true},
	{CustodyTo, "custody_to", C2, false, true},
	{TransferTo, "transfer_to", C2, false, true},
	{LastSeenDate, "last_seen_date", C2, false, true},
	{LastSeenPlace, "last_seen_place", C2, false, true},
	{SearchSteps, "search_steps", C3, false, true},
	{OrderedBy, "ordered_by", C2, false, true},
	{DetentionOrder, "detention_order", C2, false, true},
	{SupervisedBy, "supervised_by", C2, false, true},
	{FamilyNotified, "family_notified", C3, false, false},
	{MedicalExam, "medical_exam", C3, false, false},
	{FirstAppearance, "first_appearance", C2, false, false},
	{Court, "court", C2, false, true},
	{Sentence, "sentence", C3, true, true},
	{SentenceEnd, "sentence_end", C3, true, false},
	{Status, "status", C2, true, false},
	{ReleaseDate, "release_date", C2, true, false},
	{ReleaseMode, "release_mode", C2, true, false},
	{DeathDate, "death_date", C3, true, false},
	{DeathPlace, "death_place", C3, true, false},
	{DeathCause, "death_cause", C4, true, false},
	{BurialPlace, "burial_place", C4, true, false},
	{Allegation, "allegation", C3, true, true},
	{HealthAtExit, "health_at_exit", C4, false, true},
	{Health, "health", C4, false, true},
	{Phone, "phone", C4, false, true},
	{Relative, "relative", C3, false, true},
	{Informant, "informant", C5, false, true},
	{OfficerName, "officer_name", C4, false, true},
	{SexualViolence, "sexual_violence", C4, false, true},
	{MinorChild, "minor_child", C4, false, true},
	{Note, "note", C3, false, true},
	{ListNo, "list_no", C2, false, true},
	{RecordedOn, "recorded_on", C2, false, true},
	{Photo, "photo", C3, false, true},
	{ToldBy, "told_by", C4, false, true},
	{ToldAs, "told_as", C3, false, true},
	{ToldOn, "told_on", C2, false, true},
	{EntryReason, "entry_reason", C3, false, true},
	{Corrects, "corrects", C2, false, true},
	{CorrectsClosed, "corrects_closed", C3, false, true},
}

var (
	byField [256]FieldInfo
	byKey   = make(map[string]Field, len(fields))
)

func init() {
	for _, f := range fields {
		byField[f.Field] = f
		byKey[f.Key] = f.Field
	}
}

// NamesClaims reports whether a field holds names of claims and says nothing of
// a person: no list can have it.
func (f Field) NamesClaims() bool { return f == Corrects || f == CorrectsClosed }

// Fields lists every field, in the order in which a file shows them.
func Fields() []FieldInfo { return append([]FieldInfo(nil), fields...) }

// Info returns what is known about f; the zero FieldInfo where f is no field.
func (f Field) Info() FieldInfo { return byField[f] }

// Key is the field's stable name, "" for NoField and unknown numbers.
func (f Field) Key() string { return byField[f].Key }

// String is [Field.Key].
func (f Field) String() string { return f.Key() }

// ParseField finds a field by its key. It reports whether there is one.
func ParseField(key string) (Field, bool) {
	f, ok := byKey[key]
	return f, ok
}
