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
			out = append(out, toldText{c.Field, c.Value})
		}
	}
	return out
}

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

// matching are the spellings that hold every word.
func (d *dictionary) matching(words []string) []bool {
	out := make([]bool, len(d.loose))
	for i, s := range d.loose {
		out[i] = s != "" && !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(s, w) })
	}
	return out
}

// numbers are the spellings of a number.
func (d *dictionary) numbers(key string) []bool {
	out := make([]bool, len(d.raw))
	for i, s := range d.raw {
		out[i] = len(s) >= len(key) && FoldNumber(s) == key
	}
	return out
}

// text gives those of whom a source writes all words of a condition in one
// breath.
func (a *asking) text(c Cond) set {
	words := strings.Fields(names.Loose(c.Value))
	out := a.listed(c.Records)
	if len(words) > 0 {
		out.combine(a.writing(func(d *dictionary) []bool { return d.matching(words) }, func(f register.Field) bool {
			return f != register.DetaineeNo && (c.Kind != OfOccupation || f == register.Occupation)
		}), either)
	}
	return out
}

// numbered gives those to whom a number was given in custody.
func (a *asking) numbered(c Cond) set {
	key := FoldNumber(c.Value)
	if key == "" {
		return a.empty()
	}
	return a.writing(func(d *dictionary) []bool { return d.numbers(key) }, func(f register.Field) bool { return f == register.DetaineeNo })
}

func (a *asking) writing(matching func(*dictionary) []bool, of func(register.Field) bool) set {
	var asked *lexicon
	var fits []bool
	return a.where(func(f *factColumns, i int) bool {
		if f.lexicon != asked {
			asked, fits = f.lexicon, matching(&f.written)
		}
		for _, t := range f.textsOf(i, a.deep) {
			if fits[t.no] && of(t.field) {
				return true
			}
		}
		return false
	})
}
