package review_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/review"
	"kashf.org/kashf/internal/review/victims"
	"kashf.org/kashf/internal/store"
	"kashf.org/kashf/names"
)

// shelf keeps blobs as a vault does, without its encryption.
type shelf map[string][]byte

func (s shelf) Put(_ context.Context, r io.Reader) (string, int64, error) {
	b, err := io.ReadAll(r)
	sum := sha256.Sum256(b)
	id := "f-" + hex.EncodeToString(sum[:])
	s[id] = b
	return id, int64(len(b)), err
}

func (s shelf) Open(_ context.Context, id string) (io.ReadCloser, error) {
	b, ok := s[id]
	if !ok {
		return nil, errors.New("no such blob")
	}
	return io.NopCloser(bytes.NewReader(b)), nil
}

// registry is the victims' register of a bench.
func (b *bench) registry() (*victims.Service, shelf) {
	s := shelf{}
	b.Recordings = s
	return &victims.Service{
		Journal: b.Journal, Store: b.store, Vault: s, Sealer: seal{}, Reviews: b.Service, NewID: b.id, Rand: rand.Reader, Compare: names.NewComparer(names.Options{}),
	}, s
}

// What was told. Nobody in it lives.
const (
	hername   = "هالة منير الصباغ"
	herphone  = "0900 555 0142"
	herwords  = "ضربوا أخي أمامي"
	ourmember = "قاسم نديم العطار"
)

func told() victims.Told {
	return victims.Told{
		Name: hername, Link: "family", Harms: []string{"tortured"}, Harm: herwords, Place: "سجن صيدنايا", From: "2013", To: "2014", Unit: "الفرع 215",
		Names: []string{"سامر خليل الحلاق"}, Contact: herphone, Channel: "message", Wish: review.WishTold, Agreed: []string{"match"}, Support: true,
	}
}

// secrets are the words that must stand nowhere in clear.
var secrets = []string{hername, herphone, herwords, ourmember, "لأن المحكمة طلبت", "يسكن في حيها", "لا يعرفها", "لا طريق بينهما", "الاسم والمكان نفسهما"}

func (b *bench) alleged(id review.CaseID) {
	b.Helper()
	b.enter(id, "officer", &review.AllegedBody{Allegation: review.Allegation{ID: "a9", Conduct: review.B3, Place: "صيدنايا", Unit: "فرع 215", From: "2013-05", To: "2013-08"}})
}

// TestFromWhatWasToldToACase walks a registration to a group in a case: proposed
// to the liaison alone, with how it was reached; nothing in the case before a
// check passed; and nothing of it in clear in any table or entry.
func TestFromWhatWasToldToACase(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		id := b.assembled()
		b.alleged(id)
		reg, _ := b.registry()
		liaison, ctx := clerk("liaison"), t.Context()
		rid, err := reg.Register(ctx, liaison, told(), false, nil)
		b.do(err)
		silent := told()
		silent.Agreed = nil // agreed to nothing: never matched
		_, err = reg.Register(ctx, liaison, silent, false, nil)
		b.do(err)

		for _, other := range append([]string{"reg", "stranger"}, "chair", "officer", "watch", "lawyer", "delegate", "court", "escort") {
			if ms, err := reg.Proposals(ctx, other, liaison.Org, 0, 9); err != nil || ms.All > 0 || len(ms.Matches) > 0 {
				t.Errorf("%s is proposed %v, %v", other, ms, err)
			}
		}
		ps, err := reg.Proposals(ctx, "liaison", liaison.Org, 0, 9)
		b.do(err)
		ms := ps.Matches
		if len(ms) != 1 || ms[0].Registration != rid || ms[0].Case != id {
			t.Fatalf("proposed %+v", ms)
		}
		var how []victims.Ground
		for _, h := range ms[0].Hits {
			how = append(how, h.Ground)
		}
		if !slices.Equal(how, []victims.Ground{victims.SamePlace, victims.SameUnit, victims.SameTime, victims.SameName}) {
			t.Errorf("reached by %v", how)
		}
		if err := reg.Judge(ctx, clerk("officer"), rid, id, true, "x"); !errors.Is(err, register.ErrNotFound) {
			t.Errorf("the file officer judged a likeness: %v", err)
		}
		if err := reg.Judge(ctx, liaison, rid, id, true, " "); !errors.Is(err, victims.ErrWhy) {
			t.Errorf("judged without a reason: %v", err)
		}
		b.Likenesses = reg.Waiting
		searched := &review.CheckedBody{Check: review.VictimsMatched, Result: "searched"}
		err = b.Enter(ctx, as("liaison"), id, 0, searched)
		if r, ok := errors.AsType[*review.Refusal](err); !ok || r.Missing != "every likeness that waits for the liaison judged" {
			t.Errorf("searched while a likeness waits: %v", err)
		}
		if err := b.Enter(ctx, as("reg"), id, 0, searched); review.RuleOf(err) != "role" {
			t.Errorf("who is not the liaison learns of a likeness: %v", err)
		}
		b.do(reg.Judge(ctx, liaison, rid, id, true, "الاسم والمكان نفسهما"))
		if ms, _ := reg.Proposals(ctx, "liaison", liaison.Org, 0, 9); ms.All > 0 {
			t.Error("what was judged is proposed again")
		}
		b.enter(id, "liaison", searched) // nothing waits any more
		x, err := reg.Get(ctx, liaison, rid)
		b.do(err)
		link := x.Links[0].ID
		check := victims.Protection{Victims: "يسكن في حيها", Person: "لا يعرفها", Contact: "لا طريق بينهما", PersonSafe: true, NoContact: true}
		b.do(reg.Protect(ctx, liaison, rid, link, check))
		if n := len(b.the(id).Groups); n != 0 {
			t.Fatalf("after a check that failed the case knows %d groups", n)
		}
		check.VictimsSafe = true
		b.do(reg.Protect(ctx, liaison, rid, link, check))
		c := b.the(id)
		if len(c.Groups) != 1 || c.Groups[0].ID != link || c.Groups[0].Protected == 0 || c.Groups[0].Standing != review.StandingAsked {
			t.Fatalf("after a check that passed the case knows %+v", c.Groups)
		}
		b.enter(id, "chair", &review.StandingBody{ID: link, Granted: true, Why: "families"})
		b.enter(id, "liaison", &review.RepresentedBody{ID: link, Delegate: "delegate"})
		for name, sum := range map[string]string{"the person": "ضرب سامر خليل الحلاق الموقوفين", "the prison": "ضُرب الناس في سجن صيدنايا"} {
			if err := b.Enter(ctx, as("liaison"), id, 0, &review.NoticedBody{ID: link, Summary: sum}); review.RuleOf(err) != "anonymous abstract" {
				t.Errorf("a notice that names %s: %v", name, err)
			}
		}
		b.enter(id, "liaison", &review.NoticedBody{ID: link, Summary: "يُقال إن رجلًا ضرب من كانوا محتجزين."})

		later := told()
		later.Wish = review.WishNotTold
		b.do(reg.Change(ctx, liaison, rid, later))
		if g := b.the(id).Groups[0]; g.Wish != review.WishNotTold {
			t.Errorf("a changed wish does not bind in the case: %+v", g)
		}
		b.clear(t)
		b.do(reg.Leave(ctx, liaison, rid))
		if g := b.the(id).Groups[0]; g.Standing != review.StandingLeft {
			t.Errorf("who left takes part: %+v", g)
		}
		if _, err := reg.Get(ctx, liaison, rid); !errors.Is(err, register.ErrNotFound) {
			t.Errorf("who left can be read: %v", err)
		}
		b.replayed()
	})
}

// clear checks that no table and no entry has any of the secrets in clear.
func (b *bench) clear(t *testing.T) {
	t.Helper()
	var dump bytes.Buffer
	b.do(b.store.Dump(t.Context(), &dump))
	for _, s := range secrets {
		if bytes.Contains(dump.Bytes(), []byte(s)) {
			t.Errorf("%q stands in a table in clear", s)
		}
	}
	for e, err := range b.store.Entries(t.Context(), 0) {
		b.do(err)
		if e.Kind == victims.ActDone && len(e.Subjects) > 0 {
			t.Errorf("entry %d names what it is about: %v", e.Seq, e.Subjects)
		}
		for _, s := range secrets {
			if bytes.Contains(e.Body, []byte(s)) {
				t.Errorf("%q stands in entry %d in clear", s, e.Seq)
			}
		}
	}
}

// TestSealedList: a list is opened for a reason by its own organisation's
// liaison, each opening is an entry before the list is read, its hash is in the
// ledger, and two lists with the same words have different hashes.
func TestSealedList(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		b.assembled()
		reg, vault := b.registry()
		liaison, ctx := clerk("liaison"), t.Context()
		list := []byte(hername + "\n" + ourmember + "\n\n")
		var ids []string
		for range 2 {
			id, err := reg.Register(ctx, liaison, told(), true, list)
			b.do(err)
			ids = append(ids, id)
		}
		x, err := reg.Get(ctx, liaison, ids[0])
		b.do(err)
		y, err := reg.Get(ctx, liaison, ids[1])
		b.do(err)
		if x.List.Hash() == y.List.Hash() || x.List.Lines != 2 {
			t.Errorf("lists %+v, %+v: the same words give the same hash, or %d lines", x.List, y.List, x.List.Lines)
		}
		if sum := sha256.Sum256(list); x.List.Hash() == hex.EncodeToString(sum[:]) {
			t.Error("the hash in the ledger is that of the words: it can be guessed")
		}
		if _, err := reg.OpenList(ctx, liaison, ids[0], "  "); !errors.Is(err, victims.ErrWhy) {
			t.Errorf("opened without a reason: %v", err)
		}
		if _, err := reg.OpenList(ctx, clerk("other"), ids[0], "because"); !errors.Is(err, register.ErrNotFound) {
			t.Errorf("opened by another organisation: %v", err)
		}
		head, err := b.store.Head(ctx)
		b.do(err)
		got, err := reg.OpenList(ctx, liaison, ids[0], "لأن المحكمة طلبت")
		b.do(err)
		if !bytes.Equal(got, list) {
			t.Errorf("opened %q", got)
		}
		after, err := b.store.Head(ctx)
		b.do(err)
		if x, err = reg.Get(ctx, liaison, ids[0]); err != nil || len(x.Opened) != 1 || after.Size != head.Size+1 {
			t.Errorf("an opening gave %d entries, %d noted, %v", after.Size-head.Size, len(x.Opened), err)
		}
		if why, err := reg.Why(ids[0], x.Opened[0]); err != nil || why != "لأن المحكمة طلبت" {
			t.Errorf("the reason reads %q, %v", why, err)
		}
		named := false
		for e, err := range b.store.Entries(ctx, 0) {
			b.do(err)
			named = named || slices.Contains(e.Blobs, x.List.Blob)
		}
		if !named {
			t.Error("no entry has the hash of the list")
		}
		delete(vault, x.List.Blob) // an opening is noted also where the list is gone
		if _, err := reg.OpenList(ctx, liaison, ids[0], "again"); err == nil {
			t.Error("a list that is gone was opened")
		}
		if x, _ = reg.Get(ctx, liaison, ids[0]); len(x.Opened) != 2 {
			t.Errorf("%d openings are noted of two", len(x.Opened))
		}
		for name, bad := range map[string][]byte{"nothing": []byte(" \n"), "no text": {0xff, 0xfe, 'a'}, "a workbook": []byte("PK\x03\x04\x00"), "too large": bytes.Repeat([]byte("a\n"), victims.MaxList)} {
			if _, err := reg.Register(ctx, liaison, told(), true, bad); !errors.Is(err, victims.ErrList) {
				t.Errorf("a list of %s: %v", name, err)
			}
		}
		b.clear(t)
		b.replayed()
	})
}

// TestLikenesses: what is like enough to be proposed, and what is not.
func TestLikenesses(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		id := b.assembled()
		b.alleged(id)
		reg, _ := b.registry()
		nobody := func(x *victims.Told) { x.Names = nil }
		for name, x := range map[string]struct {
			change func(*victims.Told)
			want   bool
		}{
			"a name spelt otherwise":          {func(x *victims.Told) { *x = bare(*x); x.Names = []string{"سامر خليل حلاق"} }, true},
			"a name in Latin letters":         {func(x *victims.Told) { *x = bare(*x); x.Names = []string{"Samer Khalil al-Hallaq"} }, true},
			"somebody else":                   {func(x *victims.Told) { *x = bare(*x); x.Names = []string{"وائل جميل الترك"} }, false},
			"place and time":                  {func(x *victims.Told) { nobody(x); x.Unit = "" }, true},
			"unit and time":                   {func(x *victims.Told) { nobody(x); x.Place = "" }, true},
			"place and unit, no time":         {func(x *victims.Told) { nobody(x); x.From, x.To = "", "" }, true},
			"a place alone":                   {func(x *victims.Told) { nobody(x); x.Unit, x.From, x.To = "", "", "" }, false},
			"a time alone":                    {func(x *victims.Told) { nobody(x); x.Unit, x.Place = "", "" }, false},
			"place and unit at another time":  {func(x *victims.Told) { nobody(x); x.From, x.To = "2018", "2019" }, false},
			"another number of the same word": {func(x *victims.Told) { nobody(x); x.Place, x.Unit = "", "الفرع 227" }, false},
			"the place in Latin letters":      {func(x *victims.Told) { nobody(x); x.Unit, x.Place = "", "Sednaya" }, true},
		} {
			f := told()
			x.change(&f)
			rid, err := reg.Register(t.Context(), clerk("liaison"), f, false, nil)
			b.do(err)
			ps, err := reg.Proposals(t.Context(), "liaison", "org-liaison", 0, 9)
			ms := ps.Matches
			b.do(err)
			if got := slices.ContainsFunc(ms, func(m victims.Match) bool { return m.Registration == rid }); got != x.want {
				t.Errorf("%s: proposed %v, want %v", name, got, x.want)
			}
		}
	})
}

func bare(x victims.Told) victims.Told {
	x.Place, x.Unit, x.From, x.To = "", "", "", ""
	return x
}

// TestTenThousandThroughTheService: ten thousand submissions of the same points,
// each an entry of its own, are one point to answer, move no clock, and leave the
// case as quick to read as it was.
func TestTenThousandThroughTheService(t *testing.T) {
	const n = 10_000
	if testing.Short() {
		t.Skip("ten thousand entries")
	}
	s, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "kashf.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	b := newBench(t, s)
	id := b.assembled()
	b.enter(id, "liaison", &review.GroupBody{ID: "g1", Delegate: "delegate", Wish: review.WishOnlyRelease, Support: true})
	b.enter(id, "chair", &review.StandingBody{ID: "g1", Granted: true, Why: "families"})
	k := b.the(id)
	before, err := b.See(t.Context(), "watch", id)
	b.do(err)
	start := time.Now()
	spellings := []string{"من أعطى الأوامر؟", "مَن أعطى الأوامر", " من  أعطى الأوامـر ؟؟ "}
	for i := range n {
		b.do(b.Enter(t.Context(), as("delegate"), id, 0, review.Submit(fmt.Sprint("s", i), "g1", spellings[i%3])))
	}
	t.Logf("%d submissions in %v, %v each", n, time.Since(start), time.Since(start)/n)
	c := b.the(id)
	if len(c.Points) != 1 || c.Points[0].Times != n || c.Submitted != n {
		t.Fatalf("%d points of %d submissions", len(c.Points), c.Submitted)
	}
	start = time.Now()
	after, err := b.See(t.Context(), "watch", id)
	b.do(err)
	t.Logf("the case is read in %v", time.Since(start))
	for i, x := range after.Clocks {
		if x != before.Clocks[i] {
			t.Errorf("clock %s is at %d, was at %d", x.Name, x.Due, before.Clocks[i].Due)
		}
	}
	if len(c.Points)-len(k.Points) != 1 {
		t.Errorf("%d answers are owed", len(c.Points)-len(k.Points))
	}
}

// TestSpokenThroughTheService: a recording is kept, heard by whom it may be heard,
// and by nobody else; what is no recording is refused with words that say why.
func TestSpokenThroughTheService(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		id := b.assembled()
		_, _ = b.registry()
		b.enter(id, "liaison", &review.GroupBody{ID: "g1", Delegate: "delegate", Wish: review.WishTold, Support: true})
		b.enter(id, "chair", &review.StandingBody{ID: "g1", Granted: true, Why: "families"})
		sound := append([]byte("#!AMR\n"), bytes.Repeat(append([]byte{7 << 3}, make([]byte, 31)...), 100)...)
		for name, bad := range map[string][]byte{"a page": []byte("<html>"), "nothing": {}} {
			if err := b.Speak(t.Context(), as("delegate"), id, 0, review.Submit(b.id(), "g1", "gist"), bad, true); review.RuleOf(err) != "views by voice" {
				t.Errorf("%s: %v", name, err)
			}
		}
		said := review.Submit(b.id(), "g1", "they took him at night")
		b.do(b.Speak(t.Context(), as("delegate"), id, 0, said, sound, false))
		hears := map[string]bool{"liaison": true, "delegate": true}
		for _, a := range append([]string{"reg", "chair", "officer", "second", "watch", "lawyer", "liaison", "delegate", "court", "escort"}, "stranger") {
			_, r, err := b.Listen(t.Context(), a, id, said.ID)
			if (err == nil) != hears[a] || err != nil && !errors.Is(err, review.ErrHidden) {
				t.Errorf("%s hears the victims: %v", a, err)
			}
			if err == nil {
				got, _ := io.ReadAll(r)
				if !bytes.Equal(got, sound) {
					t.Error("another recording")
				}
			}
		}
		if p := b.the(id).Points; !strings.Contains(string(p[len(p)-1].Key), "tookhim") {
			t.Errorf("the gist is no point: %v", p)
		}
		b.replayed()
	})
}
