package demo

import (
	"bytes"
	"encoding/csv"
	"io"
	"runtime"
	"slices"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/encoding/charmap"
)

func world(t testing.TB, persons int, seed uint64) *World {
	t.Helper()
	w, err := New(Options{Persons: persons, Seed: seed})
	if err != nil {
		t.Fatalf("New(%d persons, seed %d): %v", persons, seed, err)
	}
	return w
}

func bytesOf(t testing.TB, l *List) []byte {
	t.Helper()
	var b bytes.Buffer
	n, err := l.WriteTo(&b)
	if err != nil || n != int64(b.Len()) {
		t.Fatalf("%s: WriteTo = %d, %v, want %d bytes and no error", l.Key, n, err, b.Len())
	}
	return b.Bytes()
}

// parsed are the rows of the file of a list, read back as a stranger would.
func parsed(t testing.TB, l *List) [][]string {
	t.Helper()
	var in io.Reader = bytes.NewReader(bytes.TrimPrefix(bytesOf(t, l), []byte("\ufeff")))
	if l.Encoding == Windows1256 {
		in = charmap.Windows1256.NewDecoder().Reader(in)
	}
	r := csv.NewReader(in)
	r.Comma = l.Comma
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatalf("%s: %v", l.Key, err)
	}
	return rows
}

func TestSameNumbersSameBytes(t *testing.T) {
	all := func(seed uint64) []byte {
		w := world(t, 400, seed)
		var b bytes.Buffer
		for _, l := range append(w.Lists(), w.Undone()) {
			b.Write(bytesOf(t, l))
		}
		if err := w.WriteTruth(&b); err != nil {
			t.Fatal(err)
		}
		if err := w.WriteQueries(&b, 50); err != nil {
			t.Fatal(err)
		}
		for _, a := range w.Attachments() {
			b.Write(a.Body)
		}
		return b.Bytes()
	}
	first := all(7)
	before := runtime.GOMAXPROCS(1)
	defer runtime.GOMAXPROCS(before)
	if !bytes.Equal(all(7), first) {
		t.Error("seed 7 twice: other bytes")
	}
	if bytes.Equal(all(8), first) {
		t.Error("seeds 7 and 8: the same bytes")
	}
}

func TestListsReadBack(t *testing.T) {
	for _, l := range world(t, 600, 3).Lists() {
		rows := parsed(t, l)
		if len(rows) != l.Len()+1 || l.Len() == 0 {
			t.Fatalf("%s: %d rows in the file, want %d and a header", l.Key, len(rows), l.Len())
		}
		for n, want := range l.Rows() {
			if !slices.Equal(rows[n], want) {
				t.Fatalf("%s row %d = %q, want %q", l.Key, n, rows[n], want)
			}
		}
	}
}

func TestProportions(t *testing.T) {
	w := world(t, 6000, 2)
	women, brothers, together := 0, 0, 0
	outcomes := map[Outcome]int{}
	for _, p := range w.Persons {
		outcomes[p.Fate.Outcome]++
		if p.Sex == Woman {
			women++
		}
		if len(w.Family(&p).Members) > 1 {
			brothers++
		}
		if p.With != 0 {
			together++
		}
	}
	check := func(what string, got int, lo, hi float64) {
		t.Helper()
		if share := float64(got) / float64(len(w.Persons)); share < lo || share > hi {
			t.Errorf("%s: %.3f of all persons, want %.2f to %.2f", what, share, lo, hi)
		}
	}
	check("women", women, .04, .11)
	check("those with a brother or sister arrested", brothers, .25, .70)
	check("those arrested with a brother or sister", together, .03, .25)
	check("freed earlier", outcomes[Freed], .22, .38)
	check("freed at the opening", outcomes[Opened], .10, .22)
	check("dead", outcomes[Died], .09, .18)
	check("missing", outcomes[Disappeared]+outcomes[SeenLast], .30, .50)
	check("groups held together", len(w.Groups()), .02, 1)
}

func TestNoChildIsArrested(t *testing.T) {
	w := world(t, 8000, 5)
	for _, p := range w.Persons {
		if age := p.Born.yearsTo(p.Arrest.Day); age < 18 {
			t.Errorf("person %d was arrested at %d", p.ID, age)
		}
	}
	if len(w.Children) == 0 {
		t.Fatal("no children inside: nothing tested")
	}
	seen := 0
	for _, l := range w.Lists() {
		for i, r := range l.rows {
			if w.child(int(r.person)) == nil {
				continue
			}
			seen++
			cells := l.Row(i + 1)
			for _, c := range l.ArrestColumns {
				if cells[c] != "" {
					t.Errorf("%s row %d: a child has %q in column %q", l.Key, i+1, cells[c], l.Header[c])
				}
			}
		}
	}
	if seen == 0 {
		t.Error("no list names a child: nothing tested")
	}
}

func TestStaysFollowOneAnother(t *testing.T) {
	for _, p := range world(t, 3000, 9).Persons {
		end := p.Arrest.Day
		for i, s := range p.Stays {
			if siteOf(s.Facility).id == "" || s.From < end || s.To != NoDay && s.To < s.From {
				t.Fatalf("person %d, stay %d: %+v after %v", p.ID, i, s, end)
			}
			if s.To == NoDay && i+1 < len(p.Stays) {
				t.Fatalf("person %d, stay %d has no end and is not the last", p.ID, i)
			}
			end = s.To
		}
		if f := p.Fate; f.Outcome == Opened && f.Day != opened[p.Stays[len(p.Stays)-1].Facility] {
			t.Errorf("person %d came out on %v of a prison that was not opened then", p.ID, f.Day)
		}
	}
}

func TestBothScripts(t *testing.T) {
	for _, l := range world(t, 1200, 1).Lists() {
		arabic, latin := 0, 0
		for _, cells := range l.Rows() {
			if strings.IndexFunc(cells[1], func(r rune) bool { return unicode.Is(unicode.Arabic, r) }) >= 0 {
				arabic++
			} else {
				latin++
			}
		}
		switch l.Key {
		case "circulated":
			if min(arabic, latin) < l.Len()/4 {
				t.Errorf("%s: %d Arabic and %d Latin names, want many of both", l.Key, arabic, latin)
			}
		case "english", "romanised":
			if arabic > 0 {
				t.Errorf("%s: %d names in Arabic script", l.Key, arabic)
			}
		default:
			if latin > 0 {
				t.Errorf("%s: %d names not in Arabic script", l.Key, latin)
			}
		}
	}
}

func TestNobodyBearsAPublicName(t *testing.T) {
	w := world(t, 20000, 4)
	deny := readDenial(publicNames)
	if len(deny.names) < 80 {
		t.Fatalf("%d public names, want the whole list", len(deny.names))
	}
	for _, p := range w.Persons {
		if f := w.Family(&p); deny.bears(p.Given, f.Father, f.Name) {
			t.Errorf("person %d is called %s %s %s", p.ID, p.Given, f.Father, f.Name)
		}
	}
}

func TestDenialSeesThroughSpelling(t *testing.T) {
	deny := readDenial(publicNames)
	for _, c := range []struct {
		given, father, family string
		want                  bool
	}{
		{"بشار", "خالد", "الأسد", true},
		{"بشار", "خالد", "اسد", true},
		{"محمد بشار", "خالد", "الأسد", true},
		{"صدام", "حسين", "الخطيب", true},
		{"سامر", "خالد", "الخطيب", false},
	} {
		if got := deny.bears(c.given, c.father, c.family); got != c.want {
			t.Errorf("bears(%q, %q, %q) = %v, want %v", c.given, c.father, c.family, got, c.want)
		}
	}
}

// A family gives at most nine names of one table (Kurdish families draw from the
// common table as well); a table must not hold fewer, or
// [maker.fresh] would never end.
func TestLexiconHasEnoughNames(t *testing.T) {
	lx, err := readLexicon(tokensTSV)
	if err != nil {
		t.Fatal(err)
	}
	for of := range communities {
		for _, table := range []table[string]{lx.men[of], lx.women[of], lx.family[of]} {
			if len(table.items) < 9 {
				t.Errorf("community %d: only %d names", of, len(table.items))
			}
		}
	}
}

func TestTruthAndJudgements(t *testing.T) {
	w := world(t, 1200, 1)
	person := map[Ref]int{}
	for m := range w.Truth() {
		person[m.Ref] = m.Person
	}
	rows := 0
	for _, l := range w.Lists() {
		rows += l.Len()
	}
	if len(person) != rows {
		t.Errorf("truth has %d rows, want %d", len(person), rows)
	}
	js := w.Judgements(3)
	if len(js) < 12 {
		t.Fatalf("%d judgements, want some of each kind", len(js))
	}
	for _, j := range js {
		same := person[j.Left] == person[j.Right]
		if same != (j.Verdict == "same") {
			t.Errorf("%v and %v were judged %q; one person: %v", j.Left, j.Right, j.Verdict, same)
		}
	}
	if got := len(w.Queries(100)); got != 100 {
		t.Errorf("Queries(100) gives %d", got)
	}
}

func TestSizes(t *testing.T) {
	if _, err := New(Options{Persons: -1}); err == nil {
		t.Error("New(-1 persons): no error")
	}
	if w := world(t, 0, 1); len(w.Persons) != DefaultPersons {
		t.Errorf("New() has %d persons, want %d", len(w.Persons), DefaultPersons)
	}
	small, large := world(t, 50, 1), world(t, 90, 1)
	for i := range 40 {
		if a, b := small.Persons[i], large.Persons[i]; a.Given != b.Given || a.Arrest != b.Arrest {
			t.Fatalf("person %d differs between a small and a large world", i+1)
		}
	}
}

func BenchmarkWorld(b *testing.B) {
	for b.Loop() {
		w := world(b, 136_614, 1)
		for _, l := range w.Lists() {
			if _, err := l.WriteTo(io.Discard); err != nil {
				b.Fatal(err)
			}
		}
	}
}
