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
	PersonForm    Action = "person.form"    // fill the form of the UN working group from a file
	PersonReveal  Action = "person.reveal"  // open C4 values of one file for one purpose
	PersonAttach  Action = "person.attach"  // attach a document to a person
	PersonCreate  Action = "person.create"  // enter a person by hand
	PersonCorrect Action = "person.correct" // enter a claim beside others, with its reason
	PersonArrange Action = "person.arrange" // join, part and move the rows of files
	PeopleFilter  Action = "people.filter"  // list people by what is said of them, without a name
	NoteWrite     Action = "note.write"     // notes, tags and tasks on a file
	NoteUndo      Action = "note.undo"      // take one back
	PhotoRead     Action = "photo.read"     // see the photographs of a file
	PhotoConsent  Action = "photo.consent"  // enter who agreed to what: a photograph being shown, a case given on
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
	FacilityPart   Action = "facility.part"   // enter what a source tells of a part of a facility
	FacilityUnpart Action = "facility.unpart" // correct or take back such an entry
	FileRead       Action = "file.read"       // download an attached document

	OrgList       Action = "org.list"       // list organisations
	OrgCreate     Action = "org.create"     // add an organisation
	AccountList   Action = "account.list"   // list accounts
	AccountCreate Action = "account.create" // make an account
	AccountUpdate Action = "account.update" // change roles, clearance; disable
	AccountReset  Action = "account.reset"  // give a new one-time password
	BackupMake    Action = "backup.make"    // make an encrypted backup

	ReviewPolicy  Action = "review.policy"  // put a policy of the file review into force
	ReviewExplain Action = "review.explain" // read the policy in force, in plain words
	ReviewList    Action = "review.list"    // the cases in which one has a part, one's tasks, the agenda
	ReviewOpen    Action = "review.open"    // open a case on a person
	ReviewAct     Action = "review.act"     // enter an act in a case; each act has an action of its own
	ReviewRoster  Action = "review.roster"  // accredit organisations, put people on the roster
	ReviewDraw    Action = "review.draw"    // begin, freeze and carry out a draw of seats
	ReviewSeed    Action = "review.seed"    // enter the own organisation's seed of a draw
	ReviewCheck   Action = "review.check"   // read a draw and recompute it
	ReviewAccount Action = "review.account" // count the public account of a month before it is published
	ReviewPublish Action = "review.publish" // propose and publish one

	VictimsRead  Action = "victims.read"  // read what victims told the own organisation, and what is proposed
	VictimsWrite Action = "victims.write" // register, mend, judge a likeness, check who is in danger
	VictimsOpen  Action = "victims.open"  // open an association's sealed list

	// In one case: which of these somebody may do hangs on the part that they
	// play in it, and on nothing else.
	CaseRead             Action = "case.read"                  // open the case and read what the part reads
	CaseAssign           Action = "case.assigned"              // give somebody a part
	CaseDeclare          Action = "case.declared"              // say what ties there are
	CaseWaive            Action = "case.waived"                // set a declared tie aside
	CaseQuestion         Action = "case.questioned"            // ask whether somebody has a tie
	CaseAnswer           Action = "case.answered"              // answer such a question
	CaseChallenge        Action = "case.challenged"            // say that somebody should not decide
	CaseDecideChallenge  Action = "case.challenge_decided"     // answer a challenge
	CaseCheck            Action = "case.checked"               // record what was done on the file
	CaseIdentify         Action = "case.identified"            // record how sure the identity is
	CaseConfirmIdentity  Action = "case.identity_confirmed"    // confirm it, as a second person
	CaseLane             Action = "case.lane"                  // put the case into an urgent lane
	CaseFlag             Action = "case.flag"                  // set or clear a flag
	CaseSuspend          Action = "case.suspended"             // let the review rest
	CaseResume           Action = "case.resumed"               // end a rest
	CaseMove             Action = "case.moved"                 // take the review one step on
	CaseAllege           Action = "case.alleged"               // add an allegation
	CaseFact             Action = "case.fact"                  // bring a fact into the file
	CasePropose          Action = "case.proposed"              // propose a finding
	CaseSecond           Action = "case.seconded"              // stand behind a finding
	CaseDisclose         Action = "case.disclosed"             // record what the person was given
	CaseHear             Action = "case.heard"                 // record the hearing
	CaseGroup            Action = "case.group"                 // register a group of victims
	CaseStanding         Action = "case.standing"              // decide a group's standing
	CaseNotice           Action = "case.noticed"               // record that a group was told of the review
	CaseProtect          Action = "case.protected"             // record whether telling victims puts anybody in danger
	CaseWish             Action = "case.wished"                // change what a group wishes to be told
	CaseRepresent        Action = "case.represented"           // say who speaks for a group
	CaseWithdraw         Action = "case.withdrew"              // take a group out of the case
	CaseTellRelease      Action = "case.release_told"          // record that a group was told of the release
	CaseSubmit           Action = "case.submitted"             // submit points
	CaseNothingMore      Action = "case.nothing_more"          // say that a side has nothing more to submit
	CaseCloseSubmissions Action = "case.submissions_closed"    // end the time for submissions
	CaseVote             Action = "case.voted"                 // seal a vote
	CaseDraft            Action = "case.drafted"               // write the text that the panel signs
	CaseSign             Action = "case.signed"                // sign it
	CaseObject           Action = "case.objected"              // object
	CaseAnswerObjection  Action = "case.objection_answered"    // answer an objection
	CaseNotify           Action = "case.notified"              // record that somebody was told of the outcome
	CaseOrder            Action = "case.ordered"               // propose an urgent order
	CaseSignOrder        Action = "case.order_signed"          // put a second name under it
	CaseRatify           Action = "case.ratified"              // say the panel's word on it
	CaseCourtOrder       Action = "case.court_ordered"         // bring a court's order
	CaseReadOrder        Action = "case.court_order_read"      // confirm it, as a second person who read the paper
	CaseWithdrawOrder    Action = "case.court_order_withdrawn" // take it back
	CaseExtendStay       Action = "case.stay_extended"         // hold a release back a last time
	CasePlanRelease      Action = "case.release_planned"       // plan a release
	CaseRelease          Action = "case.released"              // record that the person was let go
	CaseVerify           Action = "case.verified"              // record that the person was seen free
	CaseAppeal           Action = "case.appealed"              // appeal
	CaseVoid             Action = "case.voided"                // void an outcome
	CaseCopy             Action = "case.copied"                // read the file in a numbered copy
	CaseSettleParting    Action = "case.parting_settled"       // say of which of two parted files the person under review is
	CaseSettleTwin       Action = "case.twin_settled"          // say which of two cases on the same person goes on
	CaseCertify          Action = "case.certified"             // issue a status certificate
	CaseWithdrawPaper    Action = "case.paper_withdrawn"       // withdraw one
	CaseShowPaper        Action = "case.paper_shown"           // let others check one, or end that
	CaseFollowUp         Action = "case.followed_up"           // say how a freed person was found
	CaseIncident         Action = "case.incident"              // count a danger over a case
	CaseNoteMissing      Action = "case.missing_noted"         // say that one knows of a missing person's file
	CaseAskMissing       Action = "case.missing_asked"         // record who was asked after the person
	CaseAnswerMissing    Action = "case.missing_answered"      // record what was answered
	CaseFindMissing      Action = "case.missing_found"         // say on a paper how the person was found
	CaseConfirmMissing   Action = "case.missing_confirmed"     // confirm it, as a second person
	CaseOpenMissing      Action = "case.missing_opened"        // open such a file again
	CaseAskRecall        Action = "case.recall_asked"          // allege a breach of a condition
	CaseHearRecall       Action = "case.recall_heard"          // record the hearing on it
	CaseSignRecall       Action = "case.recall_signed"         // say the panel's word on it
	CaseBirth            Action = "case.born"                  // record a birth
	CasePacket           Action = "case.packet"                // preserve a child's identity
	CaseInterests        Action = "case.best_interests"        // write down what is best for a child
	CaseHand             Action = "case.handed"                // record who a child was given to
	CaseAskExchange      Action = "case.exchange_asked"        // ask that the case go to another body
	CaseApproveExchange  Action = "case.exchange_approved"     // let it go
	CaseMakeExchange     Action = "case.exchange_made"         // make the file that goes
	CaseReceive          Action = "case.received"              // take another body's file in, as its claims
)

var actions = []Action{
	PublicSignIn, PublicAssets, PublicHealth, PublicLanguage, PublicCheckpoint,
	SelfPassword, SelfSecondFactor, SelfLanguage, SessionEnd, SessionStepUp,
	SituationView, DeskOwn,
	PeopleSearch, PersonRead, PersonPrint, PersonForm, PersonReveal, PersonAttach, PersonCreate, PersonCorrect, PersonArrange,
	PeopleFilter, NoteWrite, NoteUndo, PhotoRead, PhotoConsent, ExportAsk, ExportApprove,
	FamilyTell, FamilyUndo,
	SourceList, SourceRead, SourceCreate, SourceUpdate, SourceAttach, SourceExport,
	ImportPreview, ImportTake, ImportUndo, ImportRefused, RecordDestroy,
	MatchList, MatchJudge, MatchUndo, RunStart, RunCancel,
	LedgerList, LedgerBody, LedgerProof, LedgerVerify, LedgerUndo, AccessLog,
	FacilityRead, FacilityAttach, FacilityTell, FacilityUntell, FacilityPart, FacilityUnpart, FileRead,
	OrgList, OrgCreate, AccountList, AccountCreate, AccountUpdate, AccountReset, BackupMake,
	ReviewPolicy, ReviewExplain, ReviewList, ReviewOpen, ReviewAct, ReviewRoster, ReviewDraw, ReviewSeed, ReviewCheck, ReviewAccount, ReviewPublish,
	VictimsRead, VictimsWrite, VictimsOpen,
	CaseRead, CaseAssign, CaseDeclare, CaseWaive, CaseQuestion, CaseAnswer, CaseChallenge, CaseDecideChallenge, CaseCheck, CaseIdentify, CaseConfirmIdentity,
	CaseLane, CaseFlag, CaseSuspend, CaseResume, CaseMove, CaseAllege, CaseFact, CasePropose, CaseSecond, CaseDisclose, CaseHear, CaseGroup,
	CaseStanding, CaseNotice, CaseProtect, CaseRepresent, CaseWish, CaseWithdraw, CaseTellRelease, CaseSubmit, CaseNothingMore, CaseCloseSubmissions, CaseVote, CaseDraft, CaseSign, CaseObject, CaseAnswerObjection, CaseNotify,
	CaseOrder, CaseSignOrder, CaseRatify, CaseCourtOrder, CaseReadOrder, CaseWithdrawOrder, CaseExtendStay, CasePlanRelease, CaseRelease, CaseVerify, CaseFollowUp, CaseIncident, CaseAppeal, CaseVoid,
	CaseCopy, CaseSettleTwin, CaseSettleParting, CaseCertify, CaseWithdrawPaper, CaseShowPaper, CaseNoteMissing, CaseAskMissing, CaseAnswerMissing, CaseFindMissing, CaseConfirmMissing, CaseOpenMissing,
	CaseAskRecall, CaseHearRecall, CaseSignRecall, CaseBirth, CasePacket, CaseInterests, CaseHand,
	CaseAskExchange, CaseApproveExchange, CaseMakeExchange, CaseReceive,
}

// Actions lists every action.
func Actions() []Action { return append([]Action(nil), actions...) }

// casePrefix begins the actions that hang on a part in one case.
const casePrefix = "case."

// CaseAction is the action of one act in a case.
func CaseAction(act string) Action { return Action(casePrefix + act) }

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
