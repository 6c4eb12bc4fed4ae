package byhand

import (
	"crypto/rand"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"kashf.org/kashf/internal/find"
	"kashf.org/kashf/internal/intake"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/vocab"
	"kashf.org/kashf/place"
)

// A Form is what was typed, so that it comes back as it was sent.
type Form struct {
	// No is the number of this form, new on every empty one: however often it is
	// sent, it is entered once.
	No     string
	Values map[register.Field]string // of the fields that are there once
	Spells []Spell
	Kind   string // of the vocabulary source_type: who tells
	// Same is the file that the person is said to have already, [NewPerson]
	// where the reader has looked and says that there is none, "" before.
	Same string
	// Seen are the files offered so far.
	Seen []string
	// Kept are values that were sent back once as not understood; sent again as
	// they are, they are kept as written.
	Kept    []string
	Wrong   map[string]string // name of the input → what is wrong
	Loading string            // why nothing could be entered yet, "" elsewhere
}

// NewPerson is the answer that none of those offered is the person.
const NewPerson = "new"

// A Spell is one stay in custody, as typed.
type Spell struct{ Facility, From, To, Cell string }

func (s Spell) blank() bool { return s == Spell{} }

// Bounds of what is typed.
const (
	maxText   = 500
	maxNote   = 5000
	maxSpells = 30
	firstRows = 3 // of stays, on an empty form
	moreRows  = 3
)

// single are the fields that are there once, in the order of the form.
var single = []register.Field{
	register.FullName, register.GivenName, register.FatherName, register.GrandfatherName, register.FamilyName,
	register.MotherName, register.Kunya, register.OtherName, register.Sex, register.BirthDate, register.Age, register.BirthPlace,
	register.Governorate, register.Place, register.Residence, register.RegistryPlace, register.NationalNo, register.Nationality,
	register.Occupation, register.MaritalStatus,
	register.ArrestDate, register.ArrestPlace, register.ArrestedBy, register.DetaineeNo, register.MinorChild,
	register.DetentionOrder, register.OrderedBy, register.SupervisedBy, register.FamilyNotified, register.MedicalExam, register.FirstAppearance,
	register.Court, register.Sentence, register.SentenceEnd,
	register.Status, register.ReleaseDate, register.ReleaseMode, register.LastSeenDate, register.LastSeenPlace, register.SearchSteps,
	register.DeathDate, register.DeathPlace, register.Phone, register.Note,
	register.ToldAs, register.ToldBy, register.ToldOn,
}

// lawful are the fields of what the law asks of who detains.
var lawful = []register.Field{
	register.DetentionOrder, register.OrderedBy, register.SupervisedBy, register.FamilyNotified, register.MedicalExam, register.FirstAppearance,
	register.Court, register.Sentence, register.SentenceEnd,
}

// vocabularies are the fields that are chosen from a list.
var vocabularies = map[register.Field]string{
	register.Sex: "sex", register.MaritalStatus: "marital_status", register.ArrestedBy: "agency",
	register.OrderedBy: "agency", register.SupervisedBy: "agency",
	register.Status: "fate_status", register.ReleaseMode: "release_mode", register.ToldAs: "relation",
}

// private are the fields at C4, which no browser keeps as unsaved work.
func private(f register.Field) bool { return f.Info().Level >= register.C4 }

func formOf(in url.Values) Form {
	f := Form{No: numberOf(in), Values: map[register.Field]string{}, Kind: in.Get("kind"), Same: in.Get("same"), Seen: in["seen"], Kept: in["kept"], Wrong: map[string]string{}}
	for _, x := range single {
		if v := clean(in.Get(x.Key())); v != "" {
			f.Values[x] = v
		}
	}
	at := func(name string, i int) string {
		if list := in[name]; i < len(list) {
			return clean(list[i])
		}
		return ""
	}
	for i := range min(len(in["facility"]), maxSpells) {
		s := Spell{at("facility", i), at("custody_from", i), at("custody_to", i), at("cell", i)}
		if isDitto(s.From) && i > 0 {
			s.From = f.Spells[i-1].To
		}
		f.Spells = append(f.Spells, s)
	}
	return f
}

// newNumber is the number of an empty form.
func newNumber() string { return rand.Text() }

var formNumber = regexp.MustCompile(`^[A-Z2-7]{20,40}$`)

// numberOf is the number of the form that was sent; one without gets its own.
func numberOf(in url.Values) string {
	if no := in.Get("form"); formNumber.MatchString(no) {
		return no
	}
	return newNumber()
}

// numbered adds the form's number to what was typed, so that what is entered
// tells two forms of the same words apart; no claim is made of it.
func numbered(p locale.Printer, no string, cells []intake.HandCell) []intake.HandCell {
	return append(slices.Clone(cells), intake.HandCell{Label: p.T("byhand.form"), Value: no})
}

// isDitto reports whether a day is said to be the one on which the stay before
// ended: who is moved leaves one place and comes to the next on one day.
func isDitto(s string) bool { return s == "=" || s == "\"" || s == "〃" || s == "″" }

func clean(s string) string { return strings.TrimSpace(strings.ToValidUTF8(s, "")) }

// cells are what was typed as the cells of a list of one row, each under the
// label of its field. A stay of which a day is not known says so where there
// are several: days are told to places by their order.
func (f Form) cells(p locale.Printer) []intake.HandCell {
	var out []intake.HandCell
	add := func(x register.Field, v string) {
		if v != "" {
			out = append(out, intake.HandCell{Field: x, Label: p.T("field." + x.Key()), Value: v})
		}
	}
	for _, x := range single {
		add(x, f.word(p, x))
		if x == register.DetaineeNo {
			f.stays(add)
		}
	}
	return out
}

// word is the value of a field as it is kept: of what was chosen, the label.
func (f Form) word(p locale.Printer, x register.Field) string {
	v := f.Values[x]
	if v == "" {
		return ""
	}
	if list, ok := vocabularies[x]; ok && vocab.Valid(list, v) {
		return vocab.Label(list, v, p.Lang())
	}
	if x == register.Governorate {
		if at, ok := place.Lookup(place.Code(v)); ok {
			return at.Name(p.Lang())
		}
	}
	return v
}

func (f Form) stays(add func(register.Field, string)) {
	stays := slices.DeleteFunc(slices.Clone(f.Spells), Spell.blank)
	for _, c := range []struct {
		field register.Field
		of    func(Spell) string
	}{
		{register.Facility, func(s Spell) string { return s.Facility }},
		{register.CustodyFrom, func(s Spell) string { return s.From }},
		{register.CustodyTo, func(s Spell) string { return s.To }},
		{register.Cell, func(s Spell) string { return s.Cell }},
	} {
		if !slices.ContainsFunc(stays, func(s Spell) bool { return c.of(s) != "" }) {
			continue
		}
		for _, s := range stays {
			v := c.of(s)
			if v == "" && len(stays) > 1 {
				v = intake.NothingKnown
			}
			add(c.field, v)
		}
	}
}

// name is the whole name, as far as it was typed.
func (f Form) name() string {
	if v := f.Values[register.FullName]; v != "" {
		return v
	}
	var parts []string
	for _, x := range []register.Field{register.GivenName, register.FatherName, register.GrandfatherName, register.FamilyName} {
		if v := f.Values[x]; v != "" {
			parts = append(parts, v)
		}
	}
	return strings.Join(parts, " ")
}

// query looks for the same person among those in sight.
func (f Form) query(claims []register.Claim) find.Query {
	q := find.Query{
		Name: f.name(), Mother: f.Values[register.MotherName], Place: place.Code(f.Values[register.Governorate]), Limit: offered,
	}
	for _, c := range claims {
		if c.Field == register.BirthDate && len(c.Norm) >= 4 {
			q.Born = year(c.Norm)
		}
	}
	return q
}

func year(edtf string) int {
	n := 0
	for i, c := range edtf {
		if i == 4 {
			break
		}
		if c < '0' || c > '9' {
			return 0
		}
		n = n*10 + int(c-'0')
	}
	return n
}

// check says what a person must mend before anything is entered.
func (f *Form) check(p locale.Printer, cells []intake.HandCell, issues []intake.Issue) {
	wrong := func(name, key string, when bool) {
		if when && f.Wrong[name] == "" {
			f.Wrong[name] = p.T(key)
		}
	}
	wrong(register.FullName.Key(), "byhand.wrong.name", f.name() == "" && f.Values[register.Kunya]+f.Values[register.OtherName]+f.Values[register.DetaineeNo] == "")
	wrong("kind", "byhand.wrong.kind", !vocab.Valid("source_type", f.Kind))
	for _, c := range cells {
		most := maxText
		if c.Field == register.Note {
			most = maxNote
		}
		wrong(c.Field.Key(), "byhand.wrong.long", utf8.RuneCountInString(c.Value) > most)
	}
	for _, i := range issues {
		if i.Column < 1 || i.Column > len(cells) {
			continue
		}
		c := cells[i.Column-1]
		if key, ok := asks[i.Reason]; ok && !slices.Contains(f.Kept, c.Value) {
			wrong(c.Field.Key(), key, true)
			f.Kept = append(f.Kept, c.Value)
		}
	}
}

// asks are what is asked about once before it is kept as it was written. A
// place that is not in the gazetteer is no mistake.
var asks = map[intake.Reason]string{
	intake.BadDate: "byhand.wrong.date", intake.BadAge: "byhand.wrong.age", intake.UnknownTerm: "byhand.wrong.choice",
	intake.LengthOfTime: "byhand.wrong.length", intake.UnknownSex: "byhand.wrong.choice", intake.NameTooLong: "byhand.wrong.long",
}
