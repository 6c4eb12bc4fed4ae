package demo

// A Part is a word of a list's source on a part of the opened prison.
type Part struct {
	List string // whose source says so
	Key  string // the part; a second word on it is another name of it
	In   string // key of the part that it lies in, "" the prison itself
	Kind string // code of the vocabulary part_kind
	Name string
}

// Parts are the parts of the opened prison, the outer ones first. They are made
// up, as all of the world is.
func (*World) Parts() []Part {
	return []Part{
		{"documentation", "a", "", "wing", "الجناح أ"},
		{"documentation", "a1", "a", "dormitory", "المهجع 1"},
		{"documentation", "a2", "a", "dormitory", "المهجع 2"},
		{"documentation", "b", "", "wing", "الجناح ب"},
		{"documentation", "b1", "b", "solitary", "المنفردة 4"},
		{"circulated", "a2", "a", "dormitory", "مهجع الشباب"},
	}
}

// A Figure is what a list's source tells of how many people were in the opened
// prison, or in a part of it.
type Figure struct {
	List string
	What string // code of the vocabulary tally
	Text string // as it is told
	In   string // key of a part, "" the whole prison
	Area string // floor in square metres, "" where not told
	On   string // EDTF
}

// Figures are figures of the opened prison that contradict each other.
func (*World) Figures() []Figure {
	return []Figure{
		{"circulated", "freed", "مئات", "", "", "2024-12-08"},
		{"documentation", "freed", "أكثر من 3500", "", "", "2024-12"},
		{"documentation", "held", "90", "a1", "20", "2014"},
		{"circulated", "held", "بين 60 و75", "a1", "20", "2014"},
	}
}
