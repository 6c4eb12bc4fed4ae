package register

// A Tells is which fields a record of a list tells of: what an index keeps of a
// newer edition, to know which claims of the older one it takes the place of.
type Tells struct {
	Value FieldSet // a value is given, or withheld
	Any   FieldSet // anything but that it is not known
}

// A FieldSet is a set of fields, a bit each by the number of the field, which is
// never another's: a set that was kept means the same for ever.
type FieldSet [2]uint64

// setOf is the set of some fields. Numbers that no field has are in none.
func setOf(fields ...Field) FieldSet {
	var s FieldSet
	for _, f := range fields {
		if int(f>>6) < len(s) {
			s[f>>6] |= 1 << (f & 63)
		}
	}
	return s
}

// Has reports whether f is in the set.
func (s FieldSet) Has(f Field) bool { return int(f>>6) < len(s) && s[f>>6]&(1<<(f&63)) != 0 }

// with is the set and another.
func (s FieldSet) with(o FieldSet) FieldSet { return FieldSet{s[0] | o[0], s[1] | o[1]} }

// meets reports whether the sets share a field.
func (s FieldSet) meets(o FieldSet) bool { return s[0]&o[0]|s[1]&o[1] != 0 }

// TellsOf reads which fields a record tells of.
func TellsOf(r Record) Tells {
	var t Tells
	for _, c := range r.Claims {
		if c.Absence == Present || c.Absence == Withheld {
			t.Value = t.Value.with(setOf(c.Field))
		}
		if c.Absence != Unknown {
			t.Any = t.Any.with(setOf(c.Field))
		}
	}
	return t
}

var unitOf = func() (units [256]FieldSet) {
	for _, f := range fields {
		units[f.Field] = setOf(f.Field)
	}
	for _, u := range togetherUnits {
		for _, f := range u {
			units[f] = setOf(u...)
		}
	}
	return units
}()

// Superseded reports whether a claim on f counts no more, given what the newer
// editions of its row tell, the oldest of them first. It says of a person what
// [Former] does, which leaves a claim that is repeated with the older record.
func Superseded(f Field, newer []Tells) bool {
	for i := len(newer) - 1; i >= 0; i-- {
		if newer[i].Value.meets(unitOf[f]) {
			return newer[i].Any.Has(f)
		}
	}
	return false
}

// Standing is the record without the claims that newer editions of its row took
// the place of.
func (r Record) Standing(newer []Tells) Record {
	if len(newer) == 0 {
		return r
	}
	kept := make([]Claim, 0, len(r.Claims))
	for _, c := range r.Claims {
		if !Superseded(c.Field, newer) {
			kept = append(kept, c)
		}
	}
	r.Claims = kept
	return r
}

// Uncorrected are the records without the claims that corrections have set
// aside, adverse or not; a claim of a stay leaves an empty place behind. What is
// adverse is not parted: see [SplitAdverse].
func (f File) Uncorrected() []Record {
	f = f.inOrder()
	counted, _ := SplitAdverse(f)
	return withoutSetAside(f.Records, f.setAside(counted), true)
}
