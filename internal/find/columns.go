package find

import (
	"strings"

	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/when"
)

// A stay as it is held.
type stay struct {
	site int32
	when span
}

// factColumns hold the facts, by slot. A slot is given to a record once and kept by
// it; one whose record is gone is not live.
type factColumns struct {
	record      []register.RecordID
	person      []int32 // ordinals
	source      []int32
	batch       []int32
	live        []bool
	governorate []int32 // interned; 0 is none
	sex         []int32
	status      []uint16
	have        []uint64
	agencies    []uint64
	bornFrom    []int16
	bornTo      []int16
	arrest      []span
	died        []when.Day
	exits       []exits
	sort        []sortKey
	firstStay   []int32 // into stays; the next slot's is not the end of it
	countStays  []uint8
	stays       []stay
	firstText   []int32 // into texts
	countTexts  []uint8 // what any case worker reads
	countClosed []uint8 // after them: what those who read of C3 read as well
	texts       []text
	// deep is where in the columns of those who read of C3 the record's facts
	// stand, the number after its slot there; 0 where they are told the same.
	deep []int32

	*lexicon
}

// A lexicon numbers the words of facts.
type lexicon struct {
	words   interned[string] // governorates, sexes
	sites   interned[string]
	persons interned[register.PersonID]
	written dictionary
	fixed   bool // the words are another's: none is added
}

// beside are empty columns with the words of others, which they only read. What
// is written as it was found is their own.
func (c *factColumns) beside() factColumns {
	return factColumns{lexicon: &lexicon{words: c.words, sites: c.sites, persons: c.persons, fixed: true}}
}

// wordNo numbers a word; 0, which is none, where it is new to words that are fixed.
func (c *factColumns) wordNo(n *interned[string], word string) int32 {
	if c.fixed {
		return n.at[word]
	}
	return named(n, word)
}

func (c *factColumns) personNo(p register.PersonID) int32 {
	if c.fixed {
		return c.persons.at[p]
	}
	return c.persons.number(p)
}

func newFacts() factColumns {
	return factColumns{lexicon: &lexicon{words: internedAfter(""), sites: internedAfter("")}}
}

// room adds an empty slot.
func (c *factColumns) room() int32 {
	slot := int32(len(c.record))
	c.record, c.person, c.source, c.batch = append(c.record, 0), append(c.person, 0), append(c.source, 0), append(c.batch, 0)
	c.live, c.governorate, c.sex, c.status = append(c.live, false), append(c.governorate, 0), append(c.sex, 0), append(c.status, 0)
	c.have, c.agencies = append(c.have, 0), append(c.agencies, 0)
	c.bornFrom, c.bornTo, c.arrest = append(c.bornFrom, 0), append(c.bornTo, 0), append(c.arrest, span{})
	c.died, c.exits, c.sort = append(c.died, tellsNoDeath), append(c.exits, noExits), append(c.sort, sortKey{})
	c.firstStay, c.countStays = append(c.firstStay, 0), append(c.countStays, 0)
	c.firstText, c.countTexts, c.countClosed = append(c.firstText, 0), append(c.countTexts, 0), append(c.countClosed, 0)
	c.deep = append(c.deep, 0)
	return slot
}

// put writes a record's facts into its slot, and gives the slot.
func (c *factColumns) put(slot int32, w row, id register.RecordID, t told, closed []toldText) int32 {
	if slot < 0 {
		slot = c.room()
	} else {
		c.forget(slot)
	}
	c.record[slot], c.person[slot], c.source[slot], c.batch[slot], c.live[slot] = id, c.personNo(w.person), w.source, w.batch, true
	c.governorate[slot], c.sex[slot] = c.wordNo(&c.words, t.governorate), c.wordNo(&c.words, t.sex)
	c.status[slot], c.have[slot], c.agencies[slot] = t.status, t.have, t.agencies
	c.bornFrom[slot], c.bornTo[slot], c.arrest[slot] = w.bornFrom, w.bornTo, t.arrest
	c.died[slot], c.exits[slot], c.sort[slot] = t.died, t.exits, t.sort
	c.firstStay[slot], c.countStays[slot] = int32(len(c.stays)), uint8(min(len(t.stays), 255))
	for _, s := range t.stays[:c.countStays[slot]] {
		c.stays = append(c.stays, stay{c.wordNo(&c.sites, s.site), s.when})
	}
	c.firstText[slot] = int32(len(c.texts))
	c.countTexts[slot] = c.write(t.texts)
	c.countClosed[slot] = c.write(closed)
	return slot
}

// write appends texts, and tells how many.
func (c *factColumns) write(ts []toldText) uint8 {
	n := min(len(ts), 255)
	for _, t := range ts[:n] {
		c.texts = append(c.texts, text{c.written.use(t.value), t.field})
	}
	return uint8(n)
}

// named numbers a word, and copies one that is new: a record's strings are parts
// of one, and one kept keeps all that the record says.
func named(n *interned[string], word string) int32 {
	if k, ok := n.at[word]; ok {
		return k
	}
	return n.number(strings.Clone(word))
}

// clear leaves nothing of a record but its slot: what is destroyed stays nowhere.
func (c *factColumns) clear(slot int32) {
	c.forget(slot)
	c.live[slot], c.governorate[slot], c.sex[slot], c.status[slot], c.have[slot], c.agencies[slot] = false, 0, 0, 0, 0, 0
	c.bornFrom[slot], c.bornTo[slot], c.arrest[slot] = 0, 0, span{}
	c.died[slot], c.exits[slot], c.sort[slot] = tellsNoDeath, noExits, sortKey{}
}

// forget leaves nothing of a slot's stays and texts.
func (c *factColumns) forget(slot int32) {
	clear(c.staysOf(int(slot)))
	held := c.textsOf(int(slot), true)
	for _, t := range held {
		c.written.leave(t.no)
	}
	clear(held)
	c.countStays[slot], c.countTexts[slot], c.countClosed[slot] = 0, 0, 0
}

func (c *factColumns) staysOf(slot int) []stay {
	first := c.firstStay[slot]
	return c.stays[first : first+int32(c.countStays[slot])]
}

// textsOf are the texts of a record, for one who reads of C3 with what stands at
// that level.
func (c *factColumns) textsOf(slot int, closed bool) []text {
	first, n := c.firstText[slot], int32(c.countTexts[slot])
	if closed {
		n += int32(c.countClosed[slot])
	}
	return c.texts[first : first+n]
}

// corrects reports whether a slot's record corrects others.
func (c *factColumns) corrects(slot int) bool { return c.have[slot]&isCorrection != 0 }
