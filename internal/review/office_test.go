package review_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/register/sample"
	"kashf.org/kashf/internal/review"
	"kashf.org/kashf/internal/review/victims"
	"kashf.org/kashf/internal/store"
	"kashf.org/kashf/internal/store/pgtest"
	"kashf.org/kashf/internal/store/storetest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// A bench is an office whose reviews are at work: a register with two records of
// one man, a policy with a mandate, a clock that tests move.
type bench struct {
	testing.TB
	store  *store.Store
	kinds  journal.Kinds
	now    time.Time
	man    register.PersonID
	record register.RecordID
	ids    int
	mu     sync.Mutex
	*review.Service
}

// seal is a box that a test can open and a reader of the table cannot read.
type seal struct{}

func (seal) Seal(plain, ad []byte) ([]byte, error) {
	return append([]byte("sealed:"+string(ad)+":"), []byte(hex.EncodeToString(plain))...), nil
}

func (seal) Open(box, ad []byte) ([]byte, error) {
	rest, ok := bytes.CutPrefix(box, []byte("sealed:"+string(ad)+":"))
	if !ok {
		return nil, errors.New("not sealed for this case")
	}
	return hex.DecodeString(string(rest))
}

func newBench(tb testing.TB, s *store.Store) *bench {
	tb.Helper()
	b := reopened(tb, s)
	b.furnish()
	return b
}

// reopened is an office over what is stored already.
func reopened(tb testing.TB, s *store.Store) *bench {
	tb.Helper()
	b := &bench{TB: tb, store: s, kinds: journal.Kinds{}, now: time.Date(2025, 3, 1, 9, 0, 0, 0, time.UTC)}
	b.kinds.Add(register.Kinds()...)
	b.kinds.Add(review.Kinds()...)
	b.kinds.Add(victims.Kinds()...)
	b.Service = &review.Service{
		Journal: &journal.Journal{Store: s, Kinds: b.kinds, Rand: rand.Reader, Now: func() time.Time { return b.now }},
		Store:   s, Sealer: seal{}, Rand: rand.Reader, NewID: b.id,
	}
	return b
}

func (b *bench) id() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.ids++
	return fmt.Sprintf("ID%04d", b.ids)
}

func (b *bench) do(err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}

func clerk(account string) journal.Actor {
	return journal.Actor{Account: account, Org: "org-" + account}
}

func as(account string) review.Who { return review.Who{Actor: clerk(account), Fresh: true} }

// furnish enters one record, and the policy.
func (b *bench) furnish() {
	b.Helper()
	ctx := b.Context()
	first, err := b.store.Reserve(ctx, 1)
	b.do(err)
	b.record, b.man = register.RecordID(first), register.PersonID(first)
	b.do(b.store.BeginBatch(ctx, "IM", b.record))
	b.do(b.store.PutBatch(ctx, []register.StoredRecord{{
		ID: b.record, Import: "IM", Source: "S", Row: 1,
		Claims: register.PackClaims([]register.Claim{sample.Text(register.FullName, "سامر خليل الحلاق")}), Raw: register.PackCells([]string{"x"}),
	}}))
	b.do(b.store.EndBatch(ctx, "IM", 1))
	b.do(b.Journal.Do(ctx, clerk("reg"), func(ctx context.Context, u *journal.Unit) error {
		src := register.Source{ID: "S", Name: "a list", Kind: "list_circulated", Owner: "org-reg", Sharing: register.ShareAll, AddedAt: b.now}
		if _, err := u.Append(ctx, journal.Draft{Kind: register.SourceAdded, Body: register.BodyOf(src)}); err != nil {
			return err
		}
		_, err := u.Append(ctx, journal.Draft{Kind: register.SourceImported, Body: register.ImportBody{
			ID: "IM", Source: "S", FileName: "l.csv", Original: "f", Rows: "r", Columns: []string{"name"}, Mapping: map[string]string{"name": "full_name"},
			First: b.record, Read: 1, Taken: 1,
		}})
		return err
	}))
	_, err = b.SetPolicy(ctx, clerk("reg"), []byte(mandate(b)), "the commission begins")
	b.do(err)
}

func mandate(tb testing.TB) string {
	tb.Helper()
	text, err := review.ShippedPolicy("commission")
	if err != nil {
		tb.Fatal(err)
	}
	return strings.NewReplacer(`instrument: ""`, `instrument: "Decree 1/2025"`, `issued_by: ""`, `issued_by: "the Assembly"`, `issued_on: ""`, `issued_on: "2025-01-05"`).Replace(string(text))
}

// enter enters acts of one account and fails where one is refused.
func (b *bench) enter(id review.CaseID, by string, acts ...review.Body) {
	b.Helper()
	for _, a := range acts {
		if err := b.Enter(b.Context(), as(by), id, 0, a); err != nil {
			b.Fatalf("%s by %s: %v", a.Kind(), by, err)
		}
	}
}

func (b *bench) the(id review.CaseID) *review.Case {
	b.Helper()
	c, err := b.store.Case(b.Context(), id)
	b.do(err)
	return c
}

var people = []struct {
	account string
	role    review.Role
}{
	{"chair", review.RosterChair}, {"officer", review.FileOfficer}, {"second", review.SecondAnalyst}, {"watch", review.Observer},
	{"lawyer", review.Representative}, {"liaison", review.VictimsLiaison}, {"delegate", review.VictimRepresentative},
	{"court", review.CourtLiaison}, {"escort", review.ProtectionOfficer},
}

func (b *bench) open() review.CaseID {
	b.Helper()
	id, err := b.Open(b.Context(), as("reg"), b.man, true, "prison")
	b.do(err)
	b.enter(id, "reg", &review.DeclaredBody{})
	b.watchers()
	for _, p := range people {
		b.enter(id, "reg", &review.AssignedBody{Account: p.account, Org: "org-" + p.account, Role: p.role})
		b.enter(id, p.account, &review.DeclaredBody{})
	}
	return id
}

// watchers accredits the observer's organisation.
func (b *bench) watchers() {
	b.Helper()
	from := review.MicrosOf(b.now)
	b.do(b.Accredit(b.Context(), clerk("chair"), review.Accreditation{Org: "org-watch", Parts: []string{review.ObserverPart}, From: from, Until: from.Add(24 * 365 * time.Hour)}, "examined"))
}

// roster accredits organisations and puts people of three parts on the roster.
func (b *bench) roster() {
	b.Helper()
	ctx := b.Context()
	for i, part := range []string{"jurist", "human_rights_organisation", "specialist", "jurist", "human_rights_organisation", "specialist", "jurist", "human_rights_organisation", "specialist"} {
		a := fmt.Sprintf("m%d", i+1)
		from := review.MicrosOf(b.now)
		b.do(b.Accredit(ctx, clerk("chair"), review.Accreditation{Org: "org-" + a, Parts: []string{part}, From: from, Until: from.Add(24 * 365 * time.Hour)}, "examined"))
		b.do(b.Enrol(ctx, clerk("chair"), review.RosterEntry{Code: "code" + a, Account: a, Org: "org-" + a, Part: part, Sex: []string{"f", "m"}[i%2]}, "nominated"))
	}
}

// draw fills the empty seats of every case and returns who sits in one, chair
// first.
func (b *bench) draw(id review.CaseID) []string {
	b.Helper()
	ctx := b.Context()
	d, err := b.BeginDraw(ctx, clerk("chair"))
	b.do(err)
	begun, err := b.store.Draw(ctx, d)
	b.do(err)
	orgs := begun.Orgs
	seed := func(i int) string { return hex.EncodeToString(bytes.Repeat([]byte{byte(b.ids + i)}, review.SeedSize)) }
	for i, o := range orgs {
		b.do(b.Service.CommitSeed(ctx, journal.Actor{Account: "m", Org: o}, d, review.CommitSeed(d, o, seed(i))))
	}
	for i, o := range orgs {
		b.do(b.RevealSeed(ctx, journal.Actor{Account: "m", Org: o}, d, seed(i)))
	}
	if n, err := b.SeatDrawn(ctx, d); err != nil || n != 0 {
		b.Fatalf("%d seats were left to give, %v", n, err)
	}
	var seated []string
	var recorded []review.Seating
	for _, p := range b.the(id).Cast {
		if p.Role == review.Member || p.Role == review.AppealMember {
			b.enter(id, p.Account, &review.DeclaredBody{})
			seated = append(seated, p.Account)
			recorded = append(recorded, review.Seating{Case: id, Seat: p.Seat, Code: "code" + p.Account})
		}
	}
	draw, err := b.store.Draw(ctx, d)
	b.do(err)
	if off, err := draw.Deviations(recorded[len(recorded)-3:]); err != nil || len(off) > 0 {
		b.Fatalf("the seats deviate from the draw: %v, %v", off, err)
	}
	return seated[len(seated)-3:]
}

func (b *bench) check(id review.CaseID, by string, cs ...review.Check) {
	b.Helper()
	for _, c := range cs {
		x := &review.CheckedBody{Check: c, Result: "done"}
		if c == review.PersonTold {
			x.Language = "ar"
		}
		b.enter(id, by, x)
	}
}

func (b *bench) move(id review.CaseID, by string, to review.State) {
	b.Helper()
	b.enter(id, by, &review.MovedBody{From: b.the(id).State, To: to})
}

// assembled walks a case to the assembly of its file, with one document that
// points at the man's record.
func (b *bench) assembled() review.CaseID {
	b.Helper()
	id := b.open()
	b.check(id, "reg", review.BasisAsked, review.PersonTold)
	b.move(id, "reg", review.Identity)
	b.enter(id, "reg", &review.IdentifiedBody{Grade: 3})
	b.enter(id, "officer", &review.IdentityConfirmedBody{Grade: 3})
	b.move(id, "reg", review.Triage)
	b.move(id, "reg", review.Assembly)
	b.enter(id, "officer", &review.AllegedBody{Allegation: review.Allegation{ID: "a1", Conduct: review.B1}})
	b.enter(id, "officer", &review.FactBody{Fact: review.Fact{
		ID: "f1", Kind: review.Document, Forum: review.OtherForum, Origin: "o1", About: "a1", Refs: []review.Ref{{Record: int64(b.record)}},
		Bound: review.Binding{Grade: 5, Judges: 9}, // a client's word, which the service does not take
	}})
	return id
}

// deliberating walks on to the votes, and returns the panel.
func (b *bench) deliberating(id review.CaseID) []string {
	b.Helper()
	panel := b.called(id)
	b.enter(id, panel[0], hearingOf(panel))
	b.move(id, "reg", review.Deliberation)
	return panel
}

func hearingOf(panel []string) *review.HeardBody {
	return &review.HeardBody{How: review.InPerson, Present: append([]string{"watch"}, panel...), HolderOut: true, Fit: true, Alone: true, Language: "ar"}
}

// called walks on to the hearing, and returns the panel.
func (b *bench) called(id review.CaseID) []string {
	b.Helper()
	b.check(id, "officer", review.LegalDocuments, review.ExculpatorySearch, review.TaintScreen, review.ItemHashes)
	b.check(id, "liaison", review.VictimsMatched)
	b.move(id, "officer", review.Disclosure)
	var given []review.FactID
	for _, f := range b.the(id).Facts {
		given = append(given, f.ID)
	}
	b.enter(id, "reg", &review.DisclosedBody{Facts: given, Representation: "accepted", Language: "ar"})
	b.move(id, "reg", review.Submissions)
	b.enter(id, "lawyer", &review.SubmittedBody{ID: b.id(), Points: []string{"He was on leave."}})
	b.enter(id, "lawyer", &review.NothingMoreBody{})
	for _, g := range b.the(id).Groups {
		if g.Standing == review.StandingGranted {
			b.enter(id, g.Delegate, &review.NothingMoreBody{Group: g.ID})
		}
	}
	b.enter(id, "reg", &review.SubmissionsClosedBody{})
	b.move(id, "reg", review.Panel)
	b.roster()
	return b.draw(id)
}

// engines runs fn with an office on each engine.
func engines(t *testing.T, fn func(t *testing.T, b *bench)) {
	storetest.Engines(t, func(t *testing.T, s *store.Store) { fn(t, newBench(t, s)) })
}

// replayed checks that the ledger gives the same tables anew.
func (b *bench) replayed() {
	b.Helper()
	ctx := b.Context()
	again, err := store.Open(ctx, filepath.Join(b.TempDir(), "again.db"))
	b.do(err)
	defer again.Close()
	kinds := maps.Clone(b.kinds)
	imported := kinds[register.SourceImported]
	imported.Apply = nil // its rows come from a blob, which this office does not keep
	kinds[register.SourceImported] = imported
	b.do(again.Write(ctx, func(ctx context.Context, tx journal.Tx) error {
		_, err := kinds.Replay(ctx, journal.Env{Tx: tx, Blobs: nil}, b.store.Entries(ctx, 0), -1, nil)
		return err
	}))
	var p review.Procedure
	for e, err := range b.store.Entries(ctx, 0) {
		b.do(err)
		if err := p.Next(e); err != nil {
			b.Errorf("entry %d, which the service entered, is refused: %v", e.Seq, err)
		}
	}
	var live, anew bytes.Buffer
	b.do(b.store.Dump(ctx, &live))
	b.do(again.Dump(ctx, &anew))
	strip := func(s string) string {
		var out []string
		for line := range strings.Lines(s) {
			if strings.HasPrefix(line, "review_") || strings.HasPrefix(line, "victim_") || strings.HasPrefix(line, "entry") {
				out = append(out, line)
			}
		}
		return strings.Join(out, "")
	}
	if strip(live.String()) != strip(anew.String()) || !strings.Contains(live.String(), "review_case") {
		b.Errorf("the ledger gives other tables")
	}
}
