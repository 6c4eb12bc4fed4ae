package review_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/register/sample"
	"kashf.org/kashf/internal/review"
)

// alone enters a record that is a person of its own.
func (b *bench) alone(id string, claims ...register.Claim) register.RecordID {
	return b.listed(id, nil, claims)
}

// lists enters a further record of the man, as a list that somebody planted or
// did not.
func (b *bench) lists(id string, claims ...register.Claim) register.RecordID {
	return b.listed(id, &b.man, claims)
}

func (b *bench) listed(id string, of *register.PersonID, claims []register.Claim) register.RecordID {
	return b.listedIn("S", id, of, claims)
}

func (b *bench) listedIn(src register.SourceID, id string, of *register.PersonID, claims []register.Claim) register.RecordID {
	b.Helper()
	ctx := b.Context()
	first, err := b.store.Reserve(ctx, 1)
	b.do(err)
	rec := register.RecordID(first)
	b.do(b.store.BeginBatch(ctx, register.ImportID(id), rec))
	b.do(b.store.PutBatch(ctx, []register.StoredRecord{{ID: rec, Import: register.ImportID(id), Source: src, Row: 1, Claims: register.PackClaims(claims), Raw: register.PackCells([]string{"x"})}}))
	b.do(b.store.EndBatch(ctx, register.ImportID(id), 1))
	b.do(b.Journal.Do(ctx, clerk("data"), func(ctx context.Context, u *journal.Unit) error {
		if _, err := u.Append(ctx, journal.Draft{Kind: register.SourceImported, Body: register.ImportBody{
			ID: register.ImportID(id), Source: src, FileName: "l.csv", Original: "f", Rows: "r", Columns: []string{"name"}, Mapping: map[string]string{"name": "full_name"}, First: rec, Read: 1, Taken: 1,
		}}); err != nil {
			return err
		}
		if of == nil {
			return nil
		}
		return u.Env.Tx.(register.Tables).Apply(ctx, []register.Move{{Record: rec, From: register.PersonID(rec), To: *of}}, nil, 1)
	}))
	return rec
}

// staff gives accounts names.
func (b *bench) staff(names map[string]string) {
	b.Service.Known = func(_ context.Context, a string) (review.Known, error) {
		return review.Known{Name: names[a], Orgs: []string{"منظمة " + a}}, nil
	}
}

// A hit in the register opens one question, which the observer settles. The
// member is asked and reads nothing of what raised it; nobody is removed.
func TestRegisterRaisesTheQuestion(t *testing.T) {
	for name, c := range map[string]struct {
		claim  register.Claim
		known  string
		ground review.Ground // "" where nothing is asked
	}{
		"a relative's family, which few bear": {sample.Text(register.Relative, "أخوه نادر القنديلي"), "سلمى خالد القنديلي", review.Kin},
		"the same in Latin letters":           {sample.Text(register.Relative, "نادر القنديلي"), "Salma Qandili", review.Kin},
		"a family that very many bear":        {sample.Text(register.Relative, "نادر العلي"), "رنا خالد العلي", ""},
		"who told the source":                 {sample.Text(register.Informant, "هدى سليم المصري"), "هدى سليم المصري", review.SourceOf},
		"an officer":                          {sample.Text(register.OfficerName, "هدى سليم المصري"), "هدى سليم المصري", review.Holder},
		"the member's organisation":           {sample.Text(register.ArrestedBy, "منظمة watch"), "هدى سليم المصري", review.Holder},
		"nobody":                              {sample.Text(register.Relative, "سمير رؤوف الجمال"), "هدى سليم المصري", ""},
	} {
		t.Run(name, func(t *testing.T) {
			engines(t, func(t *testing.T, b *bench) {
				b.staff(map[string]string{"watch": c.known})
				rec := b.lists("IM2", sample.Text(register.FullName, "سامر خليل الحلاق"), c.claim)
				id := b.open()
				qs := b.the(id).Questions
				if c.ground == "" {
					if len(qs) != 0 {
						t.Fatalf("asked %+v, want nothing", qs)
					}
					return
				}
				if len(qs) != 1 || qs[0].Account != "watch" || qs[0].Answered {
					t.Fatalf("asked %+v, want one question to the observer", qs)
				}
				if p, _ := b.the(id).Part("watch"); p.Conflicted() {
					t.Error("a question removed somebody")
				}
				b.do(b.Ask(t.Context(), id))
				if n := len(b.the(id).Questions); n != 1 {
					t.Errorf("the same hit was asked about %d times", n)
				}
				chair, err := b.See(t.Context(), "chair", id)
				b.do(err)
				want := review.Hit{Ground: c.ground, Record: rec, Field: c.claim.Field.String()}
				if got := chair.Causes[qs[0].ID]; len(got) != 1 || got[0] != want {
					t.Errorf("the chair reads the cause %+v, want %+v", got, want)
				}
				asked, err := b.See(t.Context(), "watch", id)
				b.do(err)
				text, err := json.Marshal([]any{asked, asked.Events})
				b.do(err)
				for _, told := range []string{"sealed:", c.claim.Field.String(), c.claim.Value, `"Record":` + rec.String()} {
					if strings.Contains(string(text), told) {
						t.Errorf("who is asked is told %q", told)
					}
				}
				due := false
				for _, x := range asked.Clocks {
					due = due || x.Name == review.QuestionClock && x.Due == qs[0].At.Add(24*time.Hour)
				}
				if !due {
					t.Errorf("no clock of 24 hours runs on the question: %+v", asked.Clocks)
				}
				b.replayed()
			})
		})
	}
}

// What a member did in the file before is asked about; the cousin that somebody
// plants while the case is under way is asked about when the ledger has it.
func TestQuestionsFollowTheRegister(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		b.staff(map[string]string{"watch": "سلمى خالد القنديلي"})
		id := b.assembled()
		if qs := b.the(id).Questions; len(qs) != 0 {
			t.Fatalf("asked %+v before anything came", qs)
		}
		b.lists("IM3", sample.Text(register.FullName, "سامر خليل الحلاق"), sample.Text(register.Relative, "ابن عمه نادر القنديلي"))
		b.do(b.Journal.Do(t.Context(), clerk("data"), func(ctx context.Context, u *journal.Unit) error {
			_, err := u.Append(ctx, journal.Draft{Kind: register.SourceAdded, Body: register.BodyOf(register.Source{ID: "S2", Name: "x", Owner: "org-reg", Sharing: register.ShareAll, AddedAt: b.now})})
			return err
		}))
		h, err := b.store.Head(t.Context())
		b.do(err)
		b.do(b.Follow(t.Context(), h.Size-1))
		qs := b.the(id).Questions
		if len(qs) != 1 || qs[0].Account != "watch" {
			t.Fatalf("asked %+v, want one question to the observer", qs)
		}
		b.enter(id, "watch", &review.AnsweredBody{ID: qs[0].ID, Why: "no cousin of mine"})
		if p, _ := b.the(id).Part("watch"); p.Conflicted() || !b.the(id).MayRead("watch") {
			t.Error("a planted cousin removed the observer")
		}
	})
}
