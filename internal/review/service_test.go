package review_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/review"
)

func (b *bench) vote(id review.CaseID, panel []string, o review.Outcome) {
	b.Helper()
	for _, a := range panel {
		b.do(b.Vote(b.Context(), as(a), id, 0, o, "for the reasons in the text"))
	}
}

func (b *bench) ruling(id review.CaseID, o review.Outcome, findings ...review.Finding) review.Ruling {
	r := review.Ruling{Outcome: o, Findings: findings, Answers: map[review.PointKey]string{}, Law: "ICCPR 9", Notice: "قررت الهيئة", Abstract: "a file", Victims: "نظرت الهيئة في ما قلتم", Binding: true}
	c := b.the(id)
	for _, p := range c.Points {
		r.Answers[p.Key] = "the register of March was read"
	}
	for _, issue := range c.Silent(r) {
		r.Findings = append(r.Findings, nothing(issue))
	}
	r.Hash = review.HashOf(r)
	return r
}

// nothing is that nothing is determined on an issue.
func nothing(issue review.AllegationID) review.Finding {
	f := review.Finding{ID: review.FindingID("nothing-" + issue), Allegation: issue, Law: "ICCPR 14(2)", Reasons: "what the panel read shows neither"}
	if issue == "" {
		f.Holding = review.A9
	}
	return f
}

func rests(on ...review.FactID) review.Finding {
	return review.Finding{ID: "d1", Allegation: "a1", Standard: review.P2, Law: "penal code", Relied: on, Reasons: "a document"}
}

// TestAWholeReview walks a case through the service on both engines, from its
// opening to a release that somebody else verified, and replays the ledger.
func TestAWholeReview(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		id := b.assembled()
		if f := b.the(id).Facts[0]; f.Bound != (review.Binding{Grade: 3, Judges: 2, Lies: true}) {
			t.Errorf("a fact is bound by %+v, whatever its author said of it", f.Bound)
		}
		panel := b.deliberating(id)
		b.vote(id, panel, review.Release)
		r := b.ruling(id, review.Release, rests("f1"))
		b.enter(id, panel[0], &review.DraftedBody{Ruling: r})
		for _, a := range panel {
			stale := as(a)
			stale.Fresh = false
			if err := b.Enter(t.Context(), stale, id, 0, &review.SignedBody{Hash: r.Hash, Fresh: true}); review.RuleOf(err) != "signatures" {
				t.Errorf("signed without password and code: %v", err)
			}
			b.enter(id, a, &review.SignedBody{Hash: r.Hash})
		}
		b.move(id, "reg", review.Decided)
		for _, whom := range []string{"person", "observer", "holder"} {
			b.enter(id, "reg", &review.NotifiedBody{Notified: review.Notified{Whom: whom}, Hash: r.Hash, Language: "ar", Spoken: true})
		}
		b.move(id, "reg", review.Notice)
		b.enter(id, "escort", &review.PlannedBody{Protection: true})
		b.enter(id, "reg", &review.ReleasedBody{})
		b.now = b.now.Add(24 * time.Hour)
		b.enter(id, "watch", &review.VerifiedBody{Contact: "family"})
		if c := b.the(id); c.State != review.Notice || c.Liberty.State != review.ReleaseVerified {
			t.Errorf("the case is at %s, %s", c.State, c.Liberty.State)
		}
		b.replayed()
		for seq := range b.the(id).Seq { // what the ledger's page lists of a review
			if e, _, err := b.store.Entry(t.Context(), seq); err != nil || e.Kind == review.ActDone && len(e.Subjects) > 0 {
				t.Fatalf("entry %d names what it is about: %v, %v", seq, e.Subjects, err)
			}
		}
	})
}

// TestVotesAtOnce: members who vote at the same moment lose no vote, and none is
// readable before the last.
func TestVotesAtOnce(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		id := b.assembled()
		panel := b.deliberating(id)
		b.do(b.Vote(t.Context(), as(panel[0]), id, 0, review.Release, "the secret word"))
		dump := &strings.Builder{}
		b.do(b.store.Dump(t.Context(), dump))
		if strings.Contains(dump.String(), "secret word") || strings.Contains(dump.String(), `\"outcome\":\"release\"`) {
			t.Error("a sealed vote can be read in the tables")
		}
		var wait sync.WaitGroup
		errs := make([]error, 8)
		for i := range errs {
			wait.Go(func() { errs[i] = b.Vote(t.Context(), as(panel[1+i%2]), id, 0, review.Release, "r") })
		}
		wait.Wait()
		var kept int
		for _, err := range errs {
			if err == nil {
				kept++
			} else if review.RuleOf(err) == "" {
				t.Errorf("a vote: %v", err)
			}
		}
		c := b.the(id)
		if kept != 2 || len(c.Votes) != 3 {
			t.Fatalf("%d votes were taken of two members, %d stand", kept, len(c.Votes))
		}
		for _, v := range c.Votes {
			if !v.Opened || v.Outcome != review.Release {
				t.Errorf("vote %+v", v)
			}
		}
	})
}

// TestConflictHidesTheCase: to whom a conflict stands, to a stranger and to
// nobody's case the answer is one.
func TestConflictHidesTheCase(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		id := b.assembled()
		for _, a := range []string{"officer", "watch"} {
			if c, err := b.Read(t.Context(), a, id); err != nil || c.ID != id {
				t.Fatalf("%s reads %v, %v", a, c, err)
			}
			if list, err := b.store.Board(t.Context(), a, review.Wanted{Limit: 10}); err != nil || len(list) != 1 {
				t.Fatalf("board of %s: %v, %v", a, list, err)
			}
		}
		b.enter(id, "officer", &review.DeclaredBody{Ties: []review.Ground{review.Kin}})
		if _, err := b.Read(t.Context(), "lawyer", id); err != review.ErrHidden {
			t.Errorf("the person's side reads the panel's file: %v", err)
		}
		for _, who := range []string{"officer", "stranger"} {
			for name, err := range map[string]error{
				"read":    failure(b.Read(t.Context(), who, id)),
				"absent":  failure(b.Read(t.Context(), who, "no such case")),
				"next":    failure(b.Next(t.Context(), who, id)),
				"act":     b.Enter(t.Context(), as(who), id, 0, &review.FlagBody{Flag: "foreigner", On: true}),
				"nowhere": b.Enter(t.Context(), as(who), "no such case", 0, &review.FlagBody{Flag: "foreigner", On: true}),
				"stale":   b.Enter(t.Context(), as(who), id, 1, &review.FlagBody{Flag: "foreigner", On: true}),
				"vote":    b.Vote(t.Context(), as(who), id, 0, review.Keep, "x"),
			} {
				if !errors.Is(err, review.ErrHidden) || err.Error() != review.ErrHidden.Error() {
					t.Errorf("%s by %s: %v", name, who, err)
				}
			}
			if list, err := b.store.Board(t.Context(), who, review.Wanted{Limit: 10}); err != nil || len(list) != 0 {
				t.Errorf("board of %s: %v, %v", who, list, err)
			}
		}
	})
}

func failure[T any](_ T, err error) error { return err }

// TestUndoneImportStopsTheSignature: the list a finding rests on is taken back
// between the draft and the signature.
func TestUndoneImportStopsTheSignature(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		id := b.assembled()
		panel := b.deliberating(id)
		b.vote(id, panel, review.Referral)
		b.vote(id, panel, review.ToCourt) // the first is no outcome for somebody in custody
		r := b.ruling(id, review.ToCourt, rests("f1"))
		b.enter(id, panel[0], &review.DraftedBody{Ruling: r}, &review.SignedBody{Hash: r.Hash})
		undone := b.undoImport()
		if err := b.Enter(t.Context(), as(panel[1]), id, 0, &review.SignedBody{Hash: r.Hash}); review.RuleOf(err) != "undone" {
			t.Errorf("signed what rests on nothing: %v", err)
		}
		if f := b.the(id).Facts[0]; f.Stopped < undone {
			t.Errorf("the fact is stopped by entry %d, want %d", f.Stopped, undone)
		}
		b.do(b.Follow(t.Context(), undone))
		b.replayed()
	})
}

// undoImport takes the office's list back.
func (b *bench) undoImport() int64 {
	b.Helper()
	var seq int64
	lines, err := b.store.Lines(b.Context(), journal.Filter{Kind: register.SourceImported, Limit: 1})
	b.do(err)
	b.do(b.Journal.Do(b.Context(), clerk("reg"), func(ctx context.Context, u *journal.Unit) error {
		e, err := u.Undo(ctx, lines[0].Seq, "columns had slipped", nil)
		seq = e.Seq
		return err
	}))
	return seq
}

// TestFollow marks facts as soon as what they rest on is undone.
func TestFollow(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		id := b.assembled()
		undone := b.undoImport()
		b.do(b.Follow(t.Context(), undone))
		if f := b.the(id).Facts[0]; f.Stopped != undone {
			t.Errorf("the fact is stopped by entry %d, want %d", f.Stopped, undone)
		}
	})
}

// TestTickAfterASleep: a server that was down finds every lapse at its hour.
func TestTickAfterASleep(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		opened := b.now
		id := b.open()
		b.now = b.now.Add(30 * 24 * time.Hour)
		b.do(b.Tick(t.Context()))
		c := b.the(id)
		if c.Liberty.State != review.DueForRelease || c.Liberty.Due != review.MicrosOf(opened.Add(24*time.Hour)) {
			t.Errorf("%s since %v", c.Liberty.State, c.Liberty.Due.Time())
		}
		n := c.Seq
		b.do(b.Tick(t.Context()))
		if b.the(id).Seq != n {
			t.Error("a second tick entered something")
		}
		b.replayed()
	})
}

// TestClockSetBack: where the server's clock stands before the newest entry,
// whoever works here can be told.
func TestClockSetBack(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		b.open()
		entered := b.now
		for back, want := range map[time.Duration]bool{0: false, time.Minute: false, 72 * time.Hour: true} {
			b.now = entered.Add(-back)
			at, err := b.Behind(t.Context())
			b.do(err)
			if at.IsZero() == want || want && !at.Equal(entered.Truncate(time.Microsecond)) {
				t.Errorf("a clock set back by %v: the newest entry is said to be of %v", back, at)
			}
		}
	})
}

// TestAccreditedOnce: the same accreditation, sent twice, is one entry.
func TestAccreditedOnce(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		x := review.Accreditation{Org: "org-new", Parts: []string{review.ObserverPart}, From: review.MicrosOf(b.now), Until: review.MicrosOf(b.now.Add(time.Hour))}
		b.do(b.Accredit(t.Context(), clerk("chair"), x, "examined"))
		before, err := b.store.Head(t.Context())
		b.do(err)
		b.do(b.Accredit(t.Context(), clerk("chair"), x, "examined"))
		after, err := b.store.Head(t.Context())
		b.do(err)
		if after.Size != before.Size {
			t.Errorf("sent twice: %d entries more", after.Size-before.Size)
		}
	})
}

// TestActAfterALapse: whoever acts first after the hour finds the lapse entered.
func TestActAfterALapse(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		id := b.open()
		b.now = b.now.Add(25 * time.Hour)
		b.check(id, "reg", review.BasisAsked)
		if c := b.the(id); c.Liberty.State != review.DueForRelease {
			t.Errorf("custody went on: %s", c.Liberty.State)
		}
	})
}

func TestPolicyInForce(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		id := b.open()
		text := mandate(b)
		if _, err := b.SetPolicy(t.Context(), clerk("reg"), []byte(text), "again"); review.RuleOf(err) != "once" {
			t.Errorf("a version twice: %v", err)
		}
		text = strings.Replace(text, "commission-1", "commission-2", 1)
		if _, err := b.SetPolicy(t.Context(), clerk("reg"), []byte(text), ""); review.RuleOf(err) != "reasons" {
			t.Errorf("a change without a reason: %v", err)
		}
		if _, err := b.SetPolicy(t.Context(), clerk("reg"), []byte(strings.Replace(text, "quorum: 3", "quorum: 0", 1)), "x"); !errors.Is(err, review.ErrRefused) {
			t.Errorf("quorum 0: %v", err)
		}
		before, err := b.store.Board(t.Context(), "reg", review.Wanted{Limit: 1})
		b.do(err)
		_, err = b.SetPolicy(t.Context(), clerk("reg"), []byte(strings.Replace(text, "intake: 24", "intake: 12", 1)), "shorter")
		b.do(err)
		after, err := b.store.Board(t.Context(), "reg", review.Wanted{Limit: 1})
		b.do(err)
		if got := after[0].Due.Time().Sub(before[0].Due.Time()); got != -12*time.Hour {
			t.Errorf("the clock of a case under way moved by %v", got)
		}
		if c := b.the(id); c.Policy != "commission-1" {
			t.Errorf("the case goes by %s", c.Policy)
		}
		b.replayed()
	})
}

func TestOneCaseAtATime(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		b.open()
		if _, err := b.Open(t.Context(), as("reg2"), b.man, true, "prison"); review.RuleOf(err) != "once" {
			t.Errorf("a second case on one person: %v", err)
		}
	})
}

func TestStaleAndRepeated(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		id := b.open()
		saw := b.the(id).Seq
		b.do(b.Enter(t.Context(), as("reg"), id, saw, &review.FlagBody{Flag: "foreigner", On: true}))
		if err := b.Enter(t.Context(), as("reg"), id, saw, &review.FlagBody{Flag: "foreigner"}); !errors.Is(err, journal.ErrConflict) {
			t.Errorf("a stale page: %v", err)
		}
		b.enter(id, "lawyer", &review.SubmittedBody{ID: "s1", Points: []string{"a point"}})
		if err := b.Enter(t.Context(), as("lawyer"), id, 0, &review.SubmittedBody{ID: "s1", Points: []string{"a point"}}); review.RuleOf(err) != "once" {
			t.Errorf("a submission sent twice: %v", err)
		}
		if err := b.Enter(t.Context(), review.Who{Actor: journal.Actor{Account: review.Machine}}, id, 0, &review.LapsedBody{}); !errors.Is(err, review.ErrHidden) {
			t.Errorf("somebody acts as the program: %v", err)
		}
	})
}

// TestOneMembersDay: a hearing counts in the day of every member who sat, so two
// chairs cannot double it.
func TestOneMembersDay(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		id := b.assembled()
		panel := b.called(id)
		at := review.MicrosOf(b.now)
		b.do(b.store.Write(t.Context(), func(ctx context.Context, tx journal.Tx) error {
			for i := range int64(8) { // under another chair
				if err := review.TablesOf(journal.Env{Tx: tx}).PutSitting(ctx, panel[2], at, 100000+i); err != nil {
					return err
				}
			}
			return nil
		}))
		if err := b.Enter(t.Context(), as(panel[0]), id, 0, hearingOf(panel)); review.RuleOf(err) != "cases a day" {
			t.Errorf("a ninth case of one member: %v", err)
		}
		b.now = b.now.Add(24 * time.Hour)
		b.enter(id, panel[0], hearingOf(panel))
		from, to := b.Day(review.MicrosOf(b.now))
		for _, a := range append(panel, "watch") {
			n, err := b.store.SittingsOf(t.Context(), a, from, to)
			b.do(err)
			if want := map[bool]int{true: 0, false: 1}[a == "watch"]; n != want {
				t.Errorf("%s sat %d times, want %d", a, n, want)
			}
		}
	})
}

// TestSitsOneDay: the cap is by the day of the office, and counts across cases.
func TestSitsOneDay(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		at := review.MicrosOf(b.now)
		var got []int
		b.do(b.store.Write(t.Context(), func(ctx context.Context, tx journal.Tx) error {
			tables := review.TablesOf(journal.Env{Tx: tx})
			for i := range int64(9) {
				if err := tables.PutSitting(ctx, "m1", at.Add(time.Duration(i)*time.Hour), 1000+i); err != nil {
					return err
				}
			}
			for _, w := range []struct{ from, to time.Duration }{{0, 9 * time.Hour}, {0, 8 * time.Hour}, {time.Hour, 2 * time.Hour}, {20 * time.Hour, 30 * time.Hour}} {
				n, err := tables.Sittings(ctx, "m1", at.Add(w.from), at.Add(w.to))
				if err != nil {
					return err
				}
				got = append(got, n)
			}
			n, err := tables.Sittings(ctx, "m2", 0, at.Add(time.Hour*100))
			got = append(got, n)
			return err
		}))
		if diff := cmp.Diff([]int{9, 8, 1, 0, 0}, got); diff != "" {
			t.Errorf("sittings (-want +got):\n%s", diff)
		}
	})
}

// TestVoteIsForItsRound: votes that cross are both taken, whatever page they were
// written on; the last vote of a round without a majority, sent twice by an
// impatient finger, is no vote of the next round.
func TestVoteIsForItsRound(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		id := b.assembled()
		panel := b.deliberating(id)
		saw := b.the(id).Seq
		for i, o := range []review.Outcome{review.Release, review.Keep, review.ToCourt} {
			b.do(b.Vote(t.Context(), as(panel[i]), id, saw, o, "reasons"))
		}
		if vs := b.the(id).Votes; len(vs) != 3 || !vs[0].Opened {
			t.Fatalf("votes %+v", vs)
		}
		if err := b.Vote(t.Context(), as(panel[2]), id, saw, review.ToCourt, "reasons"); !errors.Is(err, journal.ErrConflict) {
			t.Errorf("a vote of the round before is taken for this one: %v", err)
		}
		next := b.the(id).Seq
		b.do(b.Vote(t.Context(), as(panel[0]), id, next, review.Release, "reasons"))
		if err := b.Vote(t.Context(), as(panel[2]), id, saw, review.ToCourt, "reasons"); !errors.Is(err, journal.ErrConflict) {
			t.Errorf("a vote of the round before, beside one of this: %v", err)
		}
		b.do(b.Vote(t.Context(), as(panel[2]), id, next, review.Release, "reasons"))
	})
}

// TestSentTwiceOverALapse: a form that is sent twice while a clock runs out is
// taken once.
func TestSentTwiceOverALapse(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		id := b.open()
		saw := b.the(id).Seq
		b.now = b.now.Add(30 * 24 * time.Hour)
		errs := make([]error, 8)
		var all sync.WaitGroup
		for i := range errs {
			all.Go(func() {
				errs[i] = b.Enter(t.Context(), as("watch"), id, saw, &review.ObjectedBody{ID: b.id(), Why: "why is he held?"})
			})
		}
		all.Wait()
		took := 0
		for _, err := range errs {
			if err == nil {
				took++
			} else if !errors.Is(err, journal.ErrConflict) {
				t.Errorf("sent again: %v", err)
			}
		}
		if n := len(b.the(id).Objections); n != took || n > 1 {
			t.Errorf("%d were answered as taken, %d objections stand", took, n)
		}
	})
}
