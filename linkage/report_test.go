package linkage_test

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

	"kashf.org/kashf/linkage"
)

func TestReportAddsUp(t *testing.T) {
	in, _ := boats(400, 9)
	list := map[string]string{}
	for _, r := range in.Records {
		list[r.ID] = r.List
	}
	res := run(t, boatSpec(t, in), in, 2)
	rep := linkage.ReportOf(res, 3, 0, []string{"list"}, func(l, r string) []string { return []string{linkage.PairKey(list[l], list[r])} })
	if rep.Records != len(in.Records) || rep.Scored != len(res.Pairs) {
		t.Errorf("report of %d records and %d pairs, want %d and %d", rep.Records, rep.Scored, len(in.Records), len(res.Pairs))
	}
	linked, scored, records, clusters := 0, 0, 0, 0
	for _, c := range rep.Slices[0].Cells {
		linked, scored = linked+c.Linked, scored+c.Scored
		if l, r, ok := strings.Cut(c.Key, "|"); !ok || l > r {
			t.Errorf("key %q, want two lists, the lesser first", c.Key)
		}
	}
	for _, s := range rep.Sizes {
		records, clusters = records+s.Size*s.Clusters, clusters+s.Clusters
	}
	if linked != rep.Linked || scored != rep.Scored || records != rep.Records || clusters != rep.Clusters {
		t.Errorf("parts: %d linked, %d scored, %d records, %d clusters; report: %+v", linked, scored, records, clusters, rep)
	}
	for i, p := range rep.Curve[1:] {
		if before := rep.Curve[i]; p.Pairs > before.Pairs || p.Recall > before.Recall || p.Precision < before.Precision-1e-9 {
			t.Errorf("at %v bits %+v, after %+v: a higher threshold joins fewer, surer pairs", p.Bits, p, before)
		}
	}
	if first := rep.Curve[0]; first.Pairs != rep.Scored || math.Abs(first.Recall-1) > 1e-9 {
		t.Errorf("the curve begins with %+v, want every pair", first)
	}
	b, err := json.Marshal(rep)
	if err != nil || !strings.Contains(string(b), `"version":1`) {
		t.Errorf("JSON %s, %v", b, err)
	}
}
