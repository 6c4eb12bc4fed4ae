package review_test

import (
	"context"
	"reflect"
	"slices"
	"testing"
	"time"

	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/register/sample"
	"kashf.org/kashf/internal/review"
)

// released walks on from the file to a release that somebody else saw, on findings
// that rest on the given facts.
func (b *bench) released(id review.CaseID, facts ...review.FactID) {
	b.Helper()
	panel := b.deliberating(id)
	b.vote(id, panel, review.Release)
	r := b.ruling(id, review.Release, rests(facts...))
	b.enter(id, panel[0], &review.DraftedBody{Ruling: r})
	for _, a := range panel {
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
}

func (b *bench) undoes(seq int64) int64 {
	b.Helper()
	b.do(b.Journal.Do(b.Context(), clerk("reg"), func(ctx context.Context, u *journal.Unit) error {
		e, err := u.Undo(ctx, seq, "it was a mistake", nil)
		seq = e.Seq
		return err
	}))
	return seq
}

// judgedBy has somebody judge that two rows are one person's.
func (b *bench) judgedBy(id string, left, right register.RecordID, by string) {
	b.Helper()
	b.do(b.Journal.Do(b.Context(), clerk(by), func(ctx context.Context, u *journal.Unit) error {
		return u.Env.Tx.(register.Tables).PutJudgement(ctx, register.Judgement{
			ID: id, Left: left, Right: right, Verdict: register.SamePerson, Why: "one mother", By: by, Org: "org-" + register.OrgID(by), At: b.now, Seq: 1,
		})
	}))
}

// TestUndoneUnderAnOutcome: where a link, an import or an item that an outcome
// rests on is undone afterwards, in a closed case too, the finding is marked, a
// correction is counted, once, and whoever answers for the case is told; custody
// and freedom stay as they are.
func TestUndoneUnderAnOutcome(t *testing.T) {
	for what, undo := range map[string]func(b *bench) (review.Ref, func() int64){
		"link": func(b *bench) (review.Ref, func() int64) {
			rec := b.alone("IM9", sample.Text(register.FullName, "سامر الحلاق"))
			b.judgedBy("JA", b.record, rec, "data")
			b.judgedBy("JB", b.record, rec, "other")
			b.joins(rec, register.PersonID(rec), b.man)
			return review.Ref{Record: int64(rec)}, func() int64 { b.joins(rec, b.man, register.PersonID(rec)); return b.judged() }
		},
		"import": func(b *bench) (review.Ref, func() int64) {
			return review.Ref{Record: int64(b.record)}, func() int64 { return b.undoImport() }
		},
		"item": func(b *bench) (review.Ref, func() int64) {
			item, seq := b.attach("officer", register.OfPerson, b.record.String(), register.C1, register.ShareAll)
			return review.Ref{Item: item}, func() int64 { return b.undoes(seq) }
		},
	} {
		for _, state := range []review.State{review.Notice, review.Closed} {
			t.Run(what+"/"+string(state), func(t *testing.T) {
				engines(t, func(t *testing.T, b *bench) {
					id := b.assembled()
					ref, undone := undo(b)
					b.enter(id, "officer", &review.FactBody{Fact: review.Fact{
						ID: "f2", Kind: review.Document, Forum: review.OtherForum, Origin: "o2", About: "a1", Refs: []review.Ref{ref},
					}})
					b.released(id, "f1", "f2")
					if state == review.Closed {
						b.now = b.now.Add(90 * 24 * time.Hour)
						b.move(id, "reg", review.Final)
						b.move(id, "reg", review.Closed)
					}
					before := b.the(id)
					b.do(b.Follow(t.Context(), undone()))
					b.do(b.Follow(t.Context(), b.judged()))
					after := b.the(id)
					if after.State != state || !reflect.DeepEqual(after.Liberty, before.Liberty) {
						t.Errorf("%s, %+v; it was %+v", after.State, after.Liberty, before.Liberty)
					}
					if !stopped(after, "f2") || after.Corrections != before.Corrections+1 || len(after.Lapses) != len(before.Lapses) {
						t.Errorf("%d corrections, was %d; facts %+v", after.Corrections, before.Corrections, after.Facts)
					}
					if i := slices.IndexFunc(after.Findings, func(f review.Held) bool { return f.ID == "d1" }); i < 0 || after.Findings[i].Stopped == 0 {
						t.Errorf("the finding stands: %+v", after.Findings)
					}
					for who, told := range map[string]bool{"reg": true, "watch": true, "chair": true, "lawyer": false, "officer": false} {
						x, err := b.See(t.Context(), who, id)
						b.do(err)
						if slices.Contains(x.Tasks, review.Task{Act: "undone"}) != told {
							t.Errorf("%s is told of: %v", who, x.Tasks)
						}
					}
					b.replayed()
				})
			})
		}
	}
}
