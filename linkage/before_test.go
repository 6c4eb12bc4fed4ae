package linkage_test

import (
	"context"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"kashf.org/kashf/linkage"
)

// TestBeforeChangesNothing: whatever records come, go, or change after the
// earlier run, and whatever people say, what was scored before and the rest
// together are what comparing all under the same model gives.
func TestBeforeChangesNothing(t *testing.T) {
	ctx := context.Background()
	in := crowd(120)
	spec := linkage.Spec{
		Fields: []linkage.Field{
			{Name: "name", Compare: linkage.Text(), Frequency: true}, {Name: "owner", Compare: linkage.Words()},
			{Name: "port", Compare: linkage.Exact(), Frequency: true}, {Name: "built", Compare: linkage.Date(), Within: "port"},
		},
		Rules:      []linkage.Rule{linkage.On("name"), linkage.On("owner", "owner"), linkage.On("built", "port"), {{Field: "name", Way: "first2"}, {Field: "port"}}},
		BlockLimit: 12, Threshold: new(1.0),
	}
	learnt, err := linkage.Run(ctx, spec, in, linkage.Options{})
	if err != nil {
		t.Fatal(err)
	}
	frozen, err := learnt.Freeze()
	if err != nil {
		t.Fatal(err)
	}
	under, err := frozen.Spec(spec)
	if err != nil {
		t.Fatal(err)
	}
	run := func(in linkage.Input, b *linkage.Before) *linkage.Result {
		res, err := linkage.Run(ctx, under, in, linkage.Options{Frozen: frozen, Before: b})
		if err != nil {
			t.Fatal(err)
		}
		return res
	}
	rapid.Check(t, func(rt *rapid.T) {
		kept := func(name string, one int) []linkage.Record {
			var out []linkage.Record
			for _, r := range in.Records {
				if rapid.IntRange(0, one).Draw(rt, name) > 0 {
					out = append(out, r)
				}
			}
			return out
		}
		first := linkage.Input{Columns: in.Columns, Records: kept("was there", 4)}
		earlier := run(first, nil)
		now := linkage.Input{Columns: in.Columns, Records: kept("is there", 8)}
		changed := map[string]bool{}
		for i, r := range now.Records {
			if rapid.IntRange(0, 20).Draw(rt, "changed") == 0 {
				r.Cells = slices.Clone(r.Cells)
				r.Cells[0], changed[r.ID] = "another", true
				now.Records[i] = r
			}
		}
		for range 5 {
			a, b := rapid.SampledFrom(now.Records).Draw(rt, "left"), rapid.SampledFrom(now.Records).Draw(rt, "right")
			if a.ID != b.ID {
				now.Judgements = append(now.Judgements, linkage.Judgement{Left: a.ID, Right: b.ID, Verdict: rapid.SampledFrom([]linkage.Verdict{linkage.Same, linkage.Different, linkage.Relatives}).Draw(rt, "said")})
			}
		}
		had := map[string]bool{}
		for _, r := range first.Records {
			had[r.ID] = true
		}
		want := run(now, nil)
		got := run(now, &linkage.Before{Pairs: earlier.Pairs, Knew: func(id string) bool { return had[id] && !changed[id] }})
		for what, diff := range map[string]string{
			"clusters": cmp.Diff(got.Clusters, want.Clusters), "pairs": cmp.Diff(got.Pairs, want.Pairs),
			"open": cmp.Diff(got.Open, want.Open), "conflicts": cmp.Diff(got.Conflicts, want.Conflicts),
		} {
			if diff != "" {
				rt.Fatalf("%s differ from those of comparing all (-got +want):\n%s", what, diff)
			}
		}
	})
}
