package store

import (
	"slices"
	"testing"

	"kashf.org/kashf/internal/register"
	"pgregory.net/rapid"
)

// The pages of an import are, for whoever has some of its records closed, those
// of an import that never had them.
func TestClosedPages(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		im := register.Import{ID: "im", First: 100}
		n := rapid.IntRange(1, 40).Draw(t, "records")
		shut := rapid.SliceOfN(rapid.Bool(), n, n).Draw(t, "closed")
		var rs []register.ClosedRecord
		var want []register.RecordID
		for i, c := range shut {
			id := im.First + register.RecordID(i)
			if c {
				rs = append(rs, register.ClosedRecord{ID: id, Import: im.ID})
			} else {
				want = append(want, id)
			}
		}
		v := register.Sight{Closed: register.NewClosed(rs)}
		limit := rapid.IntRange(1, 10).Draw(t, "page")
		var got []register.RecordID
		for after := 0; ; after += limit {
			from, most := closedWithin(im, v, after, limit)
			var page []register.RecordID
			for id := from + 1; id < int64(im.First)+int64(n) && most > 0; id++ {
				most--
				if v.SeesRecord(register.RecordID(id)) {
					page = append(page, register.RecordID(id))
				}
			}
			page = page[:min(len(page), limit)]
			got = append(got, page...)
			if len(page) < limit {
				break
			}
		}
		if !slices.Equal(got, want) {
			t.Fatalf("pages of %d give %v, want %v", limit, got, want)
		}
	})
}
