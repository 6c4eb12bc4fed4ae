package review

import (
	"slices"
	"strings"
	"sync"
	"unicode"

	"kashf.org/kashf/names"
	"kashf.org/kashf/place"
	"kashf.org/kashf/when"
)

var (
	ruleBirth = rule{"birth record", "CRC 7, 8; Mandela Rule 28; ICCPR 24"}
	ruleChild = rule{"best interests", "CRC 3, 9, 12; Bangkok Rule 52"}
)

// A ChildRecord is of one born to the person. A child is no prisoner, and has no
// number.
type ChildRecord struct {
	BornBody
	Packet *PacketBody    `json:"packet,omitempty"`
	Best   *InterestsBody `json:"best,omitempty"`
	With   string         `json:"with,omitempty"` // who the child was given to
}

// BornBody records a birth at once, with what preserves who the child is. No
// part of it names a place of detention: a certificate that says where a child
// was born follows it for life.
type BornBody struct {
	ID       string     `json:"id"`
	On       string     `json:"on"`       // EDTF
	Locality place.Code `json:"locality"` // civil: governorate to community
	Name     string     `json:"name,omitempty"`
	Sex      string     `json:"sex,omitempty"` // f, m, "" not said
	Mother   string     `json:"mother"`
	// Father is whether he is known, declared, unknown or withheld; his name is
	// asked for nowhere, and whether the parents are married is not kept.
	Father    string `json:"father"`
	Attendant string `json:"attendant"` // one of attendants
	Witnesses int    `json:"witnesses"`
}

// attendants are who may have been there; words of one's own could name a place.
var attendants = []string{"midwife", "doctor", "nurse", "another_woman", "nobody", "not_known"}

// Attendants lists them.
func Attendants() []string { return slices.Clone(attendants) }

// Kind is the act's name.
func (*BornBody) Kind() string { return "born" }
func (*BornBody) by() []Role   { return []Role{MedicalOfficer} }

func (b *BornBody) admit(c *Case, _ Event, _ Setting) error {
	on, err := when.Parse(b.On)
	_, civil := place.Lookup(b.Locality)
	switch {
	case b.ID == "" || c.child(b.ID) >= 0 || err != nil || on.IsZero() || !civil || b.Mother == "" || !slices.Contains(attendants, b.Attendant) || b.Witnesses < 0 ||
		!slices.Contains([]string{"known", "declared", "unknown", "withheld"}, b.Father) || !slices.Contains([]string{"", "f", "m"}, b.Sex):
		return ruleBirth.refuse("the day, the town, the mother's name, who attended and how many saw it")
	case NamesPrison(b.Name) || NamesPrison(b.Mother):
		return ruleBirth.refuse("words that name no place of detention")
	}
	return nil
}

func (b *BornBody) apply(c *Case, _ Event) {
	c.Children = append(c.Children, ChildRecord{BornBody: *b})
}

// PacketBody preserves a child's identity: how it is tied to the mother, and
// what was kept with her consent.
type PacketBody struct {
	ID        string `json:"id"`
	Link      string `json:"link"` // witnessed, document, dna, declared
	Footprint bool   `json:"footprint,omitempty"`
	Photo     bool   `json:"photo,omitempty"`
	Consent   bool   `json:"consent,omitempty"` // the mother's, for print and photo
	Saw       int    `json:"saw"`               // how many saw mother and child together
}

// Kind is the act's name.
func (*PacketBody) Kind() string { return "packet" }
func (*PacketBody) by() []Role   { return []Role{MedicalOfficer} }

func (b *PacketBody) admit(c *Case, _ Event, _ Setting) error {
	switch {
	case c.child(b.ID) < 0 || !slices.Contains([]string{"witnessed", "document", "dna", "declared"}, b.Link) || b.Saw < 0:
		return ruleBirth.refuse("a child of this case, and how it is tied to the mother")
	case (b.Footprint || b.Photo) && !b.Consent:
		return ruleBirth.refuse("the mother's consent to a print or a picture")
	}
	return nil
}

func (b *PacketBody) apply(c *Case, _ Event) { c.Children[c.child(b.ID)].Packet = b }

// InterestsBody is what is best for a child, weighed and written down, before
// the child goes anywhere without the mother.
type InterestsBody struct {
	ID      string `json:"id"`
	With    string `json:"with"`    // mother, kin, carer, authority
	Sources int    `json:"sources"` // independent sources of who the one is that receives the child
	Assent  bool   `json:"assent"`  // the child was asked, where it is old enough
	Why     string `json:"why"`
}

// Kind is the act's name.
func (*InterestsBody) Kind() string { return "best_interests" }
func (*InterestsBody) by() []Role   { return []Role{MedicalOfficer} }

func (b *InterestsBody) admit(c *Case, _ Event, _ Setting) error {
	switch {
	case c.child(b.ID) < 0 || !slices.Contains([]string{"mother", "kin", "carer", "authority"}, b.With) || b.Why == "":
		return ruleChild.refuse("what is best for the child, weighed and written down")
	case b.With != "mother" && b.Sources < 2:
		return ruleChild.refuse("two sources of who receives the child")
	}
	return nil
}

func (b *InterestsBody) apply(c *Case, _ Event) { c.Children[c.child(b.ID)].Best = b }

// HandedBody says that a child was given to somebody. With the mother it needs
// nothing more; to anybody else it needs what is best for the child, by another
// account, and a receipt.
type HandedBody struct {
	ID      string `json:"id"`
	With    string `json:"with"`
	Receipt string `json:"receipt,omitempty"` // an item
}

// Kind is the act's name.
func (*HandedBody) Kind() string { return "handed" }
func (*HandedBody) by() []Role   { return []Role{ProtectionOfficer} }

func (b *HandedBody) admit(c *Case, _ Event, _ Setting) error {
	i := c.child(b.ID)
	switch {
	case i < 0:
		return ruleChild.refuse("a child of this case")
	case b.With == "mother":
		return nil
	case c.Children[i].Best == nil || c.Children[i].Best.With != b.With:
		return ruleChild.refuse("what is best for the child, weighed and written down")
	case b.Receipt == "":
		return ruleChild.refuse("a receipt from whoever receives the child")
	}
	return nil
}

func (b *HandedBody) apply(c *Case, _ Event) { c.Children[c.child(b.ID)].With = b.With }

func (c *Case) child(id string) int {
	return slices.IndexFunc(c.Children, func(x ChildRecord) bool { return x.ID == id })
}

// prisonNames are the names, other names and codes of places of detention, and
// of the buildings of one.
var prisonNames = sync.OnceValue(func() []string {
	var out []string
	for _, f := range place.Facilities() {
		for _, n := range append([]string{f.ID, f.Ar, f.En}, aliases(f)...) {
			if n = names.Loose(n); n != "" {
				out = append(out, n)
			}
		}
	}
	return out
})

func aliases(f place.Facility) []string {
	out := make([]string, len(f.Aliases))
	for i, a := range f.Aliases {
		out[i] = a.Text
	}
	return out
}

// wordsOf are the words of a text, folded, and without their article.
func wordsOf(text string) []string {
	folded := strings.FieldsFunc(names.Loose(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	for i, w := range folded {
		folded[i] = names.WithoutArticle(w)
	}
	return folded
}

func within(words, want []string) bool {
	for i := 0; i+len(want) <= len(words); i++ {
		if slices.Equal(words[i:i+len(want)], want) {
			return true
		}
	}
	return false
}

// Town is the name of the narrowest civil place around the birth that no place
// of detention is called by: the town of Saydnaya is written as its district.
// "" where there is none.
func (b BornBody) Town(lang string) string {
	for code := b.Locality; code != ""; {
		p, ok := place.Lookup(code)
		if !ok {
			return ""
		}
		words := wordsOf(p.Name(lang))
		if !slices.ContainsFunc(prisonNames(), func(n string) bool { want := wordsOf(n); return len(want) > 0 && within(words, want) }) {
			return p.Name(lang)
		}
		if p.Parent == code {
			return ""
		}
		code = p.Parent
	}
	return ""
}
