package access

// An Action is one thing that someone can ask for. Every route, command and
// operation declares one.
type Action string

// The closed list of actions. The comment is what the action means; who may
// do it is in policies.cedar.
const (
	// For anyone, signed in or not.
	PublicSignIn     Action = "public.sign_in"    // see the sign-in form and use it
	PublicAssets     Action = "public.assets"     // styles, scripts, fonts
	PublicHealth     Action = "public.health"     // whether the server runs, and nothing else
	PublicLanguage   Action = "public.language"   // choose the language of public pages
	PublicCheckpoint Action = "public.checkpoint" // the ledger's signed heads and hash tiles

	// For everyone who is signed in.
	SelfPassword     Action = "self.password"      // change one's own password
	SelfSecondFactor Action = "self.second_factor" // set up or replace one's own one-time codes
	SelfLanguage     Action = "self.language"      // choose one's own language
	SessionEnd       Action = "session.end"        // sign out, here or everywhere
	SessionStepUp    Action = "session.step_up"    // give password and code again

	SituationView Action = "situation.view" // what is here, what waits, what changed
	DeskOwn       Action = "desk.own"       // one's own tasks, saved searches and lists

	PeopleSearch  Action = "people.search"  // search people by name
	PersonRead    Action = "person.read"    // open a person's file
	PersonPrint   Action = "person.print"   // the print view of a file
	PersonReveal  Action = "person.reveal"  // open C4 values of one file for one purpose
	PersonAttach  Action = "person.attach"  // attach a document to a person
	PersonCreate  Action = "person.create"  // enter a person by hand
	PersonCorrect Action = "person.correct" // enter a claim beside others, with its reason
	PersonArrange Action = "person.arrange" // join, part and move the rows of files
	PeopleFilter  Action = "people.filter"  // list people by what is said of them, without a name
	NoteWrite     Action = "note.write"     // notes, tags and tasks on a file
	NoteUndo      Action = "note.undo"      // take one back
	PhotoConsent  Action = "photo.consent"  // enter who agreed to a photograph being shown
	ExportAsk     Action = "export.ask"     // ask for a selection as a file, and take it
	ExportApprove Action = "export.approve" // let somebody else have it

	FamilyTell Action = "family.tell" // enter that a family was told of a death, that remains were returned
	FamilyUndo Action = "family.undo" // take such an entry back

	SourceList   Action = "source.list"   // list sources and their imports
	SourceRead   Action = "source.read"   // one source, its imports and rows
	SourceCreate Action = "source.create" // add a source
	SourceUpdate Action = "source.update" // change what is said of a source, its sharing
	SourceAttach Action = "source.attach" // attach a document to a source
	SourceExport Action = "source.export" // take rows out as a file

	ImportPreview Action = "import.preview" // upload a file, see and correct the mapping
	ImportTake    Action = "import.take"    // take the file in
	ImportUndo    Action = "import.undo"    // undo an import
	ImportRefused Action = "import.refused" // download the refused rows
	RecordDestroy Action = "record.destroy" // destroy content as the law demands

	MatchList  Action = "match.list"  // see the matches that wait
	MatchJudge Action = "match.judge" // say whether two records are one person
	MatchUndo  Action = "match.undo"  // take a judgement back
	RunStart   Action = "run.start"   // start a linkage run
	RunCancel  Action = "run.cancel"  // stop one

	LedgerList   Action = "ledger.list"   // entries: when, who, what kind
	LedgerBody   Action = "ledger.body"   // what an entry says
	LedgerProof  Action = "ledger.proof"  // an entry's proof
	LedgerVerify Action = "ledger.verify" // recompute every hash
	LedgerUndo   Action = "ledger.undo"   // undo an entry that can be undone
	AccessLog    Action = "access.log"    // who read which file

	FacilityRead   Action = "facility.read"   // places of detention
	FacilityAttach Action = "facility.attach" // attach a document to a facility
	FacilityTell   Action = "facility.tell"   // enter what a source tells of a facility
	FacilityUntell Action = "facility.untell" // take such an entry back
	FileRead       Action = "file.read"       // download an attached document

	OrgList       Action = "org.list"       // list organisations
	OrgCreate     Action = "org.create"     // add an organisation
	AccountList   Action = "account.list"   // list accounts
	AccountCreate Action = "account.create" // make an account
	AccountUpdate Action = "account.update" // change roles, clearance; disable
	AccountReset  Action = "account.reset"  // give a new one-time password
	BackupMake    Action = "backup.make"    // make an encrypted backup

	ReviewPolicy Action = "review.policy" // put a policy of the file review into force
)

var actions = []Action{
	PublicSignIn, PublicAssets, PublicHealth, PublicLanguage, PublicCheckpoint,
	SelfPassword, SelfSecondFactor, SelfLanguage, SessionEnd, SessionStepUp,
	SituationView, DeskOwn,
	PeopleSearch, PersonRead, PersonPrint, PersonReveal, PersonAttach, PersonCreate, PersonCorrect, PersonArrange,
	PeopleFilter, NoteWrite, NoteUndo, PhotoConsent, ExportAsk, ExportApprove,
	FamilyTell, FamilyUndo,
	SourceList, SourceRead, SourceCreate, SourceUpdate, SourceAttach, SourceExport,
	ImportPreview, ImportTake, ImportUndo, ImportRefused, RecordDestroy,
	MatchList, MatchJudge, MatchUndo, RunStart, RunCancel,
	LedgerList, LedgerBody, LedgerProof, LedgerVerify, LedgerUndo, AccessLog,
	FacilityRead, FacilityAttach, FacilityTell, FacilityUntell, FileRead,
	OrgList, OrgCreate, AccountList, AccountCreate, AccountUpdate, AccountReset, BackupMake,
	ReviewPolicy,
}

// Actions lists every action.
func Actions() []Action { return append([]Action(nil), actions...) }

// Valid reports whether a is in the closed list.
func (a Action) Valid() bool {
	for _, b := range actions {
		if a == b {
			return true
		}
	}
	return false
}

// Public reports whether the action needs no account.
func (a Action) Public() bool {
	return len(a) > len(publicPrefix) && a[:len(publicPrefix)] == publicPrefix
}

const publicPrefix = "public."
