package find

import (
	"encoding/binary"

	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/when"
)

// keptFacts are the facts of an index, a field at a time, by record. Persons,
// sources and years of birth stand among the rows.
type keptFacts struct {
	governorate, sex, status []int32
	have                     []uint64
	arrestFrom, arrestTo     []int32
	died                     []int32
	stays                    []uint8 // how many of those below
}

func newKeptFacts(n int) *keptFacts {
	return &keptFacts{make([]int32, n), make([]int32, n), make([]int32, n), make([]uint64, n), make([]int32, n), make([]int32, n), make([]int32, n), make([]uint8, n)}
}

func (k *keptFacts) all() []any {
	return []any{k.governorate, k.sex, k.status, k.have, k.arrestFrom, k.arrestTo, k.died, k.stays}
}

// factBytes is what a record takes in all of them.
const factBytes = 6*4 + 8 + 1

// A keptStay is a stay in a kept index.
type keptStay struct{ Site, From, To int32 }

const stayBytes = 3 * 4

// packFacts appends the facts of the records, in their order. The caller holds
// the lock.
func (x *Index) packFacts(b []byte, ids []register.RecordID) []byte {
	f := &x.facts
	b = appendTexts(b, f.words.ids)
	b = appendTexts(b, f.sites.ids)
	k := newKeptFacts(len(ids))
	var stays []keptStay
	for i, id := range ids {
		slot := x.rows[id].slot
		k.governorate[i], k.sex[i], k.status[i], k.have[i] = f.governorate[slot], f.sex[slot], f.status[slot], f.have[slot]
		k.arrestFrom[i], k.arrestTo[i] = int32(f.arrest[slot].from), int32(f.arrest[slot].to)
		k.died[i], k.stays[i] = int32(f.died[slot]), f.countStays[slot]
		for _, s := range f.staysOf(int(slot)) {
			stays = append(stays, keptStay{s.site, int32(s.when.from), int32(s.when.to)})
		}
	}
	for _, column := range k.all() {
		b, _ = binary.Append(b, binary.LittleEndian, column) // of fixed sizes: it cannot fail
	}
	b, _ = binary.Append(b, binary.LittleEndian, stays)
	return b
}

// unpackFacts fills the facts of an index whose rows are there, from all that is
// left of what was kept.
func (x *Index) unpackFacts(b []byte, c *columns) error {
	f := newFacts()
	n := len(c.record)
	if !takeTexts(&b, &f.words, true) || !takeTexts(&b, &f.sites, true) || n > len(b)/factBytes {
		return errKept
	}
	k := newKeptFacts(n)
	for _, column := range k.all() {
		took, err := binary.Decode(b, binary.LittleEndian, column)
		if err != nil {
			return errKept
		}
		b = b[took:]
	}
	if len(b)%stayBytes != 0 {
		return errKept
	}
	kept := make([]keptStay, len(b)/stayBytes)
	if _, err := binary.Decode(b, binary.LittleEndian, kept); err != nil {
		return errKept
	}
	for i := range n {
		if !f.words.has(k.governorate[i]) || !f.words.has(k.sex[i]) || !f.words.has(k.status[i]) || int(k.stays[i]) > len(kept) {
			return errKept
		}
		f.record, f.live = append(f.record, register.RecordID(c.record[i])), append(f.live, true)
		f.person, f.source = append(f.person, f.persons.number(register.PersonID(c.person[i]))), append(f.source, c.source[i])
		f.governorate, f.sex, f.status = append(f.governorate, k.governorate[i]), append(f.sex, k.sex[i]), append(f.status, k.status[i])
		f.have, f.bornFrom, f.bornTo = append(f.have, k.have[i]), append(f.bornFrom, c.bornFrom[i]), append(f.bornTo, c.bornTo[i])
		if k.have[i]&isCorrection != 0 {
			x.correcting[register.RecordID(c.record[i])] = true
		}
		f.arrest = append(f.arrest, span{when.Day(k.arrestFrom[i]), when.Day(k.arrestTo[i])})
		f.died = append(f.died, when.Day(k.died[i]))
		f.firstStay, f.countStays = append(f.firstStay, int32(len(f.stays))), append(f.countStays, k.stays[i])
		for _, s := range kept[:k.stays[i]] {
			if !f.sites.has(s.Site) {
				return errKept
			}
			f.stays = append(f.stays, stay{s.Site, span{when.Day(s.From), when.Day(s.To)}})
		}
		kept = kept[k.stays[i]:]
	}
	if len(kept) > 0 {
		return errKept
	}
	x.facts = f
	return nil
}
