package find

import (
	"slices"
	"strings"

	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/names"
)

// What sources wrote in words is held as they wrote it, each spelling once: a
// search for a word looks at the spellings, and then at the records that have one.

// A toldText is what a record writes of a field.
type toldText struct {
	field register.Field
	value string
}

// A text is one as it is held: its number in the dictionary.
type text struct {
	no    int32
	field register.Field
}

// written are the fields whose words are searched: none that is adverse, as
// nobody is listed by a claim that may not count, and none of names, which the
// search of people finds in either script.
var written = map[register.Field]bool{
	register.Occupation: true, register.DetaineeNo: true,
	register.RegistryPlace: true, register.BirthPlace: true, register.Place: true, register.Residence: true,
	register.ArrestPlace: true, register.ArrestMode: true, register.ArrestedBy: true, register.OrderedBy: true, register.SupervisedBy: true,
	register.Facility: true, register.Cell: true, register.TransferTo: true, register.LastSeenPlace: true,
	register.DetentionOrder: true, register.Court: true, register.SearchSteps: true, register.Note: true,
}

// textsOf are the texts of a record.
func textsOf(r register.Record) []toldText {
	var out []toldText
	for _, c := range r.Claims {
		if c.Absence == register.Present && c.Value != "" && written[c.Field] {
			out = append(out, textOf(c))
		}
	}
	return out
}

// textOf is what a claim writes. A number is held in the form in which numbers are
// compared, behind a sign that no words begin with, so that it is found at once.
func textOf(c register.Claim) toldText {
	if c.Field == register.DetaineeNo {
		return toldText{c.Field, numberSign + FoldNumber(c.Value)}
	}
	return toldText{c.Field, c.Value}
}

const numberSign = "\x00"

// A dictionary numbers spellings. One that nothing uses any more is held
// nowhere; its number is given to another.
type dictionary struct {
	raw, loose []string // as written, and as it is compared
	uses       []int32
	at         map[string]int32
	free       []int32
}

// use numbers a spelling and counts one use of it. A new one is copied: a
// record's strings are parts of one.
func (d *dictionary) use(s string) int32 {
	if no, ok := d.at[s]; ok {
		d.uses[no]++
		return no
	}
	if d.at == nil {
		d.at = make(map[string]int32)
	}
	s = strings.Clone(s)
	loose := names.Loose(s)
	if loose == s {
		loose = s
	}
	no := int32(len(d.raw))
	if n := len(d.free); n > 0 {
		no, d.free = d.free[n-1], d.free[:n-1]
		d.raw[no], d.loose[no], d.uses[no] = s, loose, 1
	} else {
		d.raw, d.loose, d.uses = append(d.raw, s), append(d.loose, loose), append(d.uses, 1)
	}
	d.at[s] = no
	return no
}

// leave takes one use back.
func (d *dictionary) leave(no int32) {
	if d.uses[no]--; d.uses[no] > 0 {
		return
	}
	delete(d.at, d.raw[no])
	d.raw[no], d.loose[no] = "", ""
	d.free = append(d.free, no)
}

// text gives those of whom a source writes all words of a condition in one
// breath.
func (a *asking) text(c Cond) set {
	words := strings.Fields(names.Loose(c.Value))
	out := a.listed(c.Records)
	if len(words) == 0 {
		return out
	}
	has := func(d *dictionary, no int32) bool {
		return !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(d.loose[no], w) })
	}
	out.combine(a.writing(has, func(f register.Field) bool {
		return f != register.DetaineeNo && (c.Kind != OfOccupation || f == register.Occupation)
	}), either)
	return out
}

// numbered gives those to whom a number was given in custody.
func (a *asking) numbered(c Cond) set {
	key := FoldNumber(c.Value)
	if key == "" {
		return a.empty()
	}
	key = numberSign + key
	is := func(d *dictionary, no int32) bool { return d.raw[no] == key }
	return a.writing(is, func(f register.Field) bool { return f == register.DetaineeNo })
}

// writing gives those with a text of some fields that fits. Each spelling is
// looked at once, however many records have it.
func (a *asking) writing(fits func(d *dictionary, no int32) bool, of func(register.Field) bool) set {
	const yes, no = 1, 2
	var in *lexicon
	var known []uint8
	return a.where(func(f *factColumns, i int) bool {
		if f.lexicon != in {
			in, known = f.lexicon, make([]uint8, len(f.written.raw))
		}
		for _, t := range f.textsOf(i, a.deep) {
			if !of(t.field) {
				continue
			}
			if known[t.no] == 0 {
				known[t.no] = no
				if fits(&f.written, t.no) {
					known[t.no] = yes
				}
			}
			if known[t.no] == yes {
				return true
			}
		}
		return false
	})
}
