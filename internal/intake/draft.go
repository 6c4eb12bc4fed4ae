package intake

import (
	"slices"
	"strings"

	"kashf.org/kashf/internal/register"
)

// surely is the confidence from which a column needs no person's look.
const surely = 0.9

// Draft proposes a mapping from the headers and the sample's cells.
func Draft(s Sniffed, r Readers) Mapping {
	if r.Date == nil {
		r = Standard()
	}
	if isBayanat(s) {
		return draftBayanat(s)
	}
	m := Mapping{Columns: make([]Column, len(s.Columns))}
	looks := make([]look, len(s.Columns))
	for i, header := range s.Columns {
		looks[i] = lookAt(s.Sample, i, r)
		if s.added(i) {
			m.Columns[i] = draftAdded(header, s.Sample, i, r)
			continue
		}
		m.Columns[i] = draftColumn(header, s.Header, looks[i])
		m.Columns[i].DateOrder = looks[i].order
		if looks[i].order == SerialDays && ways[m.Columns[i].Field] != asDate {
			m.Columns[i].DateOrder = ""
		}
		m.Columns[i].Swapped = swappedIn(s, i)
	}
	settleNames(m.Columns, looks)
	settleTwins(m.Columns, s.apart)
	fillName(m.Columns, looks)
	m.Sure = s.Header && sure(m) && s.named(m)
	return m
}

// named reports whether each chosen table of a workbook has a column by which
// m knows who is meant.
func (s Sniffed) named(m Mapping) bool {
	for _, t := range s.Tables {
		if !t.Chosen {
			continue
		}
		any := false
		for i, c := range t.At {
			any = any || c >= 0 && namesPerson(m.Columns[i].Field)
		}
		if !any {
			return false
		}
	}
	return true
}

// added reports whether a column of the list is none of a sheet's: the name of
// the sheet, or the line above the rows.
func (s Sniffed) added(i int) bool {
	is := false
	for _, t := range s.Tables {
		if i < len(t.At) && t.At[i] != atNone {
			if t.At[i] >= 0 {
				return false
			}
			is = true
		}
	}
	return is
}

// draftAdded proposes a field for the names of sheets and the lines above rows
// where all of them name a place of detention, or a governorate. It is never
// sure: "عدرا" above twenty names may be where they are held or where they are
// from.
func draftAdded(header string, sample [][]string, i int, r Readers) Column {
	c := Column{Header: header, Reason: NotKnown}
	filled, prisons, governorates := 0, 0, 0
	for _, row := range sample {
		if i >= len(row) || row[i] == "" {
			continue
		}
		filled++
		if _, why := r.Facility(row[i]); why == "" {
			prisons++
		}
		if _, ok := r.Governorate(row[i]); ok {
			governorates++
		}
	}
	switch {
	case filled == 0 || prisons+governorates == 0:
		c.Reason = SomeCode // it stays beside the rows
	case prisons == filled:
		c.Field, c.Confidence, c.Reason = register.Facility, 0.6, ByContent
	case governorates == filled:
		c.Field, c.Confidence, c.Reason = register.Governorate, 0.6, ByContent
	}
	return c
}

// draftColumn proposes one column's field.
func draftColumn(header string, named bool, l look) Column {
	c := Column{Header: header, Reason: NotKnown}
	if named && parentsHeaders[fold(header)] {
		return Column{Header: header, Field: register.FatherName, Also: register.MotherName, Confidence: wholeHeader, Reason: ByHeader}
	}
	if c, ok := draftQuestion(header, named, l); ok {
		return c
	}
	if named {
		f, confidence := fieldOfHeader(header)
		if e := fieldOfEvent(header, l); e != register.NoField && confidence < saidHeader {
			f, confidence = e, saidHeader
		}
		if confidence > 0 {
			if confidence <= weakHeader && namesPerson(f) {
				c.Reason = LooksNamed // a lawyer's, a judge's: not the person's of the row
				return c
			}
			c.Field, c.Confidence, c.Reason = f, confidence, ByHeader
			if confidence < surely {
				c.Reason = ByHeaderPart
			}
			return weigh(c, l)
		}
		if _, ofAnother := fieldOfPhrase(header); ofAnother && l.prose*2 < l.filled {
			c.Reason = OfAnother
			return c
		}
	}
	if l.filled > 0 && l.instants == l.filled {
		c.Reason = OfAnother // to the second: a machine's time, of filling in or sending
		return c
	}
	switch l.kind {
	case looksSex:
		c.Field, c.Confidence, c.Reason = register.Sex, 0.8, ByContent
	case looksGovernorate:
		c.Field, c.Confidence, c.Reason = register.Governorate, 0.7, ByContent
	case looksPhone:
		c.Field, c.Confidence, c.Reason = register.Phone, 0.6, ByContent
	case looksNational:
		c.Field, c.Confidence, c.Reason = register.NationalNo, 0.5, ByContent
	case looksSerial:
		c.Field, c.Confidence, c.Reason = register.ListNo, 0.6, ByContent
	case looksDate, looksYear:
		c.Reason = LooksDated
	case looksName:
		c.Reason = LooksNamed
	default:
		if l.filled == 0 || l.codes == l.filled {
			c.Reason = SomeCode
		}
	}
	return c
}

// weigh corrects what a header says by what its cells look like.
func weigh(c Column, l look) Column {
	switch {
	case c.Field == register.BirthDate && l.kind == looksYear:
		c.Field = register.BirthYear
	case l.filled == 0:
		return c
	case ways[c.Field] == asDate && (l.dates+l.shortYears(c.Field))*2 < l.filled,
		ways[c.Field] == asAge && l.ages*2 < l.filled,
		c.Field == register.Sex && l.sexes*2 < l.filled,
		ways[c.Field] == asName && l.worded*2 < l.filled,
		numbered[c.Field] && l.numbered*2 < l.filled:
		// A header that its own cells deny: most of them cannot be read so.
		c.Confidence /= 2
		return c
	}
	if c.Reason == ByHeaderPart && c.Confidence >= partHeader && l.bears(c.Field) && !saysTwo(c.Header) {
		c.Confidence, c.Reason = surely, ByBoth
	}
	return c
}

// shortYears is how many cells are years of two digits, where the header says
// that years are told.
func (l *look) shortYears(f register.Field) int {
	if f == register.BirthYear || f == register.BirthDate {
		return l.short
	}
	return 0
}

// numbered are the fields whose values hold digits.
var numbered = map[register.Field]bool{register.DetaineeNo: true, register.NationalNo: true, register.Phone: true, register.ListNo: true}

// saysTwo reports whether a header names two fields, as "age or date of birth"
// does: which of them a cell holds, it does not say.
func saysTwo(header string) bool {
	found := map[register.Field]bool{}
	for _, p := range partsOfHeader(header) {
		if f, ok := byHeader[fold(p)]; ok {
			found[f] = true
		}
	}
	return len(found) > 1
}

// settleNames settles the headers that mean one thing alone and another in
// company: "name" beside the family's name is the given name, beside the given
// name of cells of one word it is the family's, and the French "nom", the
// family's name beside "prénom", is else the whole one.
func settleNames(cols []Column, looks []look) {
	has := map[register.Field]int{}
	for _, c := range cols {
		has[c.Field]++
	}
	for i := range cols {
		header := fold(cols[i].Header)
		switch {
		case header == "nom" && has[register.GivenName] == 0 && has[register.FullName] == 0:
			cols[i].Field = register.FullName
		case bareName[header] && has[register.FamilyName] > 0 && has[register.GivenName] == 0 && has[register.FullName] == 1:
			cols[i].Field = register.GivenName
		case bareName[header] && has[register.GivenName] > 0 && has[register.FamilyName] == 0 && has[register.FullName] == 1 && i < len(looks) && looks[i].names*2 < looks[i].filled:
			cols[i].Field = register.FamilyName
		}
	}
	settleParents(cols)
}

// settleParents settles "والده": written with a round ending it is the mother,
// and without one, where there is no article, his father, or the mother by a
// slip of the pen. It is sure where another column is the mother's.
func settleParents(cols []Column) {
	mother := slices.ContainsFunc(cols, func(c Column) bool {
		return c.Field == register.MotherName && c.Confidence >= surely && !hisFather(c.Header)
	})
	for i := range cols {
		if hisFather(cols[i].Header) && cols[i].Field == register.MotherName {
			cols[i].Field, cols[i].Confidence, cols[i].Reason = register.FatherName, partHeader, ByHeaderPart
			if mother {
				cols[i].Confidence, cols[i].Reason = saidHeader, ByHeader
			}
		}
	}
}

// hisFather reports whether a header ends in "والده" as it may be read "his
// father".
func hisFather(header string) bool {
	words := strings.Fields(header)
	return len(words) > 0 && words[len(words)-1] == "والده"
}

// bareName are the headers that say "name" and no more, folded.
var bareName = map[string]bool{"اسم": true, "name": true, "names": true}

// apart reports whether no table of a workbook has both columns: they are
// called differently on different sheets, and may say the same.
func (s Sniffed) apart(i, j int) bool {
	for _, t := range s.Tables {
		if t.Chosen && i < len(t.At) && j < len(t.At) && t.At[i] >= 0 && t.At[j] >= 0 {
			return false
		}
	}
	return len(s.Tables) > 0
}

// settleTwins leaves each field that a person has once to the column that is
// surest of it, among those that stand beside each other.
func settleTwins(cols []Column, apart func(i, j int) bool) {
	best := map[register.Field][]int{}
	for i, c := range cols {
		if c.Field == register.NoField || c.Field.Info().Multi || c.Asks {
			continue
		}
		at := slices.IndexFunc(best[c.Field], func(j int) bool { return !apart(i, j) })
		if at < 0 {
			best[c.Field] = append(best[c.Field], i)
			continue
		}
		loser := i
		if j := best[c.Field][at]; c.Confidence > cols[j].Confidence {
			best[c.Field][at], loser = i, j
		}
		cols[loser] = Column{Header: cols[loser].Header, Reason: Twin, DateOrder: cols[loser].DateOrder}
	}
}

// fillName gives the full name to the first column of names when no header
// names one.
func fillName(cols []Column, looks []look) {
	for _, c := range cols {
		if namesPerson(c.Field) {
			return
		}
	}
	for i := range cols {
		if cols[i].Field == register.NoField && looks[i].kind == looksName {
			cols[i].Field, cols[i].Confidence, cols[i].Reason = register.FullName, 0.6, ByContent
			return
		}
	}
}

// sure reports whether nothing in a draft needs a person's look: every mapped
// column is sure, a person is named, and of each column that is kept raw it is
// known that it tells of something else.
func sure(m Mapping) bool {
	named := false
	for _, c := range m.Columns {
		switch {
		case c.Field == register.NoField && c.Reason != OfAnother && c.Reason != SomeCode:
			return false
		case c.Field != register.NoField && c.Confidence < surely:
			return false
		}
		named = named || namesPerson(c.Field)
	}
	return named
}
