package review

// A Letter is what is sent to a civil registry about a birth: where a child was
// born is a town, and nothing in it, in its name or around it tells more. It
// carries no number of the case, no seal of a panel and no word of custody
// (Mandela Rule 28).
type Letter struct {
	Name      string // "" where none is given yet
	Sex       string // f, m, ""
	On        string // EDTF
	Town      string // "" where no civil name is free of a prison's
	Mother    string
	Witnesses int
}

// LetterOf is the letter of a birth in a language. What [BornBody] would refuse
// today, and did not when it was entered, is left out.
func LetterOf(b BornBody, lang string) Letter {
	clean := func(name string) string {
		if NamesPrison(name) {
			return ""
		}
		return name
	}
	return Letter{Name: clean(b.Name), Sex: b.Sex, On: b.On, Town: b.Town(lang), Mother: clean(b.Mother), Witnesses: b.Witnesses}
}

// Values are the words of the letter that its author chose.
func (l Letter) Values() []string { return []string{l.Name, l.Sex, l.On, l.Town, l.Mother} }

// FileName is what the letter's file is called, the same for every child.
func (Letter) FileName() string { return "birth-notification" }

// A Packet is the paper that a child keeps of who it is: what the letter of its
// birth says, and what ties it to its mother. Nothing in it names a place of
// detention either.
type Packet struct {
	Letter
	Attendant string // one of [Attendants]
	Tie       string // witnessed, document, dna, declared
	Footprint bool   // kept, with the mother's consent
	Photo     bool   // the same
	Saw       int    // how many saw mother and child together
}

// PacketOf is the packet of a child in a language, false where nothing was
// preserved yet.
func PacketOf(x ChildRecord, lang string) (Packet, bool) {
	if x.Packet == nil {
		return Packet{}, false
	}
	k := x.Packet
	return Packet{Letter: LetterOf(x.BornBody, lang), Attendant: x.Attendant, Tie: k.Link, Footprint: k.Footprint, Photo: k.Photo, Saw: k.Saw}, true
}

// FileName is what the packet's file is called, the same for every child.
func (Packet) FileName() string { return "child-identity" }
