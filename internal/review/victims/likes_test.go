package victims

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/review"
	"kashf.org/kashf/names"
	"kashf.org/kashf/when"
)

// A world is a register and cases that change under a service.
type world struct {
	review.Store
	moment  int64
	regs    []Registration
	cases   []*review.Case
	stamps  map[review.CaseID]int64
	persons map[register.PersonID][]string
	read    atomic.Int32 // cases, several at a time
}

func (w *world) Registrations(context.Context, string) ([]Registration, error) { return w.regs, nil }
func (w *world) Registration(context.Context, string) (Registration, error) {
	return Registration{}, register.ErrNotFound
}
func (w *world) LeftRegistrations(context.Context) ([]Registration, error) { return nil, nil }
func (w *world) ClosedTo(context.Context, string) (*register.Closed, error) {
	return register.NewClosed(nil), nil
}
func (w *world) Moment(context.Context) (int64, error) { return w.moment, nil }

func (w *world) LiaisonCases(context.Context, string) (out []CaseNow, _ error) {
	for _, c := range w.cases {
		out = append(out, CaseNow{c.ID, fmt.Sprint(w.stamps[c.ID], len(w.persons[c.Person]))})
	}
	return out, nil
}

func (w *world) Case(_ context.Context, id review.CaseID) (*review.Case, error) {
	w.read.Add(1)
	return w.cases[slices.IndexFunc(w.cases, func(c *review.Case) bool { return c.ID == id })], nil
}

func (w *world) Person(_ context.Context, _ register.Sight, p register.PersonID) (register.PersonID, []register.Record, error) {
	var rs []register.Record
	for _, n := range w.persons[p] {
		rs = append(rs, register.Record{Claims: []register.Claim{{Field: register.FullName, Value: n, Absence: register.Present}}})
	}
	return p, rs, nil
}

// open seals nothing.
type open struct{}

func (open) Seal(plain, _ []byte) ([]byte, error)  { return plain, nil }
func (open) Open(sealed, _ []byte) ([]byte, error) { return sealed, nil }

var comparer = names.NewComparer(names.Options{})

func (w *world) service() *Service {
	return &Service{Store: w, Sealer: open{}, Reviews: &review.Service{Store: w}, Compare: comparer}
}

var (
	someNames  = []string{"سامر خليل الحلاق", "Samer Khalil Alhallaq", "سمير خليل الحلاق", "محمد محمد", "أحمد أحمد", "خالدنورس حسن", "خالد نورس حسن", "أبو عمر الحلبي", "عمر الحلبي", "الحلاق", "شنخوب", "شنخووب", ""}
	somePlaces = []string{"", "صيدنايا", "سجن صيدنايا العسكري", "السجن الأحمر", "فرع الخطيب", "251", "مبنى البلدية", "مبنى البلديه", "مدرسة"}
	someUnits  = []string{"", "الفرع 215", "فرع 215", "215", "الفرع", "فرع الأمن", "الأمن العسكري", "سرية المداهمة 215", "الفرع 227", "المداهمة", "فرع فرع"}
	someTimes  = []string{"", "2013", "2013-05", "2013-05-01", "2014", "2014~", "2012/2014", "201X", "not a date"}
)

func drawTold(t *rapid.T) Told {
	of := func(vs []string) string { return rapid.SampledFrom(vs).Draw(t, "said") }
	x := Told{Place: of(somePlaces), Unit: of(someUnits), From: of(someTimes), To: of(someTimes), Names: rapid.SliceOfN(rapid.SampledFrom(someNames), 0, 3).Draw(t, "names")}
	if rapid.IntRange(0, 4).Draw(t, "agreed") > 0 {
		x.Agreed = []string{"match"}
	}
	return x
}

func (w *world) put(t *rapid.T, r *Registration) {
	w.moment++
	r.Seq = w.moment
	r.Told, _ = json.Marshal(drawTold(t))
}

func (w *world) alleges(t *rapid.T, c *review.Case) {
	w.moment++
	w.stamps[c.ID] = w.moment
	c.Allegations = nil
	for range rapid.IntRange(0, 3).Draw(t, "allegations") {
		x := drawTold(t)
		c.Allegations = append(c.Allegations, review.Allegation{Place: x.Place, Unit: x.Unit, From: x.From, To: x.To})
	}
}

// step changes one thing, or nothing that is compared.
func (w *world) step(t *rapid.T) {
	w.moment++
	someCase := func() *review.Case { return rapid.SampledFrom(w.cases).Draw(t, "case") }
	how := rapid.IntRange(0, 9).Draw(t, "change")
	switch {
	case how == 0 || len(w.regs) == 0:
		r := Registration{ID: fmt.Sprint("r", w.moment)}
		w.put(t, &r)
		w.regs = append([]Registration{r}, w.regs...)
	case how == 1 || len(w.cases) == 0:
		c := &review.Case{ID: review.CaseID(fmt.Sprint("c", w.moment)), Person: register.PersonID(w.moment), Cast: []review.Part{{Account: "l", Role: review.VictimsLiaison, Declared: true}}}
		w.alleges(t, c)
		w.cases = append(w.cases, c)
	case how == 2:
		w.put(t, &w.regs[rapid.IntRange(0, len(w.regs)-1).Draw(t, "reg")])
	case how == 3:
		w.alleges(t, someCase())
	case how == 4:
		i := rapid.IntRange(0, len(w.regs)-1).Draw(t, "reg")
		w.regs = slices.Delete(slices.Clone(w.regs), i, i+1)
	case how == 5:
		i := rapid.IntRange(0, len(w.cases)-1).Draw(t, "case")
		w.cases = slices.Delete(slices.Clone(w.cases), i, i+1)
	case how == 6:
		c := someCase()
		w.persons[c.Person] = append(w.persons[c.Person], rapid.SampledFrom(someNames).Draw(t, "name"))
	case how == 7: // judged
		r := &w.regs[rapid.IntRange(0, len(w.regs)-1).Draw(t, "reg")]
		sealed, _ := json.Marshal(Linked{Case: someCase().ID})
		r.Seq, r.Links = w.moment, append(slices.Clone(r.Links), Link{Sealed: sealed})
	case how == 8: // the board is in another order
		w.cases = append(slices.Clone(w.cases[1:]), w.cases[0])
	default: // the liaison is another, or the same again
		c := someCase()
		w.stamps[c.ID] = w.moment
		c.Cast[0].Declared = !c.Cast[0].Declared
	}
}

// exhaustive compares every registration with every case.
func (w *world) exhaustive(s *Service, skip, limit int) Proposed {
	p := Proposed{Of: map[string]int{}}
	var all []Match
	for _, c := range w.cases {
		x, ok, _ := s.subject(context.Background(), "l", c.ID)
		if !ok {
			continue
		}
		for _, r := range w.regs {
			o, _ := s.open(r)
			if !slices.Contains(o.Told.Agreed, "match") || s.judged(o, c.ID) {
				continue
			}
			read := reading{}
			told, of := sideOf(o.Told.Names, read.told(o.Told)), read.subject(x)
			if hits := compare(s.Compare, &told, &of); len(hits) > 0 {
				all = append(all, Match{r.ID, c.ID, hits})
				p.Of[r.ID]++
			}
		}
	}
	p.All = len(all)
	slices.SortStableFunc(all, func(a, b Match) int { return len(b.Hits) - len(a.Hits) })
	p.Matches = all[min(skip, len(all)):min(skip+limit, len(all))]
	return p
}

// TestLikesAreAllThereAre: what is kept and compared again where something changed
// is what comparing everything with everything finds, in the same order; and so is
// what is found from nothing.
func TestLikesAreAllThereAre(t *testing.T) {
	found := 0
	rapid.Check(t, func(t *rapid.T) {
		w := &world{stamps: map[review.CaseID]int64{}, persons: map[register.PersonID][]string{}}
		kept := w.service()
		for range rapid.IntRange(1, 25).Draw(t, "steps") {
			w.step(t)
			if rapid.IntRange(0, 2).Draw(t, "asked") == 0 {
				continue
			}
			skip, limit := rapid.IntRange(0, 4).Draw(t, "skip"), rapid.IntRange(0, 30).Draw(t, "limit")
			want := w.exhaustive(w.service(), skip, limit)
			for name, s := range map[string]*Service{"kept": kept, "from nothing": w.service()} {
				got, err := s.Proposals(t.Context(), "l", "o", skip, limit)
				if err != nil {
					t.Fatal(err)
				}
				if d := cmp.Diff(want, got, cmpopts.EquateEmpty()); d != "" {
					t.Fatalf("%s (-everything with everything +found):\n%s", name, d)
				}
			}
			found += want.All
			for id, n := range want.Of {
				if got, err := kept.ProposalsOf(t.Context(), "l", "o", id, 2); err != nil || got.All != n || len(got.Matches) != min(n, 2) {
					t.Fatalf("%s: %+v, %v; want %d", id, got, err, n)
				}
			}
		}
	})
	if found == 0 {
		t.Error("nothing was like anything")
	}
}

// TestUnchangedCasesAreNotReadAgain: what did not change is neither read nor
// compared again, and who left is forgotten at once.
func TestUnchangedCasesAreNotReadAgain(t *testing.T) {
	w := &world{moment: 1, stamps: map[review.CaseID]int64{}, persons: map[register.PersonID][]string{}}
	told, _ := json.Marshal(Told{Place: "صيدنايا", Unit: "الفرع 215", Agreed: []string{"match"}})
	for i := range 40 {
		w.regs = append(w.regs, Registration{ID: fmt.Sprint("r", i), Seq: 1, Told: told})
		w.cases = append(w.cases, &review.Case{
			ID: review.CaseID(fmt.Sprint("c", i)), Person: register.PersonID(i), Cast: []review.Part{{Account: "l", Role: review.VictimsLiaison, Declared: true}},
			Allegations: []review.Allegation{{Place: "صيدنايا", Unit: "فرع 215"}},
		})
	}
	s := w.service()
	ask := func(all, want int) {
		t.Helper()
		w.read.Store(0)
		p, err := s.Proposals(t.Context(), "l", "o", 0, 1)
		if read := int(w.read.Load()); err != nil || p.All != all || read != want {
			t.Errorf("%d likenesses, %d cases read, %v; want %d, %d", p.All, read, err, all, want)
		}
	}
	ask(1600, 40)
	ask(1600, 0)
	w.moment++
	ask(1600, 0)
	w.moment++
	w.stamps["c3"] = w.moment
	w.cases[3].Allegations = nil
	ask(1560, 1)
	s.memo.forget("r7")
	if x := s.memo.likesOf(reader{"l", "o"}); slices.ContainsFunc(x.regs, func(r *registered) bool { return r.open.ID == "r7" || r.open.Told.Place != "" && r.open.ID == "" }) {
		t.Error("who left is still there")
	}
	w.regs = slices.Delete(slices.Clone(w.regs), 7, 8)
	w.moment++
	ask(1521, 0)
}

// TestNever: what is passed over for its time cannot lie over it, and nothing else
// is.
func TestNever(t *testing.T) {
	for _, from := range someTimes {
		for _, to := range someTimes {
			for _, from2 := range someTimes {
				for _, to2 := range someTimes {
					a, b := reading{}.spotOf("", "", from, to), reading{}.spotOf("", "", from2, to2)
					i, j := interval(from, to), interval(from2, to2)
					if got, want := a.never(&b), i != nil && j != nil && i.Overlaps(*j) == when.No; got != want {
						t.Errorf("%q/%q and %q/%q: never %v, want %v", from, to, from2, to2, got, want)
					}
				}
			}
		}
	}
}
