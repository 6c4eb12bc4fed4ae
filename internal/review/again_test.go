package review_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"kashf.org/kashf/internal/review"
	"kashf.org/kashf/internal/review/victims"
	"kashf.org/kashf/internal/store"
)

const searchAgain = "the victims' register searched again"

// searched walks a case to the votes, its register searched, with the register
// that may reopen that.
func (b *bench) searched() (review.CaseID, []string, *victims.Service) {
	b.Helper()
	id := b.assembled()
	b.alleged(id)
	reg, _ := b.registry()
	b.Likenesses = reg.Waiting
	return id, b.deliberating(id), reg
}

// reopened reports whether a step of the case waits for the register.
func (b *bench) reopened(id review.CaseID) bool {
	b.Helper()
	steps, err := b.Next(b.Context(), "reg", id)
	b.do(err)
	return slices.ContainsFunc(steps, lacksSearch)
}

func lacksSearch(o review.Open) bool {
	return slices.ContainsFunc(o.Missing, func(r *review.Refusal) bool { return r.Missing == searchAgain })
}

func (b *bench) register(reg *victims.Service, x victims.Told) string {
	b.Helper()
	id, err := reg.Register(b.Context(), clerk("liaison"), x, false, nil)
	b.do(err)
	return id
}

func other() victims.Told {
	x := told()
	x.Place, x.Unit, x.From, x.To, x.Names = "سجن عدرا", "الفرع 227", "2018", "2019", []string{"وائل جميل الترك"}
	return x
}

func asksSearch(t review.Task) bool {
	return t.Act == "checked" && t.Of == string(review.VictimsMatched)
}

// TestRegisteredAfterTheSearch: whoever registers after the register was searched
// holds up the signature and the outcome until the liaison has judged, moves no
// clock, and is no entry of the case. Those who read the whole file learn that the
// register has to be searched again; for everybody else nothing changed at all.
func TestRegisteredAfterTheSearch(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		id, panel, reg := b.searched()
		b.vote(id, panel, review.Release)
		r := b.ruling(id, review.Release, rests("f1"))
		b.enter(id, panel[0], &review.DraftedBody{Ruling: r}, &review.SignedBody{Hash: r.Hash})
		everybody := append([]string{"reg", "chair", "officer", "second", "watch", "lawyer", "delegate", "court", "escort"}, panel...)
		whole := func(who string) bool {
			return slices.Contains(append([]string{"reg", "chair", "officer", "second", "watch"}, panel...), who)
		}
		before, was := map[string]review.Seen{}, b.the(id)
		for _, who := range everybody {
			x, err := b.See(t.Context(), who, id)
			b.do(err)
			before[who] = x
		}

		rid := b.register(reg, told())
		if err := b.Enter(t.Context(), as(panel[1]), id, 0, &review.SignedBody{Hash: r.Hash}); missing(err) != searchAgain {
			t.Errorf("signed over a registration that waits: %v", err)
		}
		if err := b.Enter(t.Context(), as("reg"), id, 0, &review.MovedBody{From: review.Deliberation, To: review.Decided}); missing(err) != searchAgain {
			t.Errorf("decided over a registration that waits: %v", err)
		}
		if err := b.Enter(t.Context(), as("lawyer"), id, 0, &review.SignedBody{Hash: r.Hash}); review.RuleOf(err) != "role" {
			t.Errorf("the person's side learns of it: %v", err)
		}
		if now := b.the(id); !reflect.DeepEqual(now, was) {
			t.Errorf("a registration changed the case: %+v, was %+v", now, was)
		}
		x, err := b.See(t.Context(), "liaison", id)
		b.do(err)
		if !slices.ContainsFunc(x.Tasks, asksSearch) {
			t.Errorf("the liaison has no task: %+v", x.Tasks)
		}
		for _, who := range everybody {
			x, err := b.See(t.Context(), who, id)
			b.do(err)
			if !reflect.DeepEqual(x.Tasks, before[who].Tasks) || !reflect.DeepEqual(x.Clocks, before[who].Clocks) {
				t.Errorf("%s has other tasks or clocks: %+v, had %+v", who, x.Tasks, before[who].Tasks)
			}
			if got := slices.ContainsFunc(x.Steps, lacksSearch); got != whole(who) {
				t.Errorf("%s reads of a new search: %v", who, got)
			}
			now, then := x, before[who]
			now.Steps, then.Steps = nil, nil
			if j, k := asJSON(t, now), asJSON(t, then); j != k {
				t.Errorf("%s reads another case:\n%s\nread\n%s", who, j, k)
			}
		}

		b.do(reg.Judge(t.Context(), clerk("liaison"), rid, id, false, "رجل آخر"))
		b.enter(id, panel[1], &review.SignedBody{Hash: r.Hash})
		b.enter(id, panel[2], &review.SignedBody{Hash: r.Hash})
		b.move(id, "reg", review.Decided)
		b.replayed()
	})
}

func missing(err error) string {
	if r, ok := errors.AsType[*review.Refusal](err); ok {
		return r.Missing
	}
	return ""
}

func asJSON(t *testing.T, x any) string {
	t.Helper()
	text, err := json.Marshal(x)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestRegisteredWhileCustodyRuns: the hour at which custody loses its ground comes
// while a registration holds up the signature, at the moment it had before.
func TestRegisteredWhileCustodyRuns(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		id, _, reg := b.searched()
		k, err := b.See(t.Context(), "watch", id)
		b.do(err)
		b.register(reg, told())
		ends := review.Micros(0)
		for _, c := range k.Clocks {
			if c.Custody && (ends == 0 || c.Due < ends) {
				ends = c.Due
			}
		}
		if ends == 0 {
			t.Fatalf("no clock runs on the custody: %+v", k.Clocks)
		}
		b.now = ends.Time().Add(time.Second)
		b.do(b.Tick(t.Context()))
		if c := b.the(id); c.Liberty.State != review.DueForRelease || c.Liberty.Due != ends {
			t.Errorf("custody is %s from %v, want its end at %v", c.Liberty.State, c.Liberty.Due.Time(), ends.Time())
		}
		if !b.reopened(id) {
			t.Error("the registration no longer waits")
		}
	})
}

// TestRegisteredAfterTheOutcome: a registration that comes after the outcome undoes
// nothing. The liaison is asked to look; a group that comes of it submits late,
// asks for a review of the outcome, and its point is put to the appeal panel,
// which signs nothing either while another one waits.
func TestRegisteredAfterTheOutcome(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		id, panel, reg := b.searched()
		b.vote(id, panel, review.Release)
		r := b.ruling(id, review.Release, rests("f1"))
		b.enter(id, panel[0], &review.DraftedBody{Ruling: r})
		for _, a := range panel {
			b.enter(id, a, &review.SignedBody{Hash: r.Hash})
		}
		b.move(id, "reg", review.Decided)
		was := b.the(id)
		rid := b.register(reg, told())
		if !reflect.DeepEqual(was, b.the(id)) || b.reopened(id) {
			t.Error("a registration after the outcome touched the case")
		}
		x, err := b.See(t.Context(), "liaison", id)
		b.do(err)
		if !slices.ContainsFunc(x.Tasks, asksSearch) {
			t.Errorf("the liaison is not asked to look: %+v", x.Tasks)
		}
		b.do(reg.Judge(t.Context(), clerk("liaison"), rid, id, true, "الاسم والمكان نفسهما"))
		y, err := reg.Get(t.Context(), clerk("liaison"), rid)
		b.do(err)
		link := y.Links[0].ID
		b.do(reg.Protect(t.Context(), clerk("liaison"), rid, link, victims.Protection{Victims: "a", VictimsSafe: true, Person: "b", PersonSafe: true, Contact: "c", NoContact: true}))
		b.enter(id, "chair", &review.StandingBody{ID: link, Granted: true, Why: "families"})
		b.enter(id, "liaison", &review.RepresentedBody{ID: link, Delegate: "delegate"})
		b.enter(id, "delegate", review.Submit(b.id(), link, "he was seen at the gate"))
		if c := b.the(id); c.Late != 1 || len(c.Later) != 1 || c.Outcome.Hash != r.Hash {
			t.Fatalf("late %d, later %+v", c.Late, c.Later)
		}
		for _, whom := range []string{"person", "observer", "holder"} {
			b.enter(id, "reg", &review.NotifiedBody{Notified: review.Notified{Whom: whom}, Hash: r.Hash, Language: "ar", Spoken: true})
		}
		b.enter(id, "liaison", &review.NotifiedBody{Notified: review.Notified{Whom: "group", Group: link}, Hash: r.Hash, Language: "ar", Spoken: true})
		b.move(id, "reg", review.Notice)
		b.enter(id, "delegate", &review.AppealedBody{Ground: "new_fact", Why: "somebody saw him"})
		c := b.the(id)
		if c.State != review.Appeal || len(c.Later) != 0 || !slices.ContainsFunc(c.Points, func(p review.Point) bool { return slices.Contains(p.Groups, link) && !p.Answered }) {
			t.Errorf("the late point is not put to the appeal panel: %s, %+v", c.State, c.Points)
		}
		if b.reopened(id) {
			t.Error("what was judged is to be searched again")
		}
		b.register(reg, told())
		if !b.reopened(id) {
			t.Error("an appeal does not wait for a registration that came meanwhile")
		}
		b.replayed()
	})
}

// TestNobodyToSearch: where nobody plays the liaison nothing is signed, whatever
// the register has, and the registrar is asked to assign one.
func TestNobodyToSearch(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		id, _, _ := b.searched()
		if b.reopened(id) {
			t.Fatal("reopened by nothing")
		}
		b.enter(id, "liaison", &review.DeclaredBody{Ties: []review.Ground{review.Kin}})
		x, err := b.See(t.Context(), "reg", id)
		b.do(err)
		if !b.reopened(id) || !slices.Contains(x.Tasks, review.Task{Act: "assigned", Of: string(review.VictimsLiaison)}) {
			t.Errorf("without a liaison: reopened %v, tasks %+v", b.reopened(id), x.Tasks)
		}
		b.enter(id, "reg", &review.AssignedBody{Account: "liaison2", Org: "org-liaison", Role: review.VictimsLiaison})
		b.enter(id, "liaison2", &review.DeclaredBody{})
		if b.reopened(id) {
			t.Error("with a new liaison, and nobody registered, it waits still")
		}
	})
}

// TestOnlyWhatWaitsReopens: through any registering, mending, judging and leaving,
// a search is reopened exactly while somebody who agreed to be matched may concern
// the case and was not judged.
func TestOnlyWhatWaitsReopens(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		id, _, reg := b.searched()
		who := clerk("liaison")
		forms := map[string]func() victims.Told{
			"like": told, "other": other,
			"silent": func() victims.Told { x := told(); x.Agreed = nil; return x },
		}
		rapid.Check(t, func(rt *rapid.T) {
			waits := map[string]bool{}
			judged := map[string]bool{}
			for range rapid.IntRange(1, 8).Draw(rt, "acts") {
				form := rapid.SampledFrom([]string{"like", "other", "silent"}).Draw(rt, "form")
				var rid string
				if all := slices.Sorted(maps.Keys(waits)); len(all) > 0 {
					rid = rapid.SampledFrom(all).Draw(rt, "whom")
				}
				switch act := rapid.SampledFrom([]string{"register", "foreign", "mend", "judge", "leave"}).Draw(rt, "act"); {
				case act == "foreign": // told to another organisation, whose liaison this case has not
					x, err := reg.Register(t.Context(), clerk("elsewhere"), forms[form](), false, nil)
					b.do(err)
					b.do(reg.Leave(t.Context(), clerk("elsewhere"), x))
				case act == "register" || rid == "":
					waits[b.register(reg, forms[form]())] = form == "like"
				case act == "mend":
					b.do(reg.Change(t.Context(), who, rid, forms[form]()))
					waits[rid] = form == "like" && !judged[rid]
				case act == "judge" && waits[rid]:
					b.do(reg.Judge(t.Context(), who, rid, id, rapid.Bool().Draw(rt, "same"), "w"))
					waits[rid], judged[rid] = false, true
				case act == "leave":
					b.do(reg.Leave(t.Context(), who, rid))
					delete(waits, rid)
				}
				want := slices.Contains(slices.Collect(maps.Values(waits)), true)
				if got := b.reopened(id); got != want {
					rt.Fatalf("reopened %v, want %v: %v", got, want, waits)
				}
			}
			for rid := range waits {
				b.do(reg.Leave(t.Context(), who, rid))
			}
		})
	})
}

// TestTenThousandOthersReopenNothing registers ten thousand people who were harmed
// elsewhere, by others, after the search: the case is as it was, and one more who
// may concern it is found among them.
func TestTenThousandOthersReopenNothing(t *testing.T) {
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
	id, _, reg := b.searched()
	was := b.the(id)
	for i := range n {
		x := other()
		x.Place, x.Unit, x.From, x.To = fmt.Sprintf("مكان %d", i), fmt.Sprintf("الفرع %d", 1000+i), fmt.Sprint(2011+i%14), ""
		b.register(reg, x)
	}
	start := time.Now()
	if b.reopened(id) || !reflect.DeepEqual(was, b.the(id)) {
		t.Error("registrations of others reopened the search")
	}
	t.Logf("asked of %d registrations in %v", n, time.Since(start))
	start = time.Now()
	if b.reopened(id) {
		t.Error("reopened when asked again")
	}
	t.Logf("asked again in %v", time.Since(start))
	b.register(reg, told())
	if !b.reopened(id) {
		t.Error("the one that may concern the case is lost among the others")
	}
}
