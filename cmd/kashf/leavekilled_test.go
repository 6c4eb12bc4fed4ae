package main

import (
	"context"
	"encoding/base64"
	"encoding/json"
	mrand "math/rand/v2"
	"net/http"
	"net/url"
	"path/filepath"
	"testing"
	"time"

	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/review"
	"kashf.org/kashf/internal/review/victims"
)

// A leaver is somebody who told what was done, whom a case knows, and who leaves.
type leaver struct {
	telling
	link string
}

// leavers are n registrations, each told to the case at its beginning.
func (r *reviewed) leavers(n int) (id review.CaseID, out []leaver) {
	r.Helper()
	must := func(err error) {
		r.Helper()
		if err != nil {
			r.Fatal(err)
		}
	}
	r.open(func(ctx context.Context, d *deployment) {
		who := r.stage(ctx, d).as("liaison")
		rows, err := d.store.Board(ctx, who.Account, review.Wanted{Limit: 1, State: review.Intake})
		must(err)
		id = rows[0].ID
		c, err := d.store.Case(ctx, id)
		must(err)
		_, rs, err := d.store.Person(ctx, register.Sight{Machine: true}, c.Person)
		must(err)
		for range n {
			rid, err := d.victims.Register(ctx, who, secretly(victims.NamesOf(rs)[0]), true, []byte(secretMember+"\n"))
			must(err)
			must(d.victims.Judge(ctx, who, rid, id, true, "the same name"))
			x, err := d.victims.Get(ctx, who, rid)
			must(err)
			link := x.Links[0].ID
			must(d.victims.Protect(ctx, who, rid, link, victims.Protection{
				Victims: secretHarm, VictimsSafe: true, Person: secretName, PersonSafe: true, Contact: secretPhone, NoContact: true,
			}))
			out = append(out, leaver{telling{id: rid}, link})
		}
		for e, err := range d.store.Entries(ctx, 0) {
			must(err)
			for i := range out {
				out[i].entered(e)
			}
		}
	})
	return id, out
}

// entered takes an entry in, where it is of the registration.
func (x *leaver) entered(e journal.Entry) {
	var a victims.Act
	if e.Kind != victims.ActDone || json.Unmarshal(e.Body, &a) != nil || a.ID != x.id {
		return
	}
	x.acts, x.seals = append(x.acts, e.Seq), append(x.seals, []byte(base64.StdEncoding.EncodeToString(a.Sealed)[8:48]))
	if a.List != nil {
		x.list = a.List.Blob
	}
}

// wholly starts again and checks that somebody left wholly or not at all; it
// reports which.
func (o office) wholly(id review.CaseID, x leaver) (left bool) {
	o.Helper()
	o.open(func(ctx context.Context, d *deployment) {
		_, err := d.store.Registration(ctx, x.id)
		left = err != nil
		c, err := d.store.Case(ctx, id)
		if err != nil {
			o.Fatal(err)
		}
		for _, g := range c.Groups {
			if g.ID == x.link && (g.Standing == review.StandingLeft) != left {
				o.Errorf("the register says that they left: %v, the case says %s", left, g.Standing)
			}
		}
		if d.vault.Has(x.list) == left {
			o.Errorf("left %v, and their list is there: %v", left, d.vault.Has(x.list))
		}
		for _, seq := range x.acts {
			if e, _, err := d.store.Entry(ctx, seq); err != nil || (e.Body == nil) != left {
				o.Errorf("left %v, and entry %d says %q, %v", left, seq, e.Body, err)
			}
		}
	})
	if n := o.raw(x.seals); left && n != 0 || !left && n != len(x.seals) {
		o.Errorf("left %v, and %d of %d sealed texts are on the disk", left, n, len(x.seals))
	}
	return left
}

func newLeaving(t *testing.T) *reviewed {
	t.Helper()
	return &reviewed{office: worldOffice(t), cookies: map[string]string{}}
}

// The machine stops after the case was told that somebody left and before what
// they told is destroyed, or before the case was told: the next start goes on.
func TestLeavingCutOffAmongTheCases(t *testing.T) {
	r := newLeaving(t)
	id, all := r.leavers(1)
	cut := map[string]office{}
	r.open(func(ctx context.Context, d *deployment) {
		who, now := r.stage(ctx, d).as("liaison"), d.journal.Now
		d.journal.Now = func() time.Time { // the case's entry is being written
			if lines, err := d.store.Lines(ctx, journal.Filter{Kind: victims.ActDone, Limit: 1}); err == nil && len(lines) > 0 && cut["before the case"].TB == nil {
				if x, err := d.store.Registration(ctx, all[0].id); err == nil && x.Left != 0 {
					cut["before the case"] = r.copyTo(filepath.Join(t.TempDir(), "before"))
				}
			}
			return now()
		}
		remember := d.victims.Remember
		d.victims.Remember = func(e journal.Entry) error {
			cut["after the case"] = r.copyTo(filepath.Join(t.TempDir(), "after"))
			return remember(e)
		}
		if err := d.victims.Leave(ctx, who, all[0].id); err != nil {
			t.Fatal(err)
		}
	})
	if len(cut) != 2 {
		t.Fatalf("the machine stopped at %d moments, want 2", len(cut))
	}
	for when, o := range cut {
		if !o.wholly(id, all[0]) {
			t.Errorf("%s: what was begun is not carried through", when)
		}
		o.must("rebuild", "--check")
	}
	if !r.wholly(id, all[0]) {
		t.Error("who left is there")
	}
}

// TestLeavingKilled kills the running program in the middle of leaving, at moments
// drawn at random: after the next start somebody left wholly or not at all, and
// who was answered that they left, left.
func TestLeavingKilled(t *testing.T) {
	t.Parallel()
	r := newLeaving(t)
	r.bin = filepath.Join(program(t), "kashf")
	id, all := r.leavers(6)
	var account string
	r.open(func(ctx context.Context, d *deployment) { account = r.stage(ctx, d).as("liaison").Account })
	leave := func(at string, x leaver) bool {
		status, _, err := r.ask(http.MethodPost, at+"victims/"+x.id+"/leave", account, url.Values{"read": {"yes"}})
		return err == nil && status == http.StatusSeeOther
	}
	cmd, at := r.serving(r.bin)
	began := time.Now()
	if !leave(at, all[0]) {
		t.Fatal("nobody leaves: the test shows nothing")
	}
	takes := time.Since(began)
	cmd.Process.Kill()
	cmd.Wait()
	whole := 0
	for _, x := range all[1:] {
		cmd, at := r.serving(r.bin)
		if status, _, err := r.ask(http.MethodGet, at+"victims/"+x.id, account, nil); err != nil || status != http.StatusOK {
			t.Fatalf("the registration = %d, %v", status, err)
		}
		kill := time.AfterFunc(time.Duration(mrand.Int64N(int64(takes)/5)), func() { cmd.Process.Kill() })
		said := leave(at, x)
		cmd.Process.Kill()
		kill.Stop()
		cmd.Wait()
		left := r.wholly(id, x)
		if said && !left {
			t.Errorf("answered that they left, and they are there")
		}
		if left {
			whole++
		}
	}
	t.Logf("leaving takes %v; of %d who were cut off %d left", takes, len(all)-1, whole)
	r.must("rebuild", "--check")
}
