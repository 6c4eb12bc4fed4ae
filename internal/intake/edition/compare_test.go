package edition_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"kashf.org/kashf/internal/intake/edition"
	"kashf.org/kashf/internal/register"
)

var fieldOf = map[string]register.Field{
	"name": register.FullName, "mother": register.MotherName, "born": register.BirthYear, "place": register.Place, "status": register.Status,
	"number": register.DetaineeNo, "phone": register.Phone,
}

// list makes a list of a header and rows, cells parted by "|".
func list(header string, rows ...string) *edition.List {
	l := &edition.List{}
	for h := range strings.SplitSeq(header, "|") {
		f := fieldOf[h]
		level := f.Info().Level
		if f == register.NoField {
			level = register.C3
		}
		l.Columns = append(l.Columns, edition.Column{Header: h, Field: f, Level: level})
	}
	for i, r := range rows {
		add(l, i+1, strings.Split(r, "|"))
	}
	return l
}

func add(l *edition.List, number int, cells []string) {
	var claims []register.Claim
	for i, c := range cells {
		if f := l.Columns[i].Field; f != register.NoField && c != "" {
			claim := register.Claim{Field: f, Value: c}
			if f == register.BirthYear {
				claim.Norm = c
			}
			claims = append(claims, claim)
		}
	}
	l.Add(number, cells, claims)
}

func compare(a, b *edition.List, also ...edition.Pair) *edition.Result {
	return edition.Compare(a, b, edition.Options{Fold: strings.ToLower, Most: register.C3, Also: also})
}

func TestCompare(t *testing.T) {
	tests := []struct {
		name         string
		older, newer *edition.List
		of           []int
		perhaps      int
		number       string
	}{
		{
			name:  "by a number that stays",
			older: list("number|name|place", "A1|Samer Khalil Hallaq|Homs", "A2|Rana Omar Haddad|Hama", "A3|Jamal Nasser Deiri|Homs", "A4|Nour Ahmad Najjar|Homs"),
			newer: list("number|name|place", "A4|Nour Ahmad Najjar|Hama", "A9|Leila Omar Haddad|Hama", "A1|Samer Khaleel Hallaq|Aleppo", "A2|Rana Omar Haddad|Hama", "A3|Jamal Nasser Deiri|Homs"),
			of:    []int{3, -1, 0, 1, 2}, number: "number",
		}, {
			name:  "a number that was given to somebody else",
			older: list("number|name|place", "A1|Samer Khalil Hallaq|Homs", "A2|Rana Omar Haddad|Hama", "A3|Jamal Nasser Deiri|Homs", "A4|Nour Ahmad Najjar|Homs"),
			newer: list("number|name|place", "A1|Yusuf Said Qabbani|Daraa", "A2|Rana Omar Haddad|Hama", "A3|Jamal Nasser Deiri|Homs", "A4|Nour Ahmad Najjar|Homs"),
			of:    []int{-1, 1, 2, 3},
		}, {
			name:  "running numbers mean nothing",
			older: list("no|name|mother", "1|Samer Khalil Hallaq|Fatima", "2|Rana Omar Haddad|Huda", "3|Jamal Nasser Deiri|Amal"),
			newer: list("no|name|mother", "1|Leila Omar Haddad|Huda", "2|Samer Khalil Hallaq|Fatima", "3|Rana Omar Haddad|Huda", "4|Jamal Nasser Deiri|Amal"),
			of:    []int{-1, 0, 1, 2},
		}, {
			name:  "brothers are two people",
			older: list("name|mother|place|born", "Samer Khalil Hallaq|Fatima|Homs|1980", "Rana Omar Haddad|Huda|Hama|1990"),
			newer: list("name|mother|place|born", "Maher Khalil Hallaq|Fatima|Homs|1982", "Rana Omar Haddad|Huda|Hama|1990"),
			of:    []int{-1, 1},
		}, {
			name:  "one name, two mothers",
			older: list("name|mother|place", "Muhammad Ahmad|Fatima|Homs", "Rana Omar Haddad|Huda|Hama"),
			newer: list("name|mother|place", "Muhammad Ahmad|Zainab|Homs", "Rana Omar Haddad|Huda|Hama"),
			of:    []int{-1, 1}, perhaps: 1,
		}, {
			name:  "one name twice, told apart by the place",
			older: list("name|place|status", "Muhammad Ahmad|Homs|held", "Muhammad Ahmad|Hama|held", "Rana Omar Haddad|Hama|held"),
			newer: list("name|place|status", "Muhammad Ahmad|Hama|free", "Rana Omar Haddad|Hama|free", "Muhammad Ahmad|Homs|held"),
			of:    []int{-1, 2, 0}, perhaps: 1,
		}, {
			name:  "two rows that are the same in every cell",
			older: list("name|place", "Muhammad Ahmad|Homs", "Muhammad Ahmad|Homs"),
			newer: list("name|place", "Muhammad Ahmad|Homs", "Muhammad Ahmad|Homs", "Muhammad Ahmad|Homs"),
			of:    []int{0, 1, -1},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := compare(tt.older, tt.newer)
			if !slices.Equal(got.Of, tt.of) || len(got.Perhaps) != tt.perhaps || got.Number != tt.number {
				t.Errorf("of %v, perhaps %v, by %q; want %v, %d of them, by %q", got.Of, got.Perhaps, got.Number, tt.of, tt.perhaps, tt.number)
			}
		})
	}
}

func TestCompareSaysWhatChangedAndForWhom(t *testing.T) {
	older := list("name|mother|place|phone|note", "Samer Khalil Hallaq|Fatima|Homs|0944000001|", "Rana Omar Haddad|Huda|Hama|0944000002|x", "Jamal Nasser Deiri|Amal|Homs|0944000003|")
	newer := list("name|mother|place|phone|note|ward", "Samer Khalil Hallaq|Fatima|Aleppo|0944000001||3", "Rana Omar Haddad|Huda|Hama|0955000002|y|4", "Jamal Nasser Deiri|Amal|Homs|0999000003||5")
	got := compare(older, newer)
	// The telephone number is beyond what is ever compared, and a note is C3.
	want := []int{int(register.C2) + 1, int(register.C3) + 1, 0}
	if !slices.Equal(got.Altered, want) || !slices.Equal(got.New, []string{"ward"}) || len(got.Left) != 0 {
		t.Errorf("altered %v, new %q, left %q; want %v", got.Altered, got.New, got.Left, want)
	}
	if c := got.Counts(); c != (register.EditionCounts{Same: 1, Changed: 2}) {
		t.Errorf("counts %+v", c)
	}
}

func TestCompareWithoutANameInSightPairsNobody(t *testing.T) {
	l := list("name|place", "Samer Khalil Hallaq|Homs", "Rana Omar Haddad|Hama")
	got := edition.Compare(l, l, edition.Options{Fold: strings.ToLower, Most: register.C0})
	if !slices.Equal(got.Of, []int{-1, -1}) {
		t.Errorf("of %v", got.Of)
	}
}

func TestCompareFollowsWhatAPersonAnswered(t *testing.T) {
	older := list("name|mother|place", "Muhammad Ahmad|Fatima|Homs", "Rana Omar Haddad|Huda|Hama")
	newer := list("name|mother|place", "Muhammad Ahmad|Zainab|Homs", "Rana Omar Haddad|Huda|Hama")
	got := compare(older, newer, edition.Pair{Older: 0, Newer: 0})
	if !slices.Equal(got.Of, []int{0, 1}) || len(got.Perhaps) != 0 {
		t.Errorf("of %v, perhaps %v", got.Of, got.Perhaps)
	}
}

// TestCompareIsOneToOneInAnyOrder: whatever order the rows come in, the same
// rows are paired, each once, and a list is an edition of itself.
func TestCompareIsOneToOneInAnyOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows := rapid.SliceOfN(rapid.SampledFrom([]string{
			"Samer Khalil|Fatima|Homs", "Samer Khalil|Huda|Homs", "Samer Khaleel|Fatima|Hama", "Rana Omar|Huda|Hama", "Jamal Deiri||Homs", "Nour Najjar|Amal|", "||Homs",
		}), 1, 12).Draw(t, "rows")
		older := list("name|mother|place", rows...)
		self := compare(older, list("name|mother|place", rows...))
		for i, r := range rows {
			if !strings.HasPrefix(r, "|") && (self.Of[i] < 0 || rows[self.Of[i]] != r || self.Altered[i] != 0) {
				t.Fatalf("row %q of itself continues %v", r, self.Of[i])
			}
		}
		more := rapid.SliceOfN(rapid.SampledFrom(append(rows, "Yusuf Said|Amal|Daraa", "Samer Khalil|Fatima|Daraa")), 1, 12).Draw(t, "newer")
		order := rapid.Permutation(more).Draw(t, "order")
		a, b := compare(older, list("name|mother|place", more...)), compare(older, list("name|mother|place", order...))
		if x, y := texts(rows, more, a), texts(rows, order, b); !slices.Equal(x, y) {
			t.Fatalf("in one order %q, in another %q", x, y)
		}
		seen := map[int]bool{}
		for _, o := range a.Of {
			if o >= 0 && seen[o] {
				t.Fatalf("row %d is continued twice", o)
			}
			seen[o] = true
		}
	})
}

func texts(older, newer []string, r *edition.Result) (out []string) {
	for i, o := range r.Of {
		if o >= 0 {
			out = append(out, older[o]+" → "+newer[i])
		}
	}
	slices.Sort(out)
	return out
}

// villagers are rows "name|mother|place|born|no" of a list of invented people;
// each has a name of its own.
func villagers(n int) (rows [][]string) {
	given := []string{"سامر", "ليلى", "جمال", "رنا", "نزار", "هدى", "باسل", "عصام", "ماهر", "زياد"}
	middle := []string{"خليل", "عمر", "ناصر", "فادي", "عدنان", "مروان", "زهير", "سعيد", "أنس", "جورج"}
	last := []string{"الحلاق", "الديري", "الشامي", "الحداد", "الحموي", "العلي", "بكار", "الديب", "الحلبي", "الراعي"}
	for i := range n {
		rows = append(rows, []string{given[i%10] + " " + middle[i/10%10] + " " + last[(i/3)%10], given[(i+3)%10] + " " + last[i%7], last[i%5], fmt.Sprint(1950 + i%50), fmt.Sprint(i + 1)})
	}
	return rows
}

func joined(rows [][]string, columns ...int) (out []string) {
	for _, r := range rows {
		var cells []string
		for _, c := range columns {
			cells = append(cells, r[c])
		}
		out = append(out, strings.Join(cells, "|"))
	}
	return out
}

// TestEditionsAsOfficesSendThem pairs a list with itself after what offices do
// to lists between two editions: each row must find the one it was, and none
// another's.
func TestEditionsAsOfficesSendThem(t *testing.T) {
	const n = 80
	older := func() [][]string { return villagers(n) }
	for name, tt := range map[string]struct {
		header string
		change func([][]string) ([][]string, []int) // the newer rows, and which older row each was
		cols   []int
		least  int // rows that must find theirs
	}{
		"sorted anew and numbered anew": {"name|mother|place|born|no", func(r [][]string) ([][]string, []int) {
			of := rand.New(rand.NewPCG(5, 6)).Perm(n)
			var out [][]string
			for i, o := range of {
				row := slices.Clone(r[o])
				row[4] = fmt.Sprint(i + 1)
				out = append(out, row)
			}
			return out, of
		}, []int{0, 1, 2, 3, 4}, n},
		"two columns dropped":                       {"name|mother|place", func(r [][]string) ([][]string, []int) { return r, upTo(n) }, []int{0, 1, 2}, n},
		"columns in another order, one of them new": {"place|born|name|mother|ward", func(r [][]string) ([][]string, []int) { return r, upTo(n) }, []int{2, 3, 0, 1, 4}, n},
		"spellings corrected": {"name|mother|place|born|no", func(r [][]string) ([][]string, []int) {
			for i := range r {
				switch i % 4 {
				case 0:
					r[i][0] = strings.NewReplacer("ى", "ا", "الحداد", "حداد").Replace(r[i][0])
				case 1:
					r[i][0] = strings.ReplaceAll(r[i][0], "أنس", "انس")
					r[i][1] = strings.ReplaceAll(r[i][1], "ليلى", "ليلا")
				}
			}
			return r, upTo(n)
		}, []int{0, 1, 2, 3, 4}, n},
		"a half of it, as one sheet of two": {"name|mother|place|born|no", func(r [][]string) ([][]string, []int) { return r[n/2:], upTo(n)[n/2:] }, []int{0, 1, 2, 3, 4}, n / 2},
	} {
		t.Run(name, func(t *testing.T) {
			a := list("name|mother|place|born|no", joined(older(), 0, 1, 2, 3, 4)...)
			rows, of := tt.change(older())
			got := compare(a, list(tt.header, joined(rows, tt.cols...)...))
			found := 0
			for i, o := range got.Of {
				switch {
				case o == of[i]:
					found++
				case o >= 0:
					t.Errorf("row %q continues row %d, it was %d", rows[i], o, of[i])
				}
			}
			if found < tt.least {
				t.Errorf("%d of %d rows found theirs", found, len(rows))
			}
			if got.Foreign() {
				t.Error("it is taken for another list")
			}
		})
	}
}

func upTo(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}

// TestAnotherListIsForeign tells another source's list from an edition.
func TestAnotherListIsForeign(t *testing.T) {
	rows := villagers(60)
	a, b := list("name|mother|place|born|no", joined(rows[:30], 0, 1, 2, 3, 4)...), list("name|mother|place|born|no", joined(rows[30:], 0, 1, 2, 3, 4)...)
	if got := compare(a, b); !got.Foreign() {
		t.Errorf("another list is an edition: %+v", got.Counts())
	}
	if got := compare(list("name", "Samer Khalil Hallaq"), list("name", "Rana Omar Haddad")); got.Foreign() {
		t.Error("of two rows nothing can be said")
	}
}

// BenchmarkCompare is a list of 50,000 rows of 30 columns, of which a tenth
// changed, a twentieth is new and a twentieth dropped.
func BenchmarkCompare(b *testing.B) {
	for _, numbered := range []bool{true, false} {
		b.Run(fmt.Sprintf("numbered=%v", numbered), func(b *testing.B) {
			older, newer := made(50_000, numbered)
			for b.Loop() {
				r := compare(older, newer)
				b.ReportMetric(r.Recurs(), "recurs")
			}
		})
	}
}

func made(rows int, numbered bool) (older, newer *edition.List) {
	rnd := rand.New(rand.NewPCG(1, 2))
	header := "name|mother|born|place|status"
	if numbered {
		header = "number|" + header
	}
	for i := range 24 {
		header += fmt.Sprintf("|c%d", i)
	}
	older, newer = list(header), list(header)
	word := func(n int) string { return fmt.Sprintf("name%c%c", 'a'+rnd.IntN(26), 'a'+rnd.IntN(n)) }
	for i := range rows {
		cells := []string{}
		if numbered {
			cells = append(cells, fmt.Sprintf("A%06d", i*7))
		}
		cells = append(cells, word(26)+" "+word(20)+" "+word(26)+" "+word(26), word(10), fmt.Sprint(1950+rnd.IntN(60)), word(4), "held")
		for range 24 {
			cells = append(cells, word(8))
		}
		if rnd.IntN(20) > 0 {
			add(older, i+1, cells)
		}
		next := slices.Clone(cells)
		if rnd.IntN(10) == 0 {
			next[len(next)-1] = "changed"
		}
		if rnd.IntN(20) > 0 {
			add(newer, i+1, next)
		}
	}
	return older, newer
}
