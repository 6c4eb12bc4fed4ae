package demo

// Lists are the files of the world, in the order in which the office got them.
// They overlap: most people are in none or one, some in five.
func (w *World) Lists() []*List {
	lists := []*List{
		familiesList(), documentationList(), englishList(), romanisedList(),
		circulatedList(), gateList(), transferRegister(), deathsList(),
	}
	for i, l := range lists {
		w.fill(l, uint64(i+1))
	}
	return lists
}

func (w *World) fill(l *List, number uint64) {
	l.w, l.number = w, number
	l.choose()
}

// Undone is the list of an import that the demo takes back: an early copy of
// the circulated list whose cells slipped by one column. It is none of
// [World.Lists], and the truth does not know it.
func (w *World) Undone() *List {
	l := circulatedList()
	l.Key, l.FileName = "circulated-slipped", "asmaa-mu3taqaleen-2017.csv"
	l.Source.NameAr, l.Source.NameEn = "قائمة متداولة – نسخة أولى", "Circulated list, first copy"
	// The same origin as the copy that stands: the two are not independent.
	l.Source.Origin = "circulated"
	l.closed = On(2017, 6, 30)
	write := l.cells
	l.cells = func(s *scribe) []string {
		cells := write(s)
		return append(append(cells[:1:1], cells[2:]...), cells[1])
	}
	w.fill(l, 99)
	l.rows = l.rows[:min(len(l.rows), 80)]
	return l
}
