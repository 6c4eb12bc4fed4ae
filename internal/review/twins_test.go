package review_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/register/sample"
	"kashf.org/kashf/internal/review"
)

// joins leads a person's only record to another, as a judgement does; apart
// leads it back.
func (b *bench) joins(rec register.RecordID, from, to register.PersonID) {
	b.Helper()
	b.do(b.Journal.Do(b.Context(), clerk("data"), func(ctx context.Context, u *journal.Unit) error {
		lead := []register.Redirect{{Old: from, Now: to}}
		if register.PersonID(rec) == to {
			lead = []register.Redirect{{Old: to, Now: 0}}
		}
		return u.Env.Tx.(register.Tables).Apply(ctx, []register.Move{{Record: rec, From: from, To: to}}, lead, 1)
	}))
	b.do(b.Twins(b.Context()))
}

func waiting(c *review.Case) (out []review.CaseID) {
	for _, t := range c.Twins {
		if t.Settled == "" {
			out = append(out, t.Other)
		}
	}
	return out
}

// second opens a case on somebody else, who turns out to be the man.
func (b *bench) second(custody bool) (review.CaseID, register.RecordID) {
	rec := b.alone("IM9", sample.Text(register.FullName, "سامر الحلاق"))
	holder := ""
	if custody {
		holder = "prison"
	}
	id, err := b.Open(b.Context(), as("reg"), register.PersonID(rec), custody, holder)
	b.do(err)
	b.enter(id, "reg", &review.DeclaredBody{})
	return id, rec
}

// A case follows a file that is joined with another: no second case is opened on
// the same person, by either number. Parted again, each has its own.
func TestCasesFollowJoinedFiles(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		first := b.open()
		rec := b.alone("IM9", sample.Text(register.FullName, "سامر الحلاق"))
		other := register.PersonID(rec)
		b.joins(rec, other, b.man)
		for _, p := range []register.PersonID{b.man, other} {
			ids, err := b.store.CasesOf(t.Context(), p)
			if err != nil || !slices.Equal(ids, []review.CaseID{first}) {
				t.Errorf("CasesOf(%d) joined = %v, %v, want the one case", p, ids, err)
			}
			if _, err := b.Open(t.Context(), as("reg"), p, true, "prison"); !errors.Is(err, review.ErrRefused) {
				t.Errorf("a second case on the joined file by number %d: %v", p, err)
			}
		}
		b.joins(rec, b.man, other)
		if ids, err := b.store.CasesOf(t.Context(), other); err != nil || len(ids) != 0 {
			t.Errorf("parted, the other has cases %v, %v", ids, err)
		}
		if ids, _ := b.store.CasesOf(t.Context(), b.man); !slices.Equal(ids, []review.CaseID{first}) {
			t.Errorf("parted, the man has %v", ids)
		}
	})
}

// A case opened on the file that was joined into another goes with it, and comes
// back with it.
func TestPartedFileKeepsItsCase(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		id, rec := b.second(true)
		b.joins(rec, register.PersonID(rec), b.man)
		if ids, _ := b.store.CasesOf(t.Context(), b.man); !slices.Equal(ids, []review.CaseID{id}) {
			t.Errorf("joined, the man has %v, want %s", ids, id)
		}
		b.joins(rec, b.man, register.PersonID(rec))
		if ids, _ := b.store.CasesOf(t.Context(), b.man); len(ids) != 0 {
			t.Errorf("parted, the man has %v", ids)
		}
		if ids, _ := b.store.CasesOf(t.Context(), register.PersonID(rec)); !slices.Equal(ids, []review.CaseID{id}) {
			t.Errorf("parted, the other has %v, want %s", ids, id)
		}
	})
}

// Where a case is open on each of two files that are joined, both registrars are
// asked, once; nobody else reads which case the other is. Ended is the one that
// leaves the person no further from freedom, and the clocks that began first run on.
func TestTwoCasesOnOnePerson(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		first := b.open()
		began := b.the(first).Liberty.Began
		b.now = b.now.Add(5 * time.Hour)
		later, rec := b.second(true)
		b.joins(rec, register.PersonID(rec), b.man)
		b.do(b.Twins(t.Context())) // asked once
		for id, other := range map[review.CaseID]review.CaseID{first: later, later: first} {
			if got := waiting(b.the(id)); !slices.Equal(got, []review.CaseID{other}) {
				t.Fatalf("case %s is asked about %v, want %s", id, got, other)
			}
		}
		for _, who := range []string{"officer", "watch", "chair"} {
			x, err := b.See(t.Context(), who, first)
			b.do(err)
			if len(x.Twins) != 1 || x.Twins[0].Other != "" {
				t.Errorf("%s reads of the other case: %+v", who, x.Twins)
			}
			for _, e := range x.Events {
				if j, ok := e.Body.(*review.JoinedBody); ok {
					t.Errorf("%s reads the entry %+v", who, j)
				}
			}
		}
		refused := func(id, other review.CaseID, how review.HowTwin, want string) {
			t.Helper()
			err := b.Enter(t.Context(), as("reg"), id, 0, &review.TwinSettledBody{Other: other, How: how, Why: "the same man"})
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%s in %s: %v, want a refusal about %q", how, id, err, want)
			}
		}
		refused(first, later, review.TwinEnds, "nearer to freedom") // its clocks began first
		refused(first, later, review.TwinGoesOn, "two people")
		refused(first, "ID9999", review.TwinEnds, "another open case")
		b.enter(later, "reg", &review.TwinSettledBody{Other: first, How: review.TwinEnds, Why: "the same man"})
		if c := b.the(later); c.State != review.Closed {
			t.Errorf("the later case is in %s", c.State)
		}
		c := b.the(first)
		if len(waiting(c)) != 0 || c.Twins[0].Settled != review.TwinGoesOn || c.Liberty.Began != began {
			t.Errorf("the first case: %+v, clocks since %v, want them since %v", c.Twins, c.Liberty.Began.Time(), began.Time())
		}
		b.replayed()
	})
}

// Files that are parted again answer the question by themselves; that they are
// of two people is not asked a second time.
func TestTwinsParted(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		first := b.open()
		later, rec := b.second(false)
		b.joins(rec, register.PersonID(rec), b.man)
		b.joins(rec, b.man, register.PersonID(rec))
		for _, id := range []review.CaseID{first, later} {
			if c := b.the(id); len(waiting(c)) != 0 || c.Twins[0].Settled != review.TwinApart || c.State == review.Closed {
				t.Errorf("parted, case %s in %s: %+v", id, c.State, c.Twins)
			}
		}
		b.replayed()
	})
}
