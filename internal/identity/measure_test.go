package identity

import (
	"context"
	"encoding/csv"
	"fmt"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/linkage"
	"kashf.org/kashf/place"
)

// A listSet is one folder of synthetic lists with what is true of them.
type listSet struct {
	in     *input
	truth  map[string]string // record to person
	family map[string]string
	script map[string]string
}

// listDirs are the folders that KASHF_LISTS names, or else the shared one.
func listDirs() []string {
	if dirs := os.Getenv("KASHF_LISTS"); dirs != "" {
		return filepath.SplitList(dirs)
	}
	return []string{"../../../shared/data/linkage/lists-20k"}
}

func readTable(tb testing.TB, file string, each func(cell func(string) string)) {
	tb.Helper()
	f, err := os.Open(file)
	if err != nil {
		tb.Skipf("lists not here: %v", err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		tb.Fatal(err)
	}
	at := map[string]int{}
	for i, c := range rows[0] {
		at[c] = i
	}
	for _, r := range rows[1:] {
		each(func(c string) string { return r[at[c]] })
	}
}

// readLists takes a folder's rows as intake would, without a store.
func readLists(tb testing.TB, dir string) *listSet {
	tb.Helper()
	s := &listSet{
		in:    &input{now: map[register.RecordID]register.PersonID{}, taken: map[register.PersonID]bool{}, filled: map[string]bool{}},
		truth: map[string]string{}, family: map[string]string{}, script: map[string]string{},
	}
	places := map[[2]string]string{}
	ids := map[string]string{}
	readTable(tb, filepath.Join(dir, "records.csv"), func(cell func(string) string) {
		id := register.RecordID(len(ids) + 1)
		ids[cell("record_id")] = idOf(id)
		s.script[idOf(id)] = cell("script")
		s.in.add(register.Record{ID: id, Source: register.SourceID(cell("list_id")), Person: register.PersonID(id), Claims: rowClaims(cell, places)}, register.Source{})
	})
	readTable(tb, filepath.Join(dir, "truth.csv"), func(cell func(string) string) {
		id := ids[cell("record_id")]
		s.truth[id], s.family[id] = cell("person_id"), cell("family_id")
	})
	return s
}

func rowClaims(cell func(string) string, places map[[2]string]string) []register.Claim {
	var cs []register.Claim
	add := func(f register.Field, column, norm string) {
		if v := cell(column); v != "" {
			cs = append(cs, register.Claim{Field: f, Value: v, Norm: norm, Level: register.C2})
		}
	}
	governorate, _ := place.FindGovernorate(cell("governorate"))
	key := [2]string{cell("place"), string(governorate)}
	code, ok := places[key]
	if !ok {
		found := place.Find(key[0], governorate)
		if len(found) > 0 && found[0].Score >= .85 && (len(found) == 1 || found[0].Score-found[1].Score >= .05) {
			code = string(found[0].Place.Code)
		}
		places[key] = code
	}
	add(register.FullName, "full_name", "")
	add(register.MotherName, "mother_name", "")
	add(register.Sex, "sex", cell("sex"))
	add(register.BirthYear, "birth_year", cell("birth_year"))
	add(register.AgeAtArrest, "age_at_arrest", cell("age_at_arrest"))
	add(register.Governorate, "governorate", string(governorate))
	add(register.Place, "place", code)
	add(register.ArrestDate, "arrest_date", cell("arrest_date"))
	return cs
}

// measures are the figures of one run.
type measures struct {
	linkage.Evaluation
	joined, siblings int     // pairs of siblings' records: found to be one, all
	cross, same      float64 // recall over pairs of two scripts and of one
	met              float64 // share of true pairs among the scored
	ece              float64 // expected calibration error over the scored pairs, ten bins
	auto             float64 // precision of the pairs that were joined from the upper end of the grey band on
	autoN            int
}

func measure(s *listSet, res *linkage.Result) measures {
	found := map[string]string{}
	for _, m := range res.Clusters {
		found[m.ID] = m.Cluster
	}
	m := measures{Evaluation: linkage.Evaluate(s.truth, found)}
	m.joined, m.siblings = pairsIn(s.family, func(a, b string) (bool, bool) { return s.truth[a] != s.truth[b], found[a] == found[b] })
	recall := func(cross bool) float64 {
		got, all := pairsIn(s.truth, func(a, b string) (bool, bool) { return (s.script[a] != s.script[b]) == cross, found[a] == found[b] })
		return float64(got) / float64(max(all, 1))
	}
	m.cross, m.same = recall(true), recall(false)
	met, right := 0, 0
	var preds []linkage.Prediction
	for _, p := range res.Pairs {
		yes := s.truth[p.Left] == s.truth[p.Right]
		if yes {
			met++
		}
		preds = append(preds, linkage.Prediction{Probability: p.Probability, Right: yes})
		if p.Bits.Bits() >= grey[1] && found[p.Left] == found[p.Right] {
			m.autoN++
			if yes {
				right++
			}
		}
	}
	m.met = float64(met) / float64(m.TruePairs)
	m.auto = float64(right) / float64(max(m.autoN, 1))
	m.ece = linkage.CalibrationError(preds, 10)
	return m
}

// pairsIn counts, of the pairs within groups that ask wants counted, those it says are found.
func pairsIn(group map[string]string, ask func(a, b string) (counted, found bool)) (got, all int) {
	by := map[string][]string{}
	for id, g := range group {
		by[g] = append(by[g], id)
	}
	for _, ids := range by {
		for i, a := range ids {
			for _, b := range ids[:i] {
				counted, found := ask(a, b)
				if counted {
					all++
					if found {
						got++
					}
				}
			}
		}
	}
	return got, all
}

// Every folder of lists must reach what the documentation promises.
func TestListsMeasured(t *testing.T) {
	if testing.Short() {
		t.Skip("26,000 records a folder: not in a short run")
	}
	for _, dir := range listDirs() {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			s := readLists(t, dir)
			start := time.Now()
			res, err := linkage.Run(context.Background(), s.in.spec(2), s.in.table(), linkage.Options{Workers: 2})
			if err != nil {
				t.Fatal(err)
			}
			m := measure(s, res)
			t.Logf("%d records in %v: P %.4f R %.4f F1 %.4f met %.3f largest %d open %d; siblings %d of %d (%.2f%%); recall cross %.3f same %.3f; ECE %.4f auto %.4f of %d",
				m.Records, time.Since(start).Round(100*time.Millisecond), m.Pairwise.Precision, m.Pairwise.Recall, m.Pairwise.F1, m.met, m.Largest, len(res.Open),
				m.joined, m.siblings, 100*float64(m.joined)/float64(max(m.siblings, 1)), m.cross, m.same, m.ece, m.auto, m.autoN)
			if os.Getenv("KASHF_VERBOSE") != "" {
				t.Log(reliability(s, res))
			}
		})
	}
}

// reliability lists, by two bits of score, the pairs, what was said and what was so.
func reliability(s *listSet, res *linkage.Result) string {
	type bin struct{ n, said, so float64 }
	bins := map[int]*bin{}
	for _, p := range res.Pairs {
		k := int(math.Floor(p.Bits.Bits() / 2))
		k = max(-6, min(12, k))
		if bins[k] == nil {
			bins[k] = &bin{}
		}
		bins[k].n++
		bins[k].said += p.Probability
		if s.truth[p.Left] == s.truth[p.Right] {
			bins[k].so++
		}
	}
	var b strings.Builder
	for _, k := range slices.Sorted(maps.Keys(bins)) {
		x := bins[k]
		fmt.Fprintf(&b, "\n%4d bits: %6.0f pairs, said %.3f, so %.3f", 2*k, x.n, x.said/x.n, x.so/x.n)
	}
	return b.String()
}
