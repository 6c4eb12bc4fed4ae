package names

import "strings"

// Role is what a part does in a name.
type Role uint8

// The roles of the parts of an Arabic full name. Father and Grandfather are
// read from position, so they are the usual reading, not a certainty; Middle
// is any name between them and the family.
const (
	NoRole Role = iota
	Given
	Father
	Grandfather
	Middle
	Family
	Kunya
)

var roleNames = [...]string{"none", "given", "father", "grandfather", "middle", "family", "kunya"}

// String gives the role's English name.
func (r Role) String() string { return roleNames[min(int(r), len(roleNames)-1)] }

// Mark says what Parse took off a part or saw before it.
type Mark uint8

// Marks of a part. They may be combined.
const (
	Article  Mark = 1 << iota // ال, al-, el-, or a sun letter's as-, ad-
	House                     // آل, "house of"
	Ibn                       // ibn, bin, ben, ould stood before it
	Bint                      // bint stood before it
	Compound                  // two words that are one name: عبد الرحمن, صلاح الدين
	Initial                   // one letter, for any name that begins so
	Nisba                     // a name of origin or trade: الحمصي, al-Masri, Halebi
)

// A Part is one name within a full name.
type Part struct {
	Raw   string // as written, the particle and the article included
	Text  string // the loose key without article: what is compared
	Role  Role
	Marks Mark
}

// Script tells the script of the part.
func (p Part) Script() Script { return ScriptOf(p.Raw) }

// A Name is a person's name as Parse reads it.
type Name struct {
	Raw       string   // as given
	Parts     []Part   // given first, family last, kunya not included
	Kunya     *Part    // Abu X or Umm X, where it is a by-name and not the family's
	Titles    []string // honorifics, as written
	Aliases   []string // what stood in brackets or quotation marks
	Reordered bool     // it was written "LAST, First"
	Truncated bool     // it was longer than a name can be, and was cut
}

// String gives the parts in order, as written.
func (n Name) String() string {
	raw := make([]string, len(n.Parts))
	for i, p := range n.Parts {
		raw[i] = p.Raw
	}
	return strings.Join(raw, " ")
}

// Given gives the first part, or nothing.
func (n Name) Given() (Part, bool) {
	if len(n.Parts) == 0 {
		return Part{}, false
	}
	return n.Parts[0], true
}
