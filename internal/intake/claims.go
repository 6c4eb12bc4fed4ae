package intake

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"kashf.org/kashf/internal/intake/sheet"
	"kashf.org/kashf/internal/register"
)

// A claimer turns cells into claims. It remembers what cells came to, since
// lists repeat places, dates and answers; what it remembers is bounded.
type claimer struct {
	readers   Readers
	columns   []claimColumn
	constants []register.Claim
	nameless  bool
	// governorate is the index of the column that says in which governorate the
	// row's places are to be looked for, -1 where there is none.
	governorate int
}

type claimColumn struct {
	Column
	level        register.Level
	way          way
	absent       absences
	seen         map[seenKey]reading
	above        string // the cell above, for marks of repetition
	tried, found int    // places looked up and found
}

type seenKey struct{ cell, governorate string }

// seenLimit bounds what is remembered of one column: with cells of ordinary
// length, ten megabytes.
const seenLimit = 1 << 16

// seenCell is the longest cell worth remembering: what is longer is prose.
const seenCell = 100

func newClaimer(m Mapping, o Options) *claimer {
	if o.Readers.Date == nil {
		o.Readers = Standard()
	}
	c := &claimer{readers: o.Readers, nameless: m.Nameless, governorate: -1}
	for i, col := range m.Columns {
		c.columns = append(c.columns, claimColumn{
			Column: col,
			level:  max(col.Field.Info().Level, o.Raise),
			way:    ways[col.Field],
			absent: absencesOf(m, col),
			seen:   map[seenKey]reading{},
		})
		if col.Field == register.Governorate {
			c.governorate = i
		}
	}
	for _, k := range m.Constants {
		value := strings.TrimSpace(k.Value)
		c.constants = append(c.constants, register.Claim{
			Field: k.Field, Value: value, Level: max(k.Field.Info().Level, o.Raise),
			Norm: c.readers.read(k.Field, DayFirst, value, "").norm,
		})
	}
	return c
}

// absences are the answers of a column that mean there is no value.
type absences struct {
	answers map[string]register.Absence // by their folded form
	longest int                         // runes of the longest, with marks and articles to spare
	digits  bool                        // one of them begins with a digit
}

// spare is how many runes folding may take off an answer.
const spare = 6

// absencesOf gathers the answers that mean an absence in one column.
func absencesOf(m Mapping, col Column) absences {
	a := absences{answers: make(map[string]register.Absence, len(usualUnknown)+len(usualWithheld))}
	for answer := range usualUnknown {
		a.add(answer, register.Unknown)
	}
	for answer := range usualWithheld {
		a.add(answer, register.Withheld)
	}
	for _, answer := range slices.Concat(m.Unknown, col.Unknown) {
		a.add(answer, register.Unknown)
	}
	for _, answer := range slices.Concat(m.Withheld, col.Withheld) {
		a.add(answer, register.Withheld)
	}
	return a
}

func (a *absences) add(answer string, means register.Absence) {
	a.answers[foldAnswer(answer)] = means
	a.longest = max(a.longest, utf8.RuneCountInString(answer)+spare)
	a.digits = a.digits || answer != "" && answer[0] >= '0' && answer[0] <= '9'
}

// claim gives a row its claims and issues, or refuses it.
func (c *claimer) claim(row *Row) {
	row.Claims = make([]register.Claim, 0, c.count(row.Cells)+len(c.constants))
	governorate := c.governorateOf(row.Cells, asPlace)
	named := c.nameless
	for i := range c.columns {
		col := &c.columns[i]
		if col.Field == register.NoField || i >= len(row.Cells) {
			continue
		}
		value := strings.TrimSpace(row.Cells[i])
		mark := markAt(row.Marks, i)
		if value == "" {
			if mark.Has(sheet.NoValue) {
				row.note(Issue{Column: i + 1, Field: col.Field, Reason: NoValue})
			}
			continue
		}
		if value = c.repeated(col, value, row, i+1); value == "" {
			continue
		}
		if col.way == asName && utf8.RuneCountInString(value) > MaxName {
			row.refuse(NameTooLong, i+1)
			return
		}
		if col.Asks && col.absence(value) == register.Present {
			row.Claims = append(row.Claims, col.asked(c.readers, value, row, i+1))
			continue
		}
		if parts, ok := c.parts(col, value, row, i+1); ok {
			for _, p := range parts {
				named = named || namesPerson(p.Field)
			}
			row.Claims = append(row.Claims, parts...)
			continue
		}
		claim := col.claim(c.readers, value, mark, governorate, row, i+1)
		named = named || claim.Absence == register.Present && namesPerson(col.Field)
		row.Claims = append(row.Claims, claim)
	}
	if !named {
		row.refuse(Nameless, 0)
		return
	}
	row.Claims = append(row.Claims, c.constants...)
}

// repeated reads a mark of repetition, as registers have them, as the cell
// above, and tells so. A name is not repeated by a mark: that two people are
// called alike, a list would write out.
func (c *claimer) repeated(col *claimColumn, value string, row *Row, number int) string {
	if len(value) > longestDitto || !dittos[value] {
		col.above = strings.Clone(value)
		return value
	}
	if col.above == "" || namesPerson(col.Field) || col.Field == register.ListNo {
		return value
	}
	issue := Issue{Column: number, Field: col.Field, Reason: SameAsAbove}
	if col.level <= register.C3 {
		issue.Excerpt = excerpt(col.above)
	}
	row.note(issue)
	return col.above
}

// dittos are the marks and words by which a list says "as above", as they are
// written: every cell is looked up among them.
var dittos = func() map[string]bool {
	m := map[string]bool{}
	for _, d := range strings.Split("\"|\"\"|''|〃|″|״|“|”|،،|=|==|//|«|»|نفسه|نفسها|كذلك|أيضا|أيضاً|ايضا|ايضاً|كما سبق|كما ورد أعلاه|ditto|Ditto|idem|Idem|same|Same|same as above", "|") {
		m[d] = true
	}
	return m
}()

// longestDitto is the length of the longest of them, in bytes.
const longestDitto = len("كما ورد أعلاه")

// parts makes the claims of a cell that holds more than the one field of its
// column; false where it does not.
func (c *claimer) parts(col *claimColumn, value string, row *Row, number int) ([]register.Claim, bool) {
	if col.way != asName || col.absence(value) != register.Present {
		return nil, false
	}
	var all []said
	switch {
	case col.Also != register.NoField:
		father, mother, ok := splitParents(value)
		if !ok {
			// One name, or more than two: whose it is, only a reader can say.
			issue := Issue{Column: number, Field: col.Field, Reason: NotSplit}
			if col.level <= register.C3 {
				issue.Excerpt = excerpt(value)
			}
			row.note(issue)
			return []register.Claim{{Field: register.Note, Value: value, Level: max(register.Note.Info().Level, col.level)}}, true
		}
		all = []said{{col.Field, father}, {col.Also, mother}}
	case col.Field == register.FullName || col.Field == register.GivenName:
		all = splitName(col.Field, value, c.isStatus)
		if !splitPeople(col.Field, &all) {
			col.severalPeople(value, row, number)
		}
	}
	if len(all) < 2 {
		return nil, false
	}
	var out []register.Claim
	for _, s := range all {
		out = append(out, register.Claim{Field: s.field, Value: s.text, Level: max(s.field.Info().Level, col.level)})
	}
	return out, true
}

// severalPeople tells that a cell of one name seems to name more people.
func (col *claimColumn) severalPeople(value string, row *Row, number int) {
	issue := Issue{Column: number, Field: col.Field, Reason: SeveralPeople}
	if col.level <= register.C3 {
		issue.Excerpt = excerpt(value)
	}
	row.note(issue)
}

// isStatus reports whether a text is a word for what became of a person.
func (c *claimer) isStatus(text string) bool {
	_, ok := c.readers.Term(lists[register.Status], text)
	return ok
}

// count is how many claims the row will make.
func (c *claimer) count(cells []string) int {
	n := 0
	for i := range c.columns {
		if c.columns[i].Field != register.NoField && i < len(cells) && cells[i] != "" {
			n++
		}
	}
	return n
}

// claim makes the claim of one cell that is not blank.
func (col *claimColumn) claim(r Readers, value string, mark sheet.Mark, governorate string, row *Row, number int) register.Claim {
	if col.way != asPlace {
		governorate = ""
	}
	got := col.readCell(r, value, mark, governorate)
	if mark.Has(sheet.Formula) && got.reason == "" {
		row.note(Issue{Column: number, Field: col.Field, Reason: Computed})
	}
	if mark.Has(sheet.Merged) && namesPerson(col.Field) {
		row.note(Issue{Column: number, Field: col.Field, Reason: NameOverRows})
	}
	if got.absence != register.Present {
		return register.Claim{Field: col.Field, Level: col.level, Absence: got.absence}
	}
	if got.reason != "" {
		issue := Issue{Column: number, Field: col.Field, Reason: got.reason}
		if col.level <= register.C3 {
			issue.Excerpt = excerpt(value)
		}
		row.note(issue)
	}
	if got.reason == LengthOfTime {
		return register.Claim{Field: register.Note, Value: value, Level: max(register.Note.Info().Level, col.level)}
	}
	return register.Claim{Field: col.Field, Value: value, Norm: got.norm, Level: col.level}
}

func markAt(marks []sheet.Mark, i int) sheet.Mark {
	if i < len(marks) {
		return marks[i]
	}
	return 0
}

// readCell reads a value as far as what is odd about its cell allows. Where a
// program changed what was typed, the claim keeps the value and has no form of
// the house's own beyond what is sure.
func (col *claimColumn) readCell(r Readers, value string, mark sheet.Mark, governorate string) reading {
	switch {
	case mark.Has(sheet.Failed):
		return reading{reason: CellError}
	case col.way != asDate && col.way != asEvent || mark == 0:
	case mark.Has(sheet.NoYear):
		return reading{reason: YearAdded}
	case mark.Has(sheet.YearAsDay):
		return reading{reason: YearAsDay}
	case mark.Has(sheet.Dated) && col.Swapped && mayBeSwapped(value):
		return reading{norm: value[:len("2006")], reason: SwappedDay}
	}
	return col.read(r, value, governorate)
}

// mayBeSwapped reports whether a day's first and second number could each be
// the month.
func mayBeSwapped(date string) bool {
	t, err := time.Parse(time.DateOnly, date)
	return err == nil && t.Day() <= 12 && t.Day() != int(t.Month())
}

// read reads a value, or remembers what it came to before.
func (col *claimColumn) read(r Readers, value, governorate string) reading {
	key := seenKey{cell: value, governorate: governorate}
	if got, ok := col.seen[key]; ok {
		return got
	}
	var got reading
	if got.absence = col.absence(value); got.absence == register.Present {
		got = col.look(r, value, governorate)
	}
	col.remember(key, got)
	return got
}

// A column of places in which the first placeTries different cells hold fewer
// than one known place in twenty is a column of something else: streets, or
// another country's towns. Looking for each of them near every name of the
// gazetteer would take hours in a long list, so the rest is not looked up.
const (
	placeTries = 500
	placeShare = 20
)

func (col *claimColumn) look(r Readers, value, governorate string) reading {
	if col.way != asPlace && col.way != asPlaceOrFacility {
		return r.read(col.Field, col.DateOrder, value, governorate)
	}
	if col.tried >= placeTries && col.found*placeShare < col.tried {
		return reading{reason: UnknownPlace}
	}
	got := r.read(col.Field, col.DateOrder, value, governorate)
	col.tried++
	if got.reason == "" {
		col.found++
	}
	return got
}

// absence says whether a value is an answer that means there is none.
func (col *claimColumn) absence(value string) register.Absence {
	// Most cells are too long, or a number, and need no folding to tell.
	if c := value[0]; c >= '0' && c <= '9' && !col.absent.digits {
		return register.Present
	}
	if len(value) > utf8.UTFMax*col.absent.longest || utf8.RuneCountInString(value) > col.absent.longest {
		return register.Present
	}
	return col.absent.answers[foldAnswer(value)]
}

func (col *claimColumn) remember(key seenKey, got reading) {
	if len(key.cell) > seenCell {
		return
	}
	if len(col.seen) >= seenLimit {
		clear(col.seen)
	}
	// The row's text must not be kept alive by one of its cells.
	key.cell = strings.Clone(key.cell)
	col.seen[key] = got
}
