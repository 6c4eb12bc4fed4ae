package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/identity"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/review"
)

// A seating is a case whose panel sits, on somebody of a list of their own.
type seating struct {
	id     review.CaseID
	record register.RecordID
	member string // login of one who sits
	name   string // of that one
}

// seatedWorld is the world with such a case, closed, so that whoever opens it
// twice begins with the same bytes.
func seatedWorld(t *testing.T) (data, keys fs.FS, x seating) {
	t.Helper()
	serveWorld(t) // makes it
	dir := filepath.Join(t.TempDir(), "seated")
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(os.CopyFS(dir, world.data))
	must(os.CopyFS(dir+".keys", world.keys))
	d, err := openDeployment(t.Context(), folder{Dir: dir}, slog.New(slog.DiscardHandler))
	must(err)
	must(cheapen(d, &atomic.Int64{}))
	s := &served{TB: t, things: world.ids, d: d}
	x = s.seat()
	must(d.Close())
	data, err = held(dir)
	must(err)
	keys, err = held(dir + ".keys")
	must(err)
	return data, keys, x
}

// seat walks a case to its hearing.
func (s *served) seat() (x seating) {
	s.Helper()
	st := &stage{filler: &filler{d: s.d, accounts: map[string]access.Account{}}, ctx: s.Context(), start: time.Now()}
	all, err := s.d.access.Store.Accounts(s.Context(), "")
	s.must(err)
	login := map[string]access.Account{}
	for _, a := range all {
		st.accounts[a.Login], login[string(a.ID)] = a, a
	}
	b := s.builder()
	in := b.take("data", register.Source{Name: "سجل البلدة", Kind: "family", Owner: s.archive, Sharing: register.ShareAll}, "town.csv",
		"الاسم الكامل,اسم الأم,سنة الولادة\nصفوان برهان الجندلي,غصون الشيحاوي,1974\n")
	s.must(b.err)
	x.record = in.first
	r, err := s.d.store.RecordOf(s.Context(), register.Sight{Machine: true}, in.first)
	s.must(err)
	p := &play{stage: st, person: r.Person, record: r.ID}
	p.custody().assemble().to(review.Panel).draw().seated(review.Member)
	for _, step := range st.steps {
		s.must(step.do())
	}
	x.id = p.id
	c, err := s.d.store.Case(s.Context(), x.id)
	s.must(err)
	for _, q := range c.Cast {
		if q.Role == review.Member && q.Left == 0 {
			x.member, x.name = login[q.Account].Login, login[q.Account].Name
		}
	}
	if x.member == "" {
		s.Fatal("nobody sits")
	}
	return x
}

// plant takes in two lists of one row each, which the archive alone reads and
// which are about the person of the case, and lets the register ask. cells are
// what stands in the columns of each of them.
func (s *served) plant(x seating, cells [2]string) (first taken) {
	s.Helper()
	b := s.builder()
	for i, text := range cells {
		in := b.take("data", register.Source{Name: fmt.Sprintf("دفتر %d", i), Kind: "family", Owner: s.archive, Sharing: register.ShareOwner}, "book.csv",
			"الاسم الكامل,اسم الأم,سنة الولادة,اسم القريب,اسم الضابط\nصفوان برهان الجندلي,غصون الشيحاوي,1974,"+text+"\n")
		s.must(b.err)
		_, err := s.d.identity.Judge(b.ctx, b.actor("data"), register.Sight{Machine: true}, identity.Answer{Left: x.record, Right: in.first, Verdict: register.SamePerson, Why: "one mother"})
		s.must(err)
		if i == 0 {
			first = in
		}
	}
	s.must(s.d.index.Refresh(b.ctx))
	s.must(s.d.review.Ask(b.ctx, x.id))
	return first
}

var (
	anyID   = regexp.MustCompile(`[0-9A-HJKMNP-TV-Z]{26}`)
	anyTime = regexp.MustCompile(`(?s)<time[^>]*>[^<]*</time>|\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?(\.\d+)?Z?|\b\d\d:\d\d\b`)
	anyHash = regexp.MustCompile(`\b[0-9a-f]{16,64}\b|[A-Za-z0-9+/_-]{43}=?`)
)

// maskedAnswer is an answer in which ids that were drawn by chance are numbered as they
// come, and moments and hashes are left out.
func maskedAnswer(a reply) string {
	h := a.header.Clone()
	h.Del("X-Request-Id")
	h.Del("Date")
	var out bytes.Buffer
	_ = h.Write(&out)
	text := requestNumber.ReplaceAllString(fmt.Sprintln(a.status)+out.String()+a.body, "")
	text = anyTime.ReplaceAllString(quiesce(text), "TIME")
	ids := map[string]string{}
	text = anyID.ReplaceAllStringFunc(text, func(id string) string {
		if ids[id] == "" {
			ids[id] = fmt.Sprintf("ID%d", len(ids))
		}
		return ids[id]
	})
	return anyHash.ReplaceAllString(text, "HASH")
}

// reached is everything that somebody who sits can ask the program for, each
// answer masked, in an order of its own.
func (s *served) reached(x seating, in taken, from int64) (at, answers []string) {
	s.Helper()
	add := func(what string, a reply) {
		at, answers = append(at, anyID.ReplaceAllString(what, "ID")), append(answers, maskedAnswer(a))
	}
	file := s.fileNo(x.record)
	tails := map[string][]string{"{act}": review.KindNames(), "{paper}": {"abstract", "notice", "victims"}, "{name}": {"form-en.docx"}}
	for _, rt := range s.routesOf() {
		method, path, _ := strings.Cut(rt.Pattern, " ")
		if method == http.MethodPost && (strings.Contains(path, "sign-out") || strings.Contains(path, "/account") || strings.Contains(path, "/first-steps")) {
			continue // the account's own
		}
		add(rt.Pattern, s.ask(s.reader(x.member), rt.Pattern))
		path = strings.NewReplacer("/reviews/cases/{id}", "/reviews/cases/"+string(x.id), "{fileno}", file, "{pair}", s.pair(x.record, in.first), "/lists/sources/{id}", "/lists/sources/"+string(in.source),
			"/lists/imports/{id}", "/lists/imports/"+string(in.id), "/attach/source/{id}", "/attach/source/"+string(in.source), "{case}", string(x.id), "{$}", "").Replace(path)
		paths := []string{path}
		if ph := placeholder.FindString(path); ph != "" {
			paths = nil
			for _, v := range append(slices.Clone(tails[ph]), "1") {
				paths = append(paths, placeholder.ReplaceAllLiteralString(path, v))
			}
		}
		for _, p := range paths {
			if p != strings.ReplaceAll(strings.TrimPrefix(rt.Pattern, method+" "), "{$}", "") {
				add(method+" "+p, s.sent(x.member, method, p, url.Values{"why": {"x"}, "do": {"tag"}}))
			}
		}
	}
	b := s.reader(x.member)
	for _, lang := range locale.Languages() {
		b.lang = lang
		for _, p := range []string{"/", "/reviews", "/reviews?state=panel", "/reviews/tasks", "/reviews/agenda", "/desk", "/exports", "/people/list", "/people/" + file, "/people/" + file + "/ties",
			"/ledger?subject=" + string(x.id), "/ledger?subject=" + in.first.String(), "/ledger?subject=" + string(in.source), "/ledger?kind=" + string(register.SourceImported), "/ledger?kind=review.act",
			"/reviews/cases/" + string(x.id), "/reviews/cases/" + string(x.id) + "/print", "/reviews/cases/" + string(x.id) + "?saw=1"} {
			add(lang+" "+p, b.get(p))
		}
		for _, q := range []url.Values{{"name": {x.name}}, {"name": {"صفوان برهان الجندلي"}}, {"mother": {"غصون الشيحاوي"}, "name": {"صفوان الجندلي"}}, {"name": {x.name}, "source": {string(in.source)}}} {
			add(lang+" search "+q.Encode(), b.post("/people", q))
		}
	}
	for seq := from; seq < s.length(); seq++ {
		for _, tail := range []string{"", "/proof", "/leaf", "/undo"} {
			p := fmt.Sprintf("/ledger/%d%s", seq, tail)
			add(p, b.get(p))
		}
	}
	return at, answers
}

// TestSourceOfAHit: what somebody who sits reads of the program does not depend on
// where in the register the hit about them stands: in which list, in which record,
// in which column, and which tie it would be. A cousin that was
// planted removes nobody, answered or not.
func TestSourceOfAHit(t *testing.T) {
	data, keys, x := seatedWorld(t)
	plants := [][2]string{
		{x.name + ",", "نجم الرمثان,"}, // a relative in the first book
		{"نجم الرمثان,", x.name + ","}, // one in the second
		{"نجم الرمثان,", "," + x.name}, // an officer there
	}
	var at, first []string
	causes := map[review.Hit]bool{}
	for i, cells := range plants {
		s := serveFrom(t, data, keys, world.ids)
		from := s.length()
		in := s.plant(x, cells)
		causes[s.askedOnce(x)] = true
		paths, answers := s.reached(x, in, from)
		if i == 0 {
			at, first = paths, answers
			shown := slices.ContainsFunc(answers, func(a string) bool { return strings.Contains(a, locale.For("en").T("review.question.open")) })
			if !shown || len(at) < 400 {
				t.Fatalf("%d answers, the question among them %v: the comparison shows nothing", len(at), shown)
			}
		} else {
			if !slices.Equal(paths, at) {
				t.Fatalf("other addresses were asked: %s", firstDifference(strings.Join(at, "\n"), strings.Join(paths, "\n")))
			}
			for j := range at {
				if answers[j] != first[j] {
					t.Errorf("%s tells where the hit stands: %s", at[j], firstDifference(first[j], answers[j]))
				}
			}
		}
		s.removesNobody(x)
	}
	if len(causes) != len(plants) {
		t.Errorf("the worlds differ in %d sources, want %d: %v", len(causes), len(plants), causes)
	}
}

// askedOnce is the cause of the one question that stands, as the roster's chair
// reads it.
func (s *served) askedOnce(x seating) review.Hit {
	s.Helper()
	seen, err := s.d.review.See(s.Context(), string(s.accounts["roster"]), x.id)
	s.must(err)
	var hits []review.Hit
	for _, q := range seen.Questions {
		if q.Account == string(s.accounts[x.member]) && !q.Answered {
			hits = append(hits, seen.Causes[q.ID]...)
		}
	}
	if len(hits) != 1 {
		s.Fatalf("the chair reads %+v, want one hit", hits)
	}
	return hits[0]
}

// removesNobody checks that the bench is whole while a question stands, after its
// day has passed, and when it was answered.
func (s *served) removesNobody(x seating) {
	s.Helper()
	whole := func(when string) {
		s.Helper()
		c, err := s.d.store.Case(s.Context(), x.id)
		s.must(err)
		n := 0
		for _, p := range c.Cast {
			if p.Role == review.Member && p.Left == 0 && !p.Conflicted() && c.MayRead(p.Account) {
				n++
			}
		}
		if n != 3 || c.State != review.Panel {
			s.Errorf("%s: %d sit in %s, want the three in %s", when, n, c.State, review.Panel)
		}
	}
	whole("asked")
	now := s.d.journal.Now
	s.d.journal.Now = func() time.Time { return now().Add(25 * time.Hour) }
	s.must(s.d.review.Lapse(s.Context(), x.id))
	whole("a day later")
	p := &play{stage: &stage{filler: &filler{d: s.d, accounts: map[string]access.Account{}}, ctx: s.Context()}, id: x.id}
	all, err := s.d.access.Store.Accounts(s.Context(), "")
	s.must(err)
	for _, a := range all {
		p.accounts[a.Login] = a
	}
	s.must(p.settle())
	whole("answered")
	if a := s.reader(x.member).get("/reviews/cases/" + string(x.id)); a.status != http.StatusOK {
		s.Errorf("the case as the member reads it then = %d", a.status)
	}
}
