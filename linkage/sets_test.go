package linkage_test

import (
	"context"
	"encoding/csv"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kashf.org/kashf/linkage"
)

// sets are the published benchmark tables, kept beside the checkout.
const sets = "../../shared/data/linkage"

// readSet reads a table whose truth lies in its own rows.
func readSet(t testing.TB, name, id string, truth func(cell func(string) string) string) (linkage.Input, map[string]string) {
	t.Helper()
	f, err := os.Open(filepath.Join(sets, name))
	if err != nil {
		t.Skipf("benchmark table not here: %v", err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.TrimLeadingSpace = true
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	in := linkage.Input{Columns: rows[0]}
	at := map[string]int{}
	for i, c := range rows[0] {
		at[c] = i
	}
	want := map[string]string{}
	for _, row := range rows[1:] {
		key := row[at[id]]
		in.Records = append(in.Records, linkage.Record{ID: key, Cells: row})
		want[key] = truth(func(c string) string { return row[at[c]] })
	}
	return in, want
}

func clustersOf(r *linkage.Result) map[string]string {
	m := make(map[string]string, len(r.Clusters))
	for _, c := range r.Clusters {
		m[c.ID] = c.Cluster
	}
	return m
}

func cluster(cell func(string) string) string { return cell("cluster") }

// febrl reads the truth out of rec-NUMBER-org and rec-NUMBER-dup-N.
func febrl(cell func(string) string) string { return strings.Split(cell("rec_id"), "-")[1] }

func TestPublishedSets(t *testing.T) {
	tests := []struct {
		file, id string
		truth    func(func(string) string) string
		kinds    map[string]string
		floor    float64
	}{
		{"fake_1000.csv", "unique_id", cluster, map[string]string{
			"first_name": "text", "surname": "text", "dob": "date", "city": "text", "email": "text",
		}, .6},
		{"febrl/dataset3.csv", "rec_id", febrl, map[string]string{
			"given_name": "text", "surname": "text", "street_number": "code", "address_1": "text", "address_2": "text", "suburb": "text",
			"postcode": "code", "state": "category", "date_of_birth": "date", "soc_sec_id": "code",
		}, .9},
		{"historical_figures_with_errors_50k.csv", "unique_id", cluster, map[string]string{
			"full_name": "words", "first_name": "text", "surname": "text", "dob": "date", "birth_place": "text",
			"postcode_fake": "code", "gender": "category", "occupation": "category",
		}, .6},
	}
	for _, tt := range tests {
		t.Run(tt.file, func(t *testing.T) {
			if testing.Short() && strings.HasPrefix(tt.file, "historical") {
				t.Skip("50,000 records: not in a short run")
			}
			in, truth := readSet(t, tt.file, tt.id, tt.truth)
			spec, err := linkage.AutoSpec(in.Columns, tt.kinds)
			if err != nil {
				t.Fatal(err)
			}
			start := time.Now()
			stage, last := "", start
			res, err := linkage.Run(context.Background(), spec, in, linkage.Options{Progress: func(s string, _, _ int64) {
				if s != stage {
					if stage != "" {
						t.Logf("  %s %v", stage, time.Since(last).Round(time.Millisecond))
					}
					stage, last = s, time.Now()
				}
			}})
			if err != nil {
				t.Fatal(err)
			}
			e := linkage.Evaluate(truth, clustersOf(res))
			t.Logf("%d records in %v: pairwise P %.3f R %.3f F1 %.3f, B-cubed F1 %.3f, largest %d, open %d, pairs %d",
				e.Records, time.Since(start).Round(time.Millisecond), e.Pairwise.Precision, e.Pairwise.Recall, e.Pairwise.F1, e.BCubed.F1, e.Largest, len(res.Open), len(res.Pairs))
			var preds []linkage.Prediction
			for _, p := range res.Pairs {
				preds = append(preds, linkage.Prediction{Probability: p.Probability, Right: truth[p.Left] == truth[p.Right]})
			}
			t.Logf("calibration error %.4f", linkage.CalibrationError(preds, 10))
			bins := map[int][3]float64{}
			for _, p := range res.Pairs {
				k := max(-6, min(12, int(math.Floor(p.Bits.Bits()/2))))
				b := bins[k]
				b[0]++
				b[1] += p.Probability
				if truth[p.Left] == truth[p.Right] {
					b[2]++
				}
				bins[k] = b
			}
			for k := -6; k <= 12; k++ {
				if b := bins[k]; b[0] > 0 {
					t.Logf("    %4d bits: %6.0f pairs, said %.3f, so %.3f", 2*k, b[0], b[1]/b[0], b[2]/b[0])
				}
			}
			for _, f := range res.Model.Params().Fields {
				for _, l := range f.Levels {
					t.Logf("    %-14s %-18s m %.4f u %.6f %+.1f", f.Name, l.Level, l.M, l.U, l.Bits())
				}
			}
			if e.Pairwise.F1 < tt.floor {
				t.Errorf("pairwise F1 = %.3f, want at least %.2f", e.Pairwise.F1, tt.floor)
			}
		})
	}
}
