package review_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/review"
)

// due stores a case with a clock that runs out then, 0 for none, in which an
// observer and a delegate of victims have a part.
func (b *bench) due(id string, liberty review.LibertyState, due review.Micros) {
	b.Helper()
	b.do(b.store.Write(b.Context(), func(ctx context.Context, tx journal.Tx) error {
		c := &review.Case{
			ID: review.CaseID(id), Person: register.PersonID(len(id) + 1), State: review.Panel, Liberty: review.Liberty{State: liberty}, Lanes: []review.LaneEntry{{Lane: review.AllLanes()[0]}},
			Cast: []review.Part{{Account: "looks", Role: review.Observer, Declared: true}, {Account: "speaks", Role: review.VictimRepresentative, Declared: true}},
		}
		return review.TablesOf(journal.Env{Tx: tx}).PutCase(ctx, review.StoredCase{Case: c, Next: review.Clock{Name: review.BudgetClock, Due: due}, Recast: true})
	}))
}

// TestBoardPages: pages that begin at a turn show each case once, in order and
// both ways, while cases come and go before and after them.
func TestBoardPages(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		const cases = 23
		want := []string{"C-lapsed"}
		b.due("C-none", review.InCustody, 0)
		b.due("C-lapsed", review.CourtDue, 0)
		for i := range cases {
			id := fmt.Sprintf("C%02d", i)
			b.due(id, review.InCustody, review.Micros(1000+i/3)) // three of a turn
			want = append(want, id)
		}
		want = append(want, "C-none")
		read := func(w review.Wanted) []review.Listing {
			w.Limit = 4
			rows, err := b.store.Board(t.Context(), "looks", w)
			b.do(err)
			return rows
		}
		var got []string
		var last review.Turn
		for n, w := 0, (review.Wanted{}); ; n++ {
			rows := read(w)
			if len(rows) == 0 {
				break
			}
			if passed, err := b.store.BoardPassed(t.Context(), "looks", review.Wanted{}, rows[0].Turn); err != nil || passed != len(got)+n {
				t.Errorf("page %d: %d stand before it, %v", n, passed, err)
			}
			for _, l := range rows {
				got, last = append(got, string(l.ID)), l.Turn
			}
			b.due(fmt.Sprintf("B%02d", n), review.InCustody, 1) // before every page: none is shown twice, none left out
			w.After = review.ReadTurn(last.String())
		}
		if !slices.Equal(got, want) {
			t.Errorf("forward %v", got)
		}
		got = nil
		for w := (review.Wanted{Before: &review.Turn{At: review.LastTurn + 1}}); ; {
			rows := read(w)
			if len(rows) == 0 {
				break
			}
			for _, l := range slices.Backward(rows) {
				if l.ID[0] == 'C' {
					got = append(got, string(l.ID))
				}
			}
			w.Before = review.ReadTurn(rows[0].Turn.String())
		}
		slices.Reverse(got)
		if !slices.Equal(got, want) {
			t.Errorf("backward %v", got)
		}
	})
}

// TestDelegateBoard: the board of who speaks for victims says nothing of where
// the person is or which clock runs, not in its order, its lanes or its turns.
func TestDelegateBoard(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		b.due("C1", review.InCustody, 2000)
		b.due("C2", review.InCustody, 1000)
		b.due("C3", review.CourtDue, 0)
		b.do(b.store.Write(t.Context(), func(ctx context.Context, tx journal.Tx) error {
			return review.TablesOf(journal.Env{Tx: tx}).SetNext(ctx, "C2", review.Clock{Name: review.BudgetClock, Due: 10})
		}))
		rows, err := b.store.Board(t.Context(), "speaks", review.Wanted{Limit: 10})
		b.do(err)
		for i, l := range rows {
			want := review.Listing{ID: review.CaseID(fmt.Sprint("C", i+1)), State: review.Panel, Role: review.VictimRepresentative, Turn: review.Turn{At: review.LastTurn, Case: l.ID}}
			if l != want {
				t.Errorf("the delegate is told %+v", l)
			}
		}
		counts, err := b.store.BoardCounts(t.Context(), "speaks")
		b.do(err)
		if len(counts) != 1 || counts[0] != (review.BoardCount{State: review.Panel, Cases: 3}) {
			t.Errorf("the delegate counts %+v", counts)
		}
		rows, err = b.store.Board(t.Context(), "looks", review.Wanted{Limit: 10})
		b.do(err)
		if len(rows) != 3 || rows[0].ID != "C3" || rows[1].ID != "C2" || rows[1].Due != 10 || rows[2].ID != "C1" {
			t.Errorf("the observer's board %+v", rows)
		}
	})
}

// TestReadTurn: what is no turn is none, and nothing else.
func TestReadTurn(t *testing.T) {
	for _, x := range []review.Turn{{At: 0, Case: "C1"}, {At: 17, Case: "C-2"}, {At: review.LastTurn, Case: "C3"}} {
		if got := review.ReadTurn(x.String()); got == nil || *got != x {
			t.Errorf("%v reads %v", x, got)
		}
	}
	for _, bad := range []string{"", "7", "x.C1", "-1.C1", "7.C\x00", "7.é", "99999999999999999999.C1"} {
		if got := review.ReadTurn(bad); got != nil {
			t.Errorf("%q reads %v", bad, got)
		}
	}
}
