package linkage_test

import (
	"encoding/csv"
	"os"
	"testing"
	"time"

	"kashf.org/kashf/linkage"
	"kashf.org/kashf/names"
)

// personName shows how a comparator comes from outside: an adapter around
// package names.
type personName struct{ c *names.Comparer }

type nameValue struct {
	whole, kin names.Prepared // the name; the name without what it gives its bearer
}

var (
	_ linkage.KinWeigher = personName{}
	_ linkage.Fitter     = personName{}
)

func (p personName) Prepare(raw string) linkage.Value {
	if linkage.Placeholder(raw) {
		return nil
	}
	n := names.Parse(raw)
	if len(n.Parts) == 0 {
		return nil
	}
	v := &nameValue{whole: p.c.PrepareName(n)}
	n.Parts = n.Parts[1:]
	v.kin = p.c.PrepareName(n)
	return v
}

func (p personName) Keys(v linkage.Value) []uint64 { return p.c.Keys(&v.(*nameValue).whole) }

func (p personName) Weigh(a, b linkage.Value) (float64, string) {
	return max(-20, min(40, p.c.CompareBits(&a.(*nameValue).whole, &b.(*nameValue).whole))), "name"
}

func (p personName) WeighKin(a, b linkage.Value) float64 {
	x, y := &a.(*nameValue).kin, &b.(*nameValue).kin
	if x.Len() == 0 || y.Len() == 0 {
		return 0
	}
	return max(-20, min(40, p.c.CompareBits(x, y)))
}

func (p personName) Fit(values []linkage.Value, weight []float64) (linkage.Comparator, []linkage.Value) {
	var f names.Frequencies
	for i, v := range values {
		f.Add(p.c, &v.(*nameValue).whole, weight[i])
	}
	return personName{p.c.WithFrequencies(&f)}, values
}

func (p personName) Ways() []string { return []string{"given"} }

// KeysBy keys a name by its first part.
func (p personName) KeysBy(_ string, v linkage.Value) []uint64 {
	return p.c.PartKeys(&v.(*nameValue).whole, 0)
}

// gazetteer maps spellings of places to codes.
type gazetteer struct{ codes map[string][]string }

func readGazetteer(t testing.TB) gazetteer {
	t.Helper()
	f, err := os.Open("../../shared/data/places/syr_gazetteer.csv")
	if err != nil {
		t.Skipf("gazetteer not here: %v", err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	at := map[string]int{}
	for i, c := range rows[0] {
		at[c] = i
	}
	g := gazetteer{map[string][]string{}}
	for _, r := range rows[1:] {
		code := r[at["pcode"]]
		for _, c := range []string{"name_ar", "name_en"} {
			k := linkage.Fold(r[at[c]])
			g.codes[k] = append(g.codes[k], code)
		}
	}
	return g
}

// code finds the place of that name; the highest where several bear it.
func (g gazetteer) code(name string) string {
	if name == "" || len(g.codes[linkage.Fold(name)]) == 0 {
		return ""
	}
	return g.codes[linkage.Fold(name)][0]
}

func listsSpec(t testing.TB, in linkage.Input) linkage.Spec {
	t.Helper()
	g := readGazetteer(t)
	var arabic []string
	for _, r := range in.Records {
		arabic = append(arabic, r.Cells[3], r.Cells[4])
	}
	name := personName{names.NewComparer(names.Options{Lexicon: names.DefaultLexicon().With(arabic...)})}
	governorate := func(cell func(string) string) string { return g.code(cell("governorate")) }
	place := func(cell func(string) string) string {
		if c := g.code(cell("place")); c != "" {
			return c
		}
		return linkage.Fold(cell("place"))
	}
	born := func(cell func(string) string) string {
		if y := cell("birth_year"); y != "" {
			return y
		}
		return linkage.YearFromAge(cell("age_at_arrest"), cell("arrest_date"))
	}
	return linkage.Spec{
		Fields: []linkage.Field{
			{Name: "name", Column: "full_name", Compare: name},
			{Name: "mother", Column: "mother_name", Compare: name},
			{Name: "sex", Compare: linkage.Exact()},
			{Name: "born", From: born, Compare: linkage.Year()},
			{Name: "governorate", From: governorate, Compare: linkage.Exact(), Frequency: true, Group: "where"},
			{Name: "place", From: place, Compare: linkage.Exact(), Frequency: true, Group: "where"},
			{Name: "arrest", Column: "arrest_date", Compare: linkage.Date()},
		},
		Rules: []linkage.Rule{
			linkage.On("name", "name"),
			{{Field: "name", Way: "given"}, {Field: "born"}, {Field: "governorate"}},
			{{Field: "name", Way: "given"}, {Field: "arrest"}},
			{{Field: "name", Way: "given"}, {Field: "place"}},
			linkage.On("name", "arrest", "place"),
			linkage.On("name", "mother", "governorate"),
		},
		Kin: &linkage.Kin{Shared: []string{"mother", "governorate", "place", "arrest"}},
	}
}

func readLists(t testing.TB) (in linkage.Input, truth, family map[string]string) {
	t.Helper()
	in, _ = readSet(t, "lists-20k/records.csv", "record_id", cluster)
	f, err := os.Open(sets + "/lists-20k/truth.csv")
	if err != nil {
		t.Skipf("truth not here: %v", err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	truth, family = map[string]string{}, map[string]string{}
	for _, r := range rows[1:] {
		truth[r[0]], family[r[0]] = r[1], r[2]
	}
	for i := range in.Records {
		in.Records[i].List = in.Records[i].Cells[1]
	}
	return in, truth, family
}

func TestLists(t *testing.T) {
	if testing.Short() {
		t.Skip("26,000 records: not in a short run")
	}
	in, truth, family := readLists(t)
	start := time.Now()
	res := run(t, listsSpec(t, in), in, 2)
	e := linkage.Evaluate(truth, clustersOf(res))
	met := 0
	for _, p := range res.Pairs {
		if truth[p.Left] == truth[p.Right] {
			met++
		}
	}
	t.Logf("%d records in %v: P %.3f R %.3f F1 %.3f, B-cubed F1 %.3f, largest %d, open %d, pairs %d, of %d true %d met",
		e.Records, time.Since(start).Round(time.Millisecond), e.Pairwise.Precision, e.Pairwise.Recall, e.Pairwise.F1, e.BCubed.F1, e.Largest, len(res.Open), len(res.Pairs), e.TruePairs, met)
	joined, siblings := siblingsJoined(truth, family, clustersOf(res))
	t.Logf("siblings joined: %d of %d; prior %+v", joined, siblings, res.Model.Params())
	if e.Pairwise.F1 < .92 || e.Pairwise.Precision < .97 {
		t.Errorf("lists: %+v, want F1 at least .92 and precision .97", e.Pairwise)
	}
}

// siblingsJoined counts pairs of records of two people of one family, and how
// many of them were found to be one.
func siblingsJoined(truth, family, found map[string]string) (joined, all int) {
	by := map[string][]string{}
	for id, f := range family {
		by[f] = append(by[f], id)
	}
	for _, ids := range by {
		for i, a := range ids {
			for _, b := range ids[:i] {
				if truth[a] != truth[b] {
					all++
					if found[a] == found[b] {
						joined++
					}
				}
			}
		}
	}
	return joined, all
}
