package main

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/desk"
	"kashf.org/kashf/internal/export"
	"kashf.org/kashf/internal/identity"
	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/review"
	"kashf.org/kashf/internal/web"
)

const (
	plainList = `الاسم الكامل,اسم الأم,سنة الولادة,المحافظة,رقم الموقوف
وسيم رياض الشهابي,نجاح العظم,1971,حماة,88001
`
	// kinList names two people in whose reviews somebody has a conflict.
	kinList = `الاسم الكامل,اسم الأم,سنة الولادة,المحافظة,رقم الموقوف
زهير كاظم القنديلي,رئيفة الجمال,1979,ادلب,77123
لمياء شفيق الطحاوي,بهيجة الرزاز,1988,طرطوس,77124
`
)

// A conflicted is two files of a list that everyone may read, with all that
// hangs on them.
type conflicted struct {
	taken
	item, judgement, task, note, export, photo, consent string
}

// kin takes a list in, writes about its people, and links the register.
func (s *served) kin() conflicted {
	s.Helper()
	b := s.builder()
	in := b.take("data", register.Source{Name: "سجل الأهالي", Kind: "family", Owner: s.archive, Sharing: register.ShareAll}, "kin.csv", kinList)
	s.must(b.err)
	return s.hang(in, "Qandili")
}

// hang writes about the first two people of a list whatever can hang on a file,
// each with a word that tells of them.
func (s *served) hang(in taken, word string) conflicted {
	s.Helper()
	b, k := s.builder(), conflicted{taken: in}
	k.item = b.attach("data", register.OfPerson, k.first.String(), "a letter about "+word, register.ShareAll)
	k.photo = b.pictured("data", k.first, register.C2, register.ShareAll)
	s.must(b.err)
	k.consent = s.consent(k.first, k.photo)
	ctx, all := s.Context(), register.Sight{Machine: true}
	j, err := s.d.identity.Judge(ctx, b.actor("data"), all, identity.Answer{Left: k.first, Right: k.first + 1, Verdict: register.CannotTell, Why: "too little is known of " + word})
	s.must(err)
	k.judgement = j.ID
	both := []register.RecordID{k.first, k.first + 1}
	put := func(it desk.Item) string {
		it.Records, it.Level = both, register.C2
		seq, err := s.d.desk.Put(ctx, b.actor("data"), it)
		s.must(err)
		e, _, err := s.d.store.Entry(ctx, seq)
		s.must(err)
		body, err := journal.Decode[desk.Body](e)
		s.must(err)
		return body.ID
	}
	k.task = put(desk.Item{Kind: desk.Task, Text: "call the mother of " + word, For: b.actor("analyst").Account})
	k.note = put(desk.Item{Kind: desk.Note, Text: word + " was seen in 2013", Shared: true})
	put(desk.Item{Kind: desk.Tag, Text: "to call"})
	requests := &export.Service{Journal: s.d.journal, Store: s.d.store, NewID: newID}
	k.export, err = requests.Ask(ctx, b.actor("data"), export.Request{Records: both, Why: "the commission asks for " + word, For: "the commission", Columns: export.Usual()})
	s.must(err)
	_, err = s.d.identity.Run(ctx, b.actor("data"), nil)
	s.must(err)
	s.must(s.d.index.Refresh(ctx))
	return k
}

// conflict has an account declare that it is kin to each of the persons.
func (s *served) conflict(login string, records ...register.RecordID) {
	s.Helper()
	ctx, b := s.Context(), s.builder()
	registrar, who := review.Who{Actor: b.actor("registrar")}, b.actor(login)
	for _, r := range records {
		rec, err := s.d.store.RecordOf(ctx, register.Sight{Machine: true}, r)
		s.must(err)
		id, err := s.d.review.Open(ctx, registrar, rec.Person, false, "")
		s.must(err)
		s.must(s.d.review.Enter(ctx, registrar, id, 0, &review.DeclaredBody{}))
		s.must(s.d.review.Enter(ctx, registrar, id, 0, &review.AssignedBody{Account: who.Account, Org: who.Org, Role: review.FileOfficer}))
		s.must(s.d.review.Enter(ctx, review.Who{Actor: who}, id, 0, &review.DeclaredBody{Ties: []review.Ground{review.Kin}}))
	}
}

// ids are a hidden and an absent id for each way that addresses name a part of a
// person's file.
func (s *served) ids(k conflicted) map[*regexp.Regexp][2]string {
	return map[*regexp.Regexp][2]string{
		regexp.MustCompile(`^/(people|attach/person|reviews/open)/\{`): {s.fileNo(k.first), s.d.fileNos.Format(beyond)},
		regexp.MustCompile(`^/matches/\{pair\}`):                       {s.pair(k.first, s.guest), s.pair(beyond, s.guest)},
		regexp.MustCompile(`^/matches/judgements/\{id\}`):              {k.judgement, newID()},
		regexp.MustCompile(`^/files/\{id\}`):                           {k.item, newID()},
		regexp.MustCompile(`^/desk/\{id\}`):                            {k.task, newID()},
		regexp.MustCompile(`^/photos/\{id\}`):                          {k.photo, newID()},
		regexp.MustCompile(`^/exports/\{id\}`):                         {k.export, newID()},
	}
}

var placeholder = regexp.MustCompile(`\{[a-z]+\}`)

// closedGuesses are all routes that name a part of a person's file, as the
// program has them: a screen that is added tomorrow is among them.
func (s *served) closedGuesses(k conflicted) []guess {
	var out []guess
	for _, rt := range s.routesOf() {
		method, path, _ := strings.Cut(rt.Pattern, " ")
		for at, id := range s.ids(k) {
			if !at.MatchString(path) {
				continue
			}
			first := placeholder.FindStringIndex(path)
			p := path[:first[0]] + "%s" + placeholder.ReplaceAllString(path[first[1]:], "list.csv")
			form := url.Values{"verdict": {"same"}, "why": {"it is the same man"}, "purpose": {"family_request"}, "detail": {"his mother asks for him"}, "kind": {"note"}, "text": {"x"}, "level": {"C2"}}
			out = append(out, guess{method, p, id[0], id[1], form})
		}
	}
	for _, subject := range []string{k.first.String(), k.item, k.judgement, k.task, k.photo, k.consent} {
		out = append(out, guess{http.MethodGet, "/ledger?subject=%s", subject, "1099511627775", nil})
	}
	return out
}

// From the moment a conflict stands, the person's own file in the register is
// not there for the account: by its number, by the id of anything that hangs on
// it, through any route that the program has.
func TestConflictClosesTheFileByID(t *testing.T) {
	s := serveWorld(t)
	k := s.kin()
	readers := []string{"analyst", "cases", "data", "observer"}
	for _, login := range readers {
		if a := s.reader(login).get("/people/" + s.fileNo(k.first)); a.status != http.StatusOK {
			t.Fatalf("the file as %s before there is a conflict = %d", login, a.status)
		}
	}
	for _, login := range readers {
		s.conflictAgain(login, k)
		s.unlearned(login, login, s.closedGuesses(k))
	}
	if a := s.reader("second.cases").get("/people/" + s.fileNo(k.first)); a.status != http.StatusOK {
		t.Errorf("the file as somebody without a conflict = %d", a.status)
	}
}

// conflictAgain is conflict where the persons may have a case already.
func (s *served) conflictAgain(login string, k conflicted) {
	s.Helper()
	b := s.builder()
	who := b.actor(login)
	for _, r := range []register.RecordID{k.first, k.first + 1} {
		rec, err := s.d.store.RecordOf(s.Context(), register.Sight{Machine: true}, r)
		s.must(err)
		ids, err := s.d.store.CasesOf(s.Context(), rec.Person)
		s.must(err)
		if len(ids) == 0 {
			s.conflict(login, r)
			continue
		}
		registrar := review.Who{Actor: b.actor("registrar")}
		s.must(s.d.review.Enter(s.Context(), registrar, ids[0], 0, &review.AssignedBody{Account: who.Account, Org: who.Org, Role: review.CourtLiaison}))
		s.must(s.d.review.Enter(s.Context(), review.Who{Actor: who}, ids[0], 0, &review.DeclaredBody{Ties: []review.Ground{review.Kin}}))
	}
}

// What somebody with a conflict reads is what it would be if the person had
// never been in any list: results, counts, choices, tasks. Every page that takes
// no id, and some that do, tell nothing of the file.
func TestConflictClosesTheFileInPages(t *testing.T) {
	s := serveWorld(t)
	b := s.builder()
	b.take("data", register.Source{Name: "سجل الأحياء", Kind: "family", Owner: s.archive, Sharing: register.ShareAll}, "plain.csv", plainList)
	s.must(b.err)
	_, err := s.d.identity.Run(t.Context(), b.actor("data"), nil)
	s.must(err)
	s.must(s.d.index.Refresh(t.Context()))
	same := []string{"/facilities", "/facilities/SED", "/facilities/SED/people", "/people/" + s.fileNo(s.first), "/lists/sources/" + string(s.open), "/desk", "/exports"}
	readers := []string{"analyst", "cases", "data", "observer"}
	read := func(login string) map[string]string {
		out := map[string]string{}
		for _, path := range same {
			out[path] = quiesce(s.reader(login).get(path).body)
		}
		for i, q := range searches() {
			a := s.reader(login).post("/people", q)
			if a.status == http.StatusTooManyRequests {
				t.Fatal("searches came too fast for the test")
			}
			_, results, _ := strings.Cut(a.body, `id="results"`) // the choice of lists comes before: the list itself is open
			out[fmt.Sprint(i, q)] = quiesce(results)
		}
		if login != "observer" {
			out["search"] = s.command("search", "--as", login, "--json", "زهير كاظم القنديلي")
		}
		return out
	}
	before := map[string]map[string]string{}
	for _, login := range readers {
		before[login] = read(login)
	}
	k := s.kin()
	if found := s.command("search", "--as", "analyst", "--json", "زهير كاظم القنديلي"); !strings.Contains(found, "القنديلي") {
		t.Fatal("the file is not found before there is a conflict: the test shows nothing")
	}
	h := hiding{taken: k.taken, item: k.item, judgement: k.judgement, photo: k.photo, consent: k.consent}
	h.source, h.id = "no list is hidden", "no list is hidden"
	h.paper, h.upload = h.item, k.task
	for _, login := range readers {
		s.conflictAgain(login, k)
		for what, now := range read(login) {
			if was := before[login][what]; now != was {
				t.Errorf("%s as %s is not what it was before the list came: %s", what, login, firstDifference(was, now))
			}
		}
	}
	for _, login := range readers {
		s.routesTellNothing(login, h, k)
	}
}

// routesTellNothing reads every page that there is.
func (s *served) routesTellNothing(login string, h hiding, k conflicted) {
	s.Helper()
	b := s.reader(login)
	for _, rt := range s.routesOf() {
		if strings.HasPrefix(rt.Pattern, http.MethodGet) && rt.Action != web.Public {
			s.tellsNothing(s.ask(b, rt.Pattern), []hiding{h})
		}
	}
	for _, path := range []string{"/lists/imports/" + string(k.id), "/lists/sources/" + string(k.source), "/browse?f=source&v=" + string(k.source)} {
		a := b.get(path)
		s.tellsNothing(a, []hiding{h})
	}
	size := s.length()
	for seq := size - 40; seq < size; seq++ {
		s.tellsNothing(b.get(fmt.Sprintf("/ledger/%d", seq)), []hiding{h})
	}
	c, err := s.d.store.ClosedTo(s.Context(), string(s.accounts[login]))
	s.must(err)
	org := s.builder().actor(login).Org
	v := register.Sight{Org: register.OrgID(org), Level: register.C3}
	all, err := s.d.store.Counts(s.Context(), v)
	s.must(err)
	v.Closed = c
	less, err := s.d.store.Counts(s.Context(), v)
	s.must(err)
	if less.Records != all.Records-2 || less.Persons != all.Persons-2 || less.Imports != all.Imports {
		s.Errorf("%s counts %+v where others count %+v, want two records and two persons less", login, less, all)
	}
	im, err := s.d.store.ImportOf(s.Context(), v, k.id)
	if err != nil || im.Taken != 0 || im.Read != 0 {
		s.Errorf("%s reads of the import that it brought %d of %d rows, %v, want none", login, im.Taken, im.Read, err)
	}
}

// A tie that two waive opens the file again; one that cannot be waived stays,
// also when the person's records move into another file.
func TestClosedFileFollowsThePerson(t *testing.T) {
	s := serveWorld(t)
	k := s.kin()
	s.conflict("analyst", k.first)
	account := string(s.accounts["analyst"])
	_, err := s.d.identity.Judge(t.Context(), s.builder().actor("data"), register.Sight{Machine: true}, identity.Answer{Left: s.second, Right: k.first, Verdict: register.SamePerson, Why: "one man"})
	s.must(err)
	s.must(s.d.index.Refresh(t.Context()))
	c, err := s.d.store.ClosedTo(t.Context(), account)
	s.must(err)
	if !c.Has(k.first) || !c.Has(s.second) {
		t.Errorf("of a file that was joined with another, closed is %v, want the whole", c.Records())
	}
	if a := s.reader("analyst").get("/people/" + s.fileNo(s.second)); a.status != http.StatusNotFound {
		t.Errorf("the joined file = %d, want 404", a.status)
	}
	p, err := s.d.access.Principal(t.Context(), access.AccountID(account))
	s.must(err)
	if !p.Closed.Has(k.first) {
		t.Error("the command line does not know what is closed to the account")
	}
}
