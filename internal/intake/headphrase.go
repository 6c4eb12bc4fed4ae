package intake

import (
	"strings"

	"kashf.org/kashf/internal/register"
)

// Headers are phrases: "تاريخ الإفراج عنها", "Place where last seen", "Date of
// interview", "اسم المحامي". No table has them all, but their words are few.
// Each word says what is told (a day, a place, a name), of which event, or of
// whom. A header is understood where every word of it is known and they make
// one field, or plainly none: what is told of a lawyer, or of the interview, is
// not told of the person.

// A sense is what one word of a header says.
type sense uint8

const (
	senseNone sense = iota
	// What is told.
	theName
	theGiven
	theFamily
	theDay
	theYear
	thePlace
	theNumber
	thePhone
	theParty // who did it
	theReason
	theManner
	theAge
	theState
	theSex
	theGovernorate
	theTown
	theHome
	theWork
	theNote
	theCount
	thePicture
	// Of which event.
	ofBirth
	ofArrest
	ofHolding
	ofBranch // the house itself: its name, its number
	ofRelease
	ofDeath
	ofBurial
	ofSeeing
	ofContact // the last of it is the last news of the person
	ofEntry
	ofExit
	ofTransfer
	ofHealth
	ofMarriage
	ofCharge
	ofSentence
	ofCell
	ofRuling // of a court or a committee, on whatever
	ofPapers // the interview, the form, the file: nothing that befell the person
	// Of whom.
	ofPerson
	ofPrisoner
	ofFather
	ofMother
	ofGrandfather
	ofKin
	ofChild
	ofIdentity // the card of it
	ofOthers   // a lawyer, a judge, who filled in the form
	last
	atTime // now, formerly
	asking // does, was: the answer is yes or no
	filler
)

// saidHeader is how sure a header is of which every word is understood.
const saidHeader = 0.93

// A phrase is what the words of a header say; several words of one sense say it
// once.
type headPhrase uint64

func (p headPhrase) has(s sense) bool { return p&(1<<s) != 0 }

func phraseOf(senses ...sense) headPhrase {
	var p headPhrase
	for _, s := range senses {
		p |= 1 << s
	}
	return p
}

// readPhrase reads a header word by word; false where a word is not known.
func readPhrase(header string) (headPhrase, bool) {
	words := strings.Fields(fold(header))
	if len(words) == 0 || len(words) > 12 {
		return 0, false
	}
	var p headPhrase
	for i := 0; i < len(words); i++ {
		if i+1 < len(words) {
			if s, ok := headSenses[words[i]+" "+words[i+1]]; ok {
				p |= 1 << s
				i++
				continue
			}
		}
		s := sensesOf(words[i])
		if s == 0 {
			return p, false
		}
		p |= s
	}
	return p &^ (1 << filler), true
}

// tells reports whether a phrase says what is told, and not only of whom or of
// what: a cell of data says "lawyer" or "his father", a header "his father's name".
func (p headPhrase) tells() bool { return p&(1<<ofBirth-1)&^(1<<senseNone) != 0 }

// sensesOf finds what a word says, or the two words of which one is made:
// Geburtsdatum, birthplace.
func sensesOf(w string) headPhrase {
	if s := senseOf(w); s != senseNone {
		return 1 << s
	}
	for at := 3; w[0] < 0x80 && at+3 <= len(w); at++ {
		first := headSenses[w[:at]]
		if first == senseNone {
			first = headSenses[strings.TrimSuffix(w[:at], "s")]
		}
		if second := headSenses[w[at:]]; first != senseNone && first < last && second != senseNone && second <= theAge {
			return 1<<first | 1<<second
		}
	}
	return 0
}

// senseOf finds a word as it stands, or without what Arabic writes to it: the
// pronoun behind it, and "of", "by", "and" before it.
func senseOf(w string) sense {
	if s, ok := headSenses[w]; ok {
		return s
	}
	if isNumber(w) {
		return filler
	}
	if w == "جده" {
		return senseNone // his grandfather, or a grandmother
	}
	for _, ending := range []string{"هما", "ها", "هم", "كم", "نا", "ه", "ي", "ك"} {
		stem, cut := strings.CutSuffix(w, ending)
		if !cut || len([]rune(stem)) < 2 {
			continue
		}
		if s, ok := headSenses[stem]; ok {
			return s
		}
		if bare, open := strings.CutSuffix(stem, "ت"); open {
			if s, ok := headSenses[bare+"ه"]; ok { // تهمته, of تهمة
				return s
			}
		}
		if bare, bound := strings.CutSuffix(stem, "ؤ"); bound {
			if s, ok := headSenses[bare+"اء"]; ok {
				return s
			}
		}
		if bare, bound := strings.CutSuffix(stem, "و"); bound { // اختفاؤه, of اختفاء
			if s, ok := headSenses[bare+"ء"]; ok {
				return s
			}
		}
	}
	for _, before := range []string{"وال", "بال", "لل", "و", "ب", "ل", "ك"} {
		if rest, cut := strings.CutPrefix(w, before); cut && len([]rune(rest)) > 2 {
			if s := senseOf(rest); s != senseNone && s != filler {
				return s
			}
		}
	}
	if stem, cut := strings.CutSuffix(w, "s"); cut && len(stem) > 2 && stem[0] < 0x80 {
		return headSenses[stem]
	}
	return senseNone
}

// phraseFields are the fields that phrases make; the senses of the person, of
// what is asked and of "last" are left out where they change nothing.
var phraseFields = map[headPhrase]register.Field{
	phraseOf(theName):                             register.FullName,
	phraseOf(theName, theFamily):                  register.FullName,
	phraseOf(theName, theGiven, theFamily):        register.FullName,
	phraseOf(theGiven, theFamily):                 register.FullName,
	phraseOf(theName, theGiven):                   register.FullName,
	phraseOf(theGiven):                            register.GivenName,
	phraseOf(theFamily):                           register.FamilyName,
	phraseOf(ofFather):                            register.FatherName,
	phraseOf(theName, ofFather):                   register.FatherName,
	phraseOf(ofGrandfather):                       register.GrandfatherName,
	phraseOf(theName, ofGrandfather):              register.GrandfatherName,
	phraseOf(ofMother):                            register.MotherName,
	phraseOf(theName, ofMother):                   register.MotherName,
	phraseOf(theName, ofMother, theFamily):        register.MotherName,
	phraseOf(theName, ofKin):                      register.Relative,
	phraseOf(theName, ofChild):                    register.MinorChild,
	phraseOf(theName, ofChild, ofHolding):         register.MinorChild,
	phraseOf(theDay, ofBirth):                     register.BirthDate,
	phraseOf(ofBirth):                             register.BirthDate,
	phraseOf(theDay, theYear, ofBirth):            register.BirthDate,
	phraseOf(theYear, ofBirth):                    register.BirthYear,
	phraseOf(thePlace, ofBirth):                   register.BirthPlace,
	phraseOf(theTown, ofBirth):                    register.BirthPlace,
	phraseOf(theDay, ofArrest):                    register.ArrestDate,
	phraseOf(theYear, ofArrest):                   register.ArrestDate,
	phraseOf(theDay, ofHolding):                   register.ArrestDate,
	phraseOf(theDay, ofArrest, ofHolding):         register.ArrestDate,
	phraseOf(thePlace, ofArrest):                  register.ArrestPlace,
	phraseOf(theTown, ofArrest):                   register.ArrestPlace,
	phraseOf(theParty, ofArrest):                  register.ArrestedBy,
	phraseOf(theReason, ofArrest):                 register.StatedGround,
	phraseOf(theReason, ofHolding):                register.StatedGround,
	phraseOf(ofCharge):                            register.StatedGround,
	phraseOf(theManner, ofArrest):                 register.ArrestMode,
	phraseOf(thePlace, ofHolding):                 register.Facility,
	phraseOf(theName, thePlace, ofHolding):        register.Facility,
	phraseOf(last, thePlace, ofHolding):           register.Facility,
	phraseOf(ofBranch):                            register.Facility,
	phraseOf(theName, ofBranch):                   register.Facility,
	phraseOf(theNumber, ofBranch):                 register.Facility,
	phraseOf(thePlace, ofBranch):                  register.Facility,
	phraseOf(ofBranch, ofHolding):                 register.Facility,
	phraseOf(theNumber, ofPrisoner):               register.DetaineeNo,
	phraseOf(theNumber, ofIdentity):               register.NationalNo,
	phraseOf(ofIdentity):                          register.NationalNo,
	phraseOf(theDay, ofRelease):                   register.ReleaseDate,
	phraseOf(theYear, ofRelease):                  register.ReleaseDate,
	phraseOf(theManner, ofRelease):                register.ReleaseMode,
	phraseOf(theReason, ofRelease):                register.ReleaseMode,
	phraseOf(theDay, ofDeath):                     register.DeathDate,
	phraseOf(theYear, ofDeath):                    register.DeathDate,
	phraseOf(thePlace, ofDeath):                   register.DeathPlace,
	phraseOf(theReason, ofDeath):                  register.DeathCause,
	phraseOf(thePlace, ofBurial):                  register.BurialPlace,
	phraseOf(theDay, ofSeeing):                    register.LastSeenDate,
	phraseOf(last, theDay, ofSeeing):              register.LastSeenDate,
	phraseOf(last, theDay, ofContact):             register.LastSeenDate,
	phraseOf(last, ofSeeing):                      register.LastSeenDate,
	phraseOf(thePlace, ofSeeing):                  register.LastSeenPlace,
	phraseOf(last, thePlace, ofSeeing):            register.LastSeenPlace,
	phraseOf(last, thePlace):                      register.LastSeenPlace,
	phraseOf(theDay, ofEntry):                     register.CustodyFrom,
	phraseOf(theDay, ofEntry, ofHolding):          register.CustodyFrom,
	phraseOf(theDay, ofExit):                      register.CustodyTo,
	phraseOf(theDay, ofExit, ofHolding):           register.CustodyTo,
	phraseOf(thePlace, ofTransfer):                register.TransferTo,
	phraseOf(theState, ofHealth):                  register.Health,
	phraseOf(ofHealth):                            register.Health,
	phraseOf(theState, ofMarriage):                register.MaritalStatus,
	phraseOf(theState):                            register.Status,
	phraseOf(theState, ofArrest):                  register.Status,
	phraseOf(theState, ofHolding):                 register.Status,
	phraseOf(theAge):                              register.Age,
	phraseOf(theAge, theYear):                     register.Age,
	phraseOf(theAge, ofArrest):                    register.AgeAtArrest,
	phraseOf(theSex):                              register.Sex,
	phraseOf(theGovernorate):                      register.Governorate,
	phraseOf(theTown):                             register.Place,
	phraseOf(theHome):                             register.Residence,
	phraseOf(thePlace, theHome):                   register.Residence,
	phraseOf(theTown, theHome):                    register.Residence,
	phraseOf(theGovernorate, theHome):             register.Residence,
	phraseOf(theWork):                             register.Occupation,
	phraseOf(theNote):                             register.Note,
	phraseOf(thePhone):                            register.Phone,
	phraseOf(thePhone, ofKin):                     register.Phone,
	phraseOf(thePhone, ofMother):                  register.Phone,
	phraseOf(thePhone, ofFather):                  register.Phone,
	phraseOf(theNumber, thePhone):                 register.Phone,
	phraseOf(theNumber, thePhone, ofKin):          register.Phone,
	phraseOf(thePicture):                          register.Photo,
	phraseOf(ofCell):                              register.Cell,
	phraseOf(theNumber, ofCell):                   register.Cell,
	phraseOf(ofSentence):                          register.Sentence,
	phraseOf(theName, ofPerson, theFamily):        register.FullName,
	phraseOf(theName, ofPerson):                   register.FullName,
	phraseOf(theGiven, ofPerson):                  register.GivenName,
	phraseOf(theGovernorate, ofBirth):             register.BirthPlace,
	phraseOf(theGovernorate, thePlace, ofBirth):   register.BirthPlace,
	phraseOf(theGovernorate, thePlace, ofArrest):  register.ArrestPlace,
	phraseOf(theGovernorate, ofArrest):            register.ArrestPlace,
	phraseOf(theDay, last, ofSeeing, thePlace):    register.NoField,
	phraseOf(theName, ofKin, theNumber, thePhone): register.NoField,
	phraseOf(theName, ofKin, thePhone):            register.NoField,
	phraseOf(theDay, theAge, ofBirth):             register.NoField,
	phraseOf(thePlace, theDay, ofBirth):           register.NoField,
	phraseOf(thePlace, theYear, ofBirth):          register.NoField,
	phraseOf(theState, theReason):                 register.NoField,
	phraseOf(theName, thePlace, theDay, ofArrest): register.NoField,
}

// befalls are the senses of what is told of the person.
var befalls = phraseOf(ofBirth, ofArrest, ofHolding, ofBranch, ofRelease, ofDeath, ofBurial, ofSeeing, ofContact, ofEntry, ofExit, ofTransfer, ofSentence, ofRuling,
	ofPrisoner, ofFather, ofMother, ofKin, ofChild, thePhone, theAge, theSex, theNote, theState, theReason)

// changing are the fields that headers tell of now or of another time and mean
// the same; a town of now is not the town of origin.
var changing = map[register.Field]bool{
	register.Age: true, register.Facility: true, register.Status: true, register.Health: true, register.Residence: true,
	register.MaritalStatus: true, register.Occupation: true, register.Phone: true,
}

// fieldOfPhrase finds the field of a header of which every word is known. Of
// another means that it plainly tells of something else than the person.
func fieldOfPhrase(header string) (f register.Field, ofAnother bool) {
	p, whole := readPhrase(header)
	if !whole || p == 0 || p.has(asking) {
		return register.NoField, false
	}
	if p.has(ofOthers) {
		// A lawyer's number, a judge's remarks; "the detainee's lawyer" may be
		// of either.
		return register.NoField, p&(befalls&^phraseOf(thePhone, theNote)) == 0
	}
	if p.has(ofPapers) {
		return register.NoField, p&befalls == 0
	}
	if p == phraseOf(theNumber, ofRuling) {
		return register.NoField, true
	}
	f = phraseField(p, header)
	if p.has(atTime) {
		if f = phraseField(p&^phraseOf(atTime), header); !changing[f] {
			f = register.NoField
		}
	}
	return f, f == register.NoField && p.has(theCount)
}

// phraseField looks a phrase up, as it is, and without the words for whom a list
// is of.
func phraseField(p headPhrase, header string) register.Field {
	if p == phraseOf(theNumber, ofHolding) && saysInside(header) {
		return register.DetaineeNo
	}
	if f := phraseFields[p]; f != register.NoField {
		return f
	}
	if p.has(ofPrisoner) {
		p = p&^phraseOf(ofPrisoner) | phraseOf(ofPerson)
		if f := phraseFields[p]; f != register.NoField {
			return f
		}
	}
	if q := p &^ phraseOf(ofPerson); q != 0 {
		return phraseFields[q]
	}
	return register.NoField
}

// saysInside reports whether a number is told in a prison, رقمه بالسجن, and is
// not the prison's own.
func saysInside(header string) bool {
	for _, w := range strings.Fields(fold(header)) {
		if strings.HasPrefix(w, "بال") || w == "في" || w == "in" || w == "داخل" || w == "inside" {
			return true
		}
	}
	return false
}

// eventDays are the fields of headers that name an event alone,
// "Taken on", "Arrêté(e) le": its cells say which of them is told.
var eventDays = map[headPhrase]register.Field{
	phraseOf(ofBirth): register.BirthDate, phraseOf(ofArrest): register.ArrestDate, phraseOf(ofRelease): register.ReleaseDate,
	phraseOf(ofDeath): register.DeathDate, phraseOf(last, ofSeeing): register.LastSeenDate, phraseOf(ofSeeing): register.LastSeenDate,
	phraseOf(ofEntry): register.CustodyFrom, phraseOf(ofExit): register.CustodyTo,
}

// fieldOfEvent finds the field of a header that names an event alone, over cells
// of dates.
func fieldOfEvent(header string, l look) register.Field {
	p, whole := readPhrase(header)
	if !whole || l.kind != looksDate && l.kind != looksYear {
		return register.NoField
	}
	return eventDays[p&^phraseOf(ofPerson, ofPrisoner)]
}

// headSenses are the words, folded.
var headSenses = func() map[string]sense {
	m := map[string]sense{}
	for s := range filler + 1 {
		for _, w := range headWords[s] {
			if _, taken := m[fold(w)]; !taken {
				m[fold(w)] = s
			}
		}
	}
	return m
}()
