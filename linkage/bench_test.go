package linkage_test

import (
	"context"
	"testing"

	"kashf.org/kashf/linkage"
)

func BenchmarkRun(b *testing.B) {
	in, _ := boats(10_000, 1)
	spec, err := linkage.AutoSpec(in.Columns, boatKinds)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := linkage.Run(context.Background(), spec, in, linkage.Options{}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(len(in.Records))*float64(b.N)/b.Elapsed().Seconds(), "records/s")
}

func BenchmarkLevel(b *testing.B) {
	for _, tt := range []struct {
		name    string
		compare linkage.Leveler
		x, y    string
	}{
		{"text near", linkage.Text(), "hamdanito", "hamdenitu"},
		{"text apart", linkage.Text(), "hamdanito", "zuwaik"},
		{"words", linkage.Words(), "zayd karim darwish", "karim zaid darwich"},
		{"date", linkage.Date(), "2012-05-07", "2012-11-23"},
	} {
		b.Run(tt.name, func(b *testing.B) {
			v, w := tt.compare.Prepare(tt.x), tt.compare.Prepare(tt.y)
			for b.Loop() {
				tt.compare.Level(v, w)
			}
		})
	}
}
