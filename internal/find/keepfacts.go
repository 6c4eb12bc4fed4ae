package find

import (
	"encoding/binary"

	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/when"
)

// keptFacts are the facts of an index, a field at a time, by record. Records,
// persons, sources and years of birth stand among the rows; those of the records
// of which readers of C3 are told otherwise follow, with which of the rows they
// are of.
type keptFacts struct {
	Row                                 []int32
	Governorate, Sex                    []int32
	Status                              []uint16
	Have, Agencies                      []uint64
	ArrestFrom, ArrestTo, Died          []int32
	Free                                []uint8
	On, Listed, Last, Sign, Moved, From []int32
	Sort                                []sortKey
	BornFrom, BornTo                    []int16
	CountStays, CountTexts, CountClosed []uint8 // how many of those below
}

func newKeptFacts(n int) *keptFacts {
	i := func() []int32 { return make([]int32, n) }
	b := func() []uint8 { return make([]uint8, n) }
	return &keptFacts{
		i(), i(), i(), make([]uint16, n), make([]uint64, n), make([]uint64, n), i(), i(), i(), b(), i(), i(), i(), i(), i(), i(),
		make([]sortKey, n), make([]int16, n), make([]int16, n), b(), b(), b(),
	}
}

func (k *keptFacts) all() []any {
	return []any{
		k.Row, k.Governorate, k.Sex, k.Status, k.Have, k.Agencies, k.ArrestFrom, k.ArrestTo, k.Died, k.Free, k.On, k.Listed, k.Last, k.Sign, k.Moved, k.From,
		k.Sort, k.BornFrom, k.BornTo, k.CountStays, k.CountTexts, k.CountClosed,
	}
}

// factBytes is what a record takes in all of them.
const factBytes = 12*4 + 2 + 2*8 + 1 + sortLetters + 2*2 + 3

// A keptStay is a stay in a kept index.
type keptStay struct{ Site, From, To int32 }

// A keptText is a text in a kept index.
type keptText struct {
	No    int32
	Field uint8
}

const (
	stayBytes = 3 * 4
	textBytes = 4 + 1
)

// packFacts appends the facts of the records, in their order. The caller holds
// the lock.
func (x *Index) packFacts(b []byte, ids []register.RecordID) []byte {
	b = appendTexts(b, x.facts.words.ids)
	b = appendTexts(b, x.facts.sites.ids)
	b = appendTexts(b, x.facts.written.raw)
	b = appendTexts(b, x.facts.written.loose)
	b = binary.LittleEndian.AppendUint64(b, uint64(len(x.days)))
	b, _ = binary.Append(b, binary.LittleEndian, daysOf(x.days))
	slots, rows := make([]int32, len(ids)), make([]int32, len(ids))
	var deep, deepRows []int32
	for i, id := range ids {
		slots[i], rows[i] = x.rows[id].slot, int32(i)
		if d := x.facts.deep[slots[i]]; d != 0 {
			deep, deepRows = append(deep, d-1), append(deepRows, int32(i))
		}
	}
	return x.deep.pack(x.facts.pack(b, slots, rows), deep, deepRows)
}

func daysOf(days []when.Day) []int32 {
	out := make([]int32, len(days))
	for i, d := range days {
		out[i] = int32(d)
	}
	return out
}

// pack appends the facts of some slots.
func (c *factColumns) pack(b []byte, slots, rows []int32) []byte {
	k := newKeptFacts(len(slots))
	k.Row = rows
	var stays []keptStay
	var texts []keptText
	for i, slot := range slots {
		e := c.exits[slot]
		k.Governorate[i], k.Sex[i], k.Status[i], k.Have[i], k.Agencies[i] = c.governorate[slot], c.sex[slot], c.status[slot], c.have[slot], c.agencies[slot]
		k.ArrestFrom[i], k.ArrestTo[i], k.Died[i] = int32(c.arrest[slot].from), int32(c.arrest[slot].to), int32(c.died[slot])
		k.Free[i], k.On[i], k.Listed[i], k.Last[i], k.Sign[i], k.Moved[i], k.From[i] = uint8(b2i(e.free)), int32(e.on), int32(e.listed), int32(e.last), int32(e.sign), int32(e.moved), int32(e.died)
		k.Sort[i], k.BornFrom[i], k.BornTo[i] = c.sort[slot], c.bornFrom[slot], c.bornTo[slot]
		k.CountStays[i], k.CountTexts[i], k.CountClosed[i] = c.countStays[slot], c.countTexts[slot], c.countClosed[slot]
		for _, s := range c.staysOf(int(slot)) {
			stays = append(stays, keptStay{s.site, int32(s.when.from), int32(s.when.to)})
		}
		for _, t := range c.textsOf(int(slot), true) {
			texts = append(texts, keptText{t.no, uint8(t.field)})
		}
	}
	for _, n := range []int{len(slots), len(stays), len(texts)} {
		b = binary.LittleEndian.AppendUint64(b, uint64(n))
	}
	for _, column := range append(k.all(), stays, texts) {
		b, _ = binary.Append(b, binary.LittleEndian, column) // of fixed sizes: it cannot fail
	}
	return b
}

// unpackFacts fills the facts of an index whose rows are there, from all that is
// left of what was kept.
func (x *Index) unpackFacts(b []byte, c *columns) error {
	f := newFacts()
	if !takeTexts(&b, &f.words, true) || !takeTexts(&b, &f.sites, true) || !takeWritten(&b, &f.written) || len(b) < 8 {
		return errKept
	}
	n := binary.LittleEndian.Uint64(b)
	if b = b[8:]; n > uint64(len(b)/4) || n != uint64(len(x.imports.ids)) {
		return errKept
	}
	taken := make([]int32, n)
	if _, err := binary.Decode(b, binary.LittleEndian, taken); err != nil {
		return errKept
	}
	b = b[4*n:]
	for _, d := range taken {
		x.days = append(x.days, when.Day(d))
	}
	if !f.unpack(&b, c) || len(f.record) != len(c.record) {
		return errKept
	}
	for i := range f.record {
		if f.corrects(i) {
			x.correcting[f.record[i]] = true
		}
	}
	deep := factColumns{lexicon: f.lexicon}
	rows, ok := deep.unpackSome(&b, c)
	if !ok || len(b) > 0 {
		return errKept
	}
	for i, row := range rows {
		if f.deep[row] != 0 {
			return errKept
		}
		f.deep[row] = int32(i) + 1
	}
	x.facts, x.deep = f, deep
	return nil
}

// takeWritten reads a dictionary, of which the uses are counted afterwards.
func takeWritten(b *[]byte, d *dictionary) bool {
	var raw, loose interned[string]
	if !takeSpellings(b, &raw) || !takeSpellings(b, &loose) || len(raw.ids) != len(loose.ids) {
		return false
	}
	d.raw, d.loose, d.uses, d.at = raw.ids, loose.ids, make([]int32, len(raw.ids)), make(map[string]int32, len(raw.ids))
	for i, s := range d.raw {
		if s == "" {
			d.free = append(d.free, int32(i))
			continue
		}
		if _, again := d.at[s]; again {
			return false
		}
		if d.at[s] = int32(i); d.loose[i] == s {
			d.loose[i] = s
		}
	}
	return true
}

// unpack reads the facts of every row, in the order of the rows.
func (c *factColumns) unpack(b *[]byte, rows *columns) bool {
	of, ok := c.unpackSome(b, rows)
	for i, row := range of {
		ok = ok && int(row) == i
	}
	return ok
}

// unpackSome reads what pack wrote, and of which rows that is.
func (c *factColumns) unpackSome(b *[]byte, rows *columns) ([]int32, bool) {
	var counts [3]uint64
	for i := range counts {
		if len(*b) < 8 {
			return nil, false
		}
		counts[i], *b = binary.LittleEndian.Uint64(*b), (*b)[8:]
	}
	if counts[0] > uint64(len(*b)/factBytes) || counts[1] > uint64(len(*b)/stayBytes) || counts[2] > uint64(len(*b)/textBytes) {
		return nil, false
	}
	k, stays, texts := newKeptFacts(int(counts[0])), make([]keptStay, counts[1]), make([]keptText, counts[2])
	for _, column := range append(k.all(), stays, texts) {
		took, err := binary.Decode(*b, binary.LittleEndian, column)
		if err != nil {
			return nil, false
		}
		*b = (*b)[took:]
	}
	return k.Row, c.fill(k, stays, texts, rows)
}

// fill enters the facts of rows.
func (c *factColumns) fill(k *keptFacts, stays []keptStay, texts []keptText, rows *columns) bool {
	for i, row := range k.Row {
		nStays, nTexts := int(k.CountStays[i]), int(k.CountTexts[i])+int(k.CountClosed[i])
		if row < 0 || int(row) >= len(rows.record) || !c.words.has(k.Governorate[i]) || !c.words.has(k.Sex[i]) || nStays > len(stays) || nTexts > len(texts) {
			return false
		}
		slot := c.room()
		c.record[slot], c.live[slot] = register.RecordID(rows.record[row]), true
		c.person[slot], c.source[slot], c.batch[slot] = c.persons.number(register.PersonID(rows.person[row])), rows.source[row], rows.batch[row]
		c.governorate[slot], c.sex[slot], c.status[slot], c.have[slot], c.agencies[slot] = k.Governorate[i], k.Sex[i], k.Status[i], k.Have[i], k.Agencies[i]
		c.bornFrom[slot], c.bornTo[slot] = k.BornFrom[i], k.BornTo[i]
		c.arrest[slot], c.died[slot], c.sort[slot] = span{when.Day(k.ArrestFrom[i]), when.Day(k.ArrestTo[i])}, when.Day(k.Died[i]), k.Sort[i]
		c.exits[slot] = exits{k.Free[i] != 0, when.Day(k.On[i]), when.Day(k.Listed[i]), when.Day(k.Last[i]), when.Day(k.Sign[i]), when.Day(k.Moved[i]), when.Day(k.From[i])}
		c.firstStay[slot], c.countStays[slot] = int32(len(c.stays)), k.CountStays[i]
		for _, s := range stays[:nStays] {
			if !c.sites.has(s.Site) {
				return false
			}
			c.stays = append(c.stays, stay{s.Site, span{when.Day(s.From), when.Day(s.To)}})
		}
		c.firstText[slot], c.countTexts[slot], c.countClosed[slot] = int32(len(c.texts)), k.CountTexts[i], k.CountClosed[i]
		for _, t := range texts[:nTexts] {
			if t.No < 0 || int(t.No) >= len(c.written.raw) || c.written.raw[t.No] == "" {
				return false
			}
			c.written.uses[t.No]++
			c.texts = append(c.texts, text{t.No, register.Field(t.Field)})
		}
		stays, texts = stays[nStays:], texts[nTexts:]
	}
	return len(stays) == 0 && len(texts) == 0
}
