package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html"
	"io"
	mrand "math/rand/v2"
	"net/http"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/review"
)

// A reviewed is a deployment whose review goes on in a process that is killed.
type reviewed struct {
	office
	bin     string
	cookies map[string]string // account → session
	ops     []*reviewOp
	cases   []review.CaseID
}

// A reviewOp is one act that somebody sends, and how it is known in the ledger.
type reviewOp struct {
	what, account, path string
	onward              string // added to the path where the form is sent
	form                func(page string) url.Values
	// stands reports whether an entry is this act.
	stands func(e journal.Entry) bool
	acked  bool // the server said that it was entered
	done   bool // it is in the ledger
}

// TestKilledReview kills the running program while the people of several cases
// vote, sign, object, submit and reveal seeds at once. After each kill the next
// start works and everything verifies; what was acknowledged is there once, what
// was not is there once or not at all, every case is what its entries fold to,
// and votes that were all in are opened.
func TestKilledReview(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("skipped: kills processes for a minute")
	}
	r := newReviewed(t)
	random := mrand.New(mrand.NewPCG(uint64(time.Now().UnixNano()), 0))
	kills, lost := 0, 0
	for round := 0; ; round++ {
		var todo []*reviewOp
		for _, o := range r.ops {
			if !o.done {
				todo = append(todo, o)
			}
		}
		if len(todo) == 0 {
			break
		}
		if round == 60 {
			t.Fatalf("%d acts are never entered, %s among them", len(todo), todo[0].what)
		}
		random.Shuffle(len(todo), func(i, j int) { todo[i], todo[j] = todo[j], todo[i] })
		if r.killedAfter(todo, 1+random.IntN(16), time.Duration(random.IntN(8000))*time.Microsecond) {
			kills++
		}
		lost += r.check()
	}
	t.Logf("%d acts through %d kills; %d were entered and their answer lost", len(r.ops), kills, lost)
	if kills < 5 {
		t.Errorf("only %d kills: the drill shows nothing", kills)
	}
	r.twice()
	r.must("rebuild", "--check")
}

// killedAfter serves, sends acts from several hands at once, and kills the
// program a moment after so many were acknowledged. It reports whether the kill
// came before everything was sent.
func (r *reviewed) killedAfter(todo []*reviewOp, acks int, moment time.Duration) bool {
	cmd, at := r.serving(r.bin)
	var n atomic.Int64
	kill := sync.OnceFunc(func() {
		time.Sleep(moment)
		cmd.Process.Kill()
	})
	next := make(chan *reviewOp)
	var hands sync.WaitGroup
	for range 6 {
		hands.Go(func() {
			for o := range next {
				if o.acked = r.send(at, o); o.acked && n.Add(1) == int64(acks) {
					go kill()
				}
			}
		})
	}
	for _, o := range todo {
		next <- o
	}
	close(next)
	hands.Wait()
	cut := n.Load() < int64(len(todo))
	kill()
	cmd.Wait()
	return cut
}

// send does as a person does: opens the form, fills it in, and does so again
// where the case moved on meanwhile. It reports whether the act was acknowledged.
func (r *reviewed) send(at string, o *reviewOp) bool {
	for range 40 {
		status, page, err := r.ask(http.MethodGet, at+o.path, o.account, nil)
		if err != nil || status != http.StatusOK {
			return false
		}
		status, _, err = r.ask(http.MethodPost, at+o.path+o.onward, o.account, o.form(page))
		switch {
		case err != nil:
			return false
		case status == http.StatusSeeOther:
			return true
		case status != http.StatusConflict:
			r.Errorf("%s = %d", o.what, status)
			return false
		}
	}
	return false
}

var unfollowed = &http.Client{
	Timeout:       30 * time.Second,
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}

func (r *reviewed) ask(method, to, account string, form url.Values) (int, string, error) {
	q, err := http.NewRequestWithContext(r.Context(), method, to, strings.NewReader(form.Encode()))
	if err != nil {
		return 0, "", err
	}
	q.AddCookie(&http.Cookie{Name: "kashf", Value: r.cookies[account]})
	q.Header.Set("Sec-Fetch-Site", "same-origin")
	q.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	a, err := unfollowed.Do(q)
	if err != nil {
		return 0, "", err
	}
	defer a.Body.Close()
	b, err := io.ReadAll(a.Body)
	return a.StatusCode, string(b), err
}

// check starts again, and compares what the ledger has with what was said.
func (r *reviewed) check() (lost int) {
	r.Helper()
	for _, f := range r.verdict().Findings {
		if !strings.Contains(fmt.Sprint(f), "account ") { // the world changes one behind the ledger's back
			r.Fatalf("verify: %v", f)
		}
	}
	r.open(func(ctx context.Context, d *deployment) {
		if err := d.review.Tick(ctx); err != nil { // as the program does when it runs
			r.Fatal(err)
		}
		times := map[*reviewOp]int{}
		events := map[review.CaseID][]review.Event{}
		for e, err := range d.store.Entries(ctx, 0) {
			if err != nil {
				r.Fatal(err)
			}
			for _, o := range r.ops {
				if o.stands(e) {
					times[o]++
				}
			}
			if e.Kind == review.ActDone {
				id, ev, err := review.EventOf(e)
				if err != nil {
					r.Fatal(err)
				}
				events[id] = append(events[id], ev)
			}
		}
		for _, o := range r.ops {
			if n := times[o]; n > 1 || o.acked && n != 1 || o.done && n != 1 {
				r.Fatalf("%s: acknowledged %v, and %d times in the ledger", o.what, o.acked, n)
			}
			if times[o] == 1 && !o.done && !o.acked {
				lost++
			}
			o.done = times[o] == 1
		}
		r.folded(ctx, d, events)
	})
	return lost
}

// folded compares every case of the tables with the fold of its entries, and no
// vote waits unopened where all are in.
func (r *reviewed) folded(ctx context.Context, d *deployment, events map[review.CaseID][]review.Event) {
	r.Helper()
	for id, es := range events {
		c, err := d.store.Case(ctx, id)
		if err != nil {
			r.Fatal(err)
		}
		has, err := json.Marshal(c)
		if err != nil {
			r.Fatal(err)
		}
		want, err := json.Marshal(review.Fold(es))
		if err != nil {
			r.Fatal(err)
		}
		if !bytes.Equal(has, want) {
			r.Fatalf("case %s is not what its entries say:\n%s\n%s", id, has, want)
		}
	}
	for _, id := range r.cases {
		c := review.Fold(events[id])
		seen := map[string]bool{}
		for _, v := range c.Votes {
			if seen[v.Account] || len(c.Votes) == 3 && !v.Opened {
				r.Fatalf("case %s: votes %+v", id, c.Votes)
			}
			seen[v.Account] = true
		}
	}
}

// twice sends every vote, signature and seed again: none is entered twice.
func (r *reviewed) twice() {
	r.Helper()
	cmd, at := r.serving(r.bin)
	for _, o := range r.ops {
		if !strings.HasPrefix(o.what, "vote") && !strings.HasPrefix(o.what, "signature") && !strings.HasPrefix(o.what, "seed") {
			continue
		}
		_, page, err := r.ask(http.MethodGet, at+o.path, o.account, nil)
		if err != nil {
			r.Fatal(err)
		}
		status, _, err := r.ask(http.MethodPost, at+o.path+o.onward, o.account, o.form(page))
		if err != nil || status != http.StatusUnprocessableEntity && status != http.StatusNotFound {
			r.Errorf("%s again = %d, %v", o.what, status, err)
		}
	}
	cmd.Process.Kill()
	cmd.Wait()
	r.check()
}

var hiddenAnswer = regexp.MustCompile(`<input type="hidden" name="(saw|hash)" value="([^"]*)"`)

// filled is a form with its hidden fields and some answers.
func filled(answers url.Values) func(string) url.Values {
	return func(page string) url.Values {
		out := url.Values{}
		for _, m := range hiddenAnswer.FindAllStringSubmatch(page, -1) {
			out.Set(m[1], html.UnescapeString(m[2]))
		}
		for k, v := range answers {
			out[k] = v
		}
		return out
	}
}

// newReviewed makes cases that wait for votes, cases that wait for signatures and
// draws that wait for seeds, and everything that is to be sent.
func newReviewed(t *testing.T) *reviewed {
	t.Helper()
	r := &reviewed{office: worldOffice(t), bin: filepath.Join(program(t), "kashf"), cookies: map[string]string{}}
	r.open(func(ctx context.Context, d *deployment) {
		s := r.stage(ctx, d)
		plays := r.plays(s, 6)
		for i, p := range plays {
			p.open(false, "").assemble().hear()
			if i%2 == 1 {
				p.texted()
			}
		}
		for _, x := range s.steps {
			if err := x.do(); err != nil {
				t.Fatal(err)
			}
		}
		for i, p := range plays {
			r.cases = append(r.cases, p.id)
			for j, a := range p.bench {
				if i%2 == 0 {
					r.votes(p.id, a)
				} else {
					r.signs(p.id, a, j)
				}
			}
			for j := range 8 {
				r.writes(p.id, p.as("observer").Account, "objected", "why", fmt.Sprintf("objection %d of case %d", j, i))
				r.writes(p.id, p.as("lawyer").Account, "submitted", "points", fmt.Sprintf("point %d of case %d", j, i))
			}
		}
		r.seeds(s)
	})
	return r
}

// stage is the demo's stage over accounts that are there, with the real clock.
func (r *reviewed) stage(ctx context.Context, d *deployment) *stage {
	s := &stage{filler: &filler{d: d, accounts: map[string]access.Account{}}, ctx: ctx, start: time.Now()}
	all, err := d.access.Store.Accounts(ctx, "")
	if err != nil {
		r.Fatal(err)
	}
	now := time.Now()
	for _, a := range all {
		s.accounts[a.Login] = a
		token := access.Token(rand.Text())
		if err := d.access.Store.AddSession(ctx, access.Session{Hash: token.Hash(), Account: a.ID, StartedAt: now, SeenAt: now, StepUpAt: now}); err != nil {
			r.Fatal(err)
		}
		r.cookies[string(a.ID)] = string(token)
	}
	return s
}

// plays takes in a list of people, one for each case.
func (r *reviewed) plays(s *stage, n int) []*play {
	var list strings.Builder
	list.WriteString("الاسم الكامل,اسم الأم,سنة الولادة\n")
	for i, row := range strings.Split(strings.TrimSpace(longList(n, 99)), "\n")[1:] {
		f := strings.Split(row, ",")
		fmt.Fprintf(&list, "%s,%s,%d\n", f[0], f[1], 1950+i)
	}
	ids := things{accounts: map[string]access.AccountID{"data": s.accounts["data"].ID}}
	b := builder{ctx: s.ctx, d: s.d, t: &ids}
	l := b.take("data", register.Source{Name: "قائمة", Kind: "family", Owner: s.accounts["data"].Org, Sharing: register.ShareAll}, "crash.csv", list.String())
	if b.err != nil {
		r.Fatal(b.err)
	}
	var out []*play
	for i := range n {
		rec, err := s.d.store.RecordOf(s.ctx, register.Sight{Machine: true}, l.first+register.RecordID(i))
		if err != nil {
			r.Fatal(err)
		}
		out = append(out, &play{stage: s, person: rec.Person, record: rec.ID})
	}
	return out
}

// texted votes and writes the text, which then waits for signatures.
func (p *play) texted() *play {
	return p.then(func() error {
		for i := range p.bench {
			if err := p.d.review.Vote(p.ctx, p.member(i), p.id, 0, review.NoAction, "للأسباب الواردة في النص"); err != nil {
				return err
			}
		}
		c, err := p.d.store.Case(p.ctx, p.id)
		if err != nil {
			return err
		}
		x := p.ruling(review.NoAction)
		for _, pt := range c.Points {
			x.Answers[pt.Key] = "أخذت الهيئة بهذا، وتثبته الوثائق المرفقة."
		}
		return p.d.review.Enter(p.ctx, p.member(0), p.id, 0, &review.DraftedBody{Ruling: x})
	})
}

func actOf[T review.Body](e journal.Entry, id review.CaseID, account string, same func(T) bool) bool {
	if e.Kind != review.ActDone || e.Author != account {
		return false
	}
	of, ev, err := review.EventOf(e)
	b, ok := ev.Body.(T)
	return err == nil && of == id && ok && same(b)
}

func actsPath(id review.CaseID, act string) string {
	return "reviews/cases/" + string(id) + "/acts/" + act
}

func (r *reviewed) votes(id review.CaseID, account string) {
	r.ops = append(r.ops, &reviewOp{
		what: "vote in " + string(id) + " by " + account, account: account, path: actsPath(id, "voted"),
		form:   filled(url.Values{"outcome": {string(review.NoAction)}, "reasons": {"as the text says"}}),
		stands: func(e journal.Entry) bool { return actOf(e, id, account, func(*review.VotedBody) bool { return true }) },
	})
}

func (r *reviewed) signs(id review.CaseID, account string, n int) {
	dissent := fmt.Sprintf("dissent of seat %d", n)
	r.ops = append(r.ops, &reviewOp{
		what: "signature in " + string(id) + " by " + account, account: account, path: actsPath(id, "signed"),
		form: filled(url.Values{"dissent": {dissent}}),
		stands: func(e journal.Entry) bool {
			return actOf(e, id, account, func(b *review.SignedBody) bool { return b.Dissent == dissent })
		},
	})
}

// writes is an act with one text, by which it is known.
func (r *reviewed) writes(id review.CaseID, account, act, field, text string) {
	r.ops = append(r.ops, &reviewOp{
		what: act + ": " + text, account: account, path: actsPath(id, act), form: filled(url.Values{field: {text}}),
		stands: func(e journal.Entry) bool {
			return actOf(e, id, account, func(b *review.ObjectedBody) bool { return b.Why == text }) ||
				actOf(e, id, account, func(b *review.SubmittedBody) bool { return len(b.Points) == 1 && b.Points[0] == text })
		},
	})
}

// seeds begins draws, which freeze with the last hash; each organisation is to reveal its seed.
func (r *reviewed) seeds(s *stage) {
	logins := []string{"jurist", "rights", "expert", "jurist2", "rights2", "expert2"}
	var orgs []string
	for _, l := range logins {
		orgs = append(orgs, s.as(l).Org)
	}
	must := func(err error) {
		r.Helper()
		if err != nil {
			r.Fatal(err)
		}
	}
	id, err := s.d.review.BeginDraw(s.ctx, s.as("registrar"))
	must(err)
	seed := func(j int) string { return hex.EncodeToString(bytes.Repeat([]byte{byte(j + 1)}, review.SeedSize)) }
	for j, l := range logins {
		must(s.d.review.CommitSeed(s.ctx, s.as(l), id, review.CommitSeed(id, orgs[j], seed(j))))
	}
	for j, l := range logins {
		r.ops = append(r.ops, &reviewOp{
			what: fmt.Sprintf("seed %d of draw %s", j, id), account: s.as(l).Account, path: "reviews/draws/" + id, onward: "/seed",
			form: func(string) url.Values { return url.Values{"value": {seed(j)}} },
			stands: func(e journal.Entry) bool {
				if e.Kind != review.DrawStep {
					return false
				}
				b, err := journal.Decode[review.DrawBody](e)
				return err == nil && b.Draw == id && b.Seed == seed(j)
			},
		})
	}
}
