package main

import (
	"bytes"
	"context"
	"image"
	"image/png"
	"io/fs"
	"log/slog"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/dossier"
	"kashf.org/kashf/internal/family"
	"kashf.org/kashf/internal/identity"
	"kashf.org/kashf/internal/intake"
	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/layout"
	"kashf.org/kashf/internal/occupancy"
	"kashf.org/kashf/internal/photo"
	"kashf.org/kashf/internal/queue"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/web"
	"kashf.org/kashf/internal/web/gate"
)

// A world is a small synthetic register: the demo's organisations,
// accounts and lists, and beside them an organisation of guests with whom
// little is shared. It is made once for all tests and held in memory; each test
// gets a copy on disk.
var world struct {
	sync.Once
	data, keys fs.FS
	ids        things
	err        error
}

// things are what tests look for, by id.
type things struct {
	archive, guests    register.OrgID
	open, own          register.SourceID // shared with everyone; the guests' own
	openImport         register.ImportID // with refused rows
	first, second      register.RecordID // of the open list
	guest              register.RecordID // of the guests' list
	mourned            register.RecordID // of whom a death counts, and the family was told
	notice             string            // that it was
	facility           register.FacilityID
	tally              string                      // a figure of it
	part               string                      // a part of it, and the first word on that
	letter, judgement  string                      // about the open list's first record
	photo              string                      // of its person, who may be a child for all the list tells
	accounts           map[string]access.AccountID // by login
	sourceSeq, takeSeq int64
}

// Lists of the world. Every person in them is invented.
const (
	openList = `الاسم الكامل,اسم الأم,سنة الولادة,المحافظة,رقم الموقوف,هاتف الأهل,ملاحظات
حسام فؤاد البيطار,سميرة الخولي,1984,حمص,4410,0900 000 417,رآه جار له في الفرع
نوال هاشم الصايغ,عفاف المير,1990,حلب,4411,0900 000 418,
فراس نديم العكاري,وداد الحسن,1977,دمشق,4412,,
,,1969,درعا,,,
`
	guestList = `الاسم الكامل,اسم الأم,سنة الولادة
حسام فؤاد البيطار,سميرة الخولي,1984
رشا عدنان المرعي,هيام الزين,1993
`
	hospitalList = `الاسم الكامل,اسم الأم,سنة الولادة,تاريخ الوفاة
طلال وديع الخزامي,جميلة الرهبان,1961,2013-09-17
`
	hiddenList = `الاسم الكامل,اسم الأم,سنة الولادة,المحافظة,رقم الموقوف
زهير كاظم القنديلي,رئيفة الجمال,1979,ادلب,77123
لمياء شفيق الطحاوي,بهيجة الرزاز,1988,طرطوس,77124
حسام فؤاد البيطار,سميرة الخولي,1984,حمص,77125
`
)

// hiddenWords are what only the hidden lists say.
var hiddenWords = []string{"زهير", "القنديلي", "رئيفة", "لمياء", "الطحاوي", "بهيجة", "77123", "77124", "77125", "Qandili"}

// A served is a deployment behind its pages.
type served struct {
	testing.TB
	things
	d       *deployment
	handler http.Handler
	queue   *queue.Queue
	log     *logbook
	ahead   *atomic.Int64 // how far access's clock is ahead, in nanoseconds
	callers atomic.Int64
}

// serveWorld gives a test a copy of the world, open and behind its pages.
func serveWorld(tb testing.TB) *served {
	tb.Helper()
	needWorld(tb)
	return serveFrom(tb, world.data, world.keys, world.ids)
}

// worldOffice is a copy of the world, closed.
func worldOffice(tb testing.TB) office {
	tb.Helper()
	needWorld(tb)
	return office{TB: tb, dir: unpacked(tb, world.data, world.keys)}
}

// needWorld makes the world where no test has yet.
func needWorld(tb testing.TB) {
	tb.Helper()
	if testing.Short() {
		tb.Skip("makes a world")
	}
	world.Do(makeWorld)
	if world.err != nil {
		tb.Fatal(world.err)
	}
}

// unpacked is the directory of a copy of a deployment that was closed.
func unpacked(tb testing.TB, data, keys fs.FS) string {
	tb.Helper()
	dir := filepath.Join(tb.TempDir(), "d")
	for part, files := range map[string]fs.FS{dir: data, dir + ".keys": keys} {
		if err := os.CopyFS(part, files); err != nil {
			tb.Fatal(err)
		}
	}
	return dir
}

// serveFrom gives a test a copy of a deployment that was closed.
func serveFrom(tb testing.TB, data, keys fs.FS, ids things) *served {
	tb.Helper()
	dir := unpacked(tb, data, keys)
	log := &logbook{}
	d, err := openDeployment(tb.Context(), folder{Dir: dir}, slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug})))
	if err != nil {
		tb.Fatal(err)
	}
	s := &served{TB: tb, things: ids, d: d, log: log, ahead: &atomic.Int64{}}
	s.accounts = maps.Clone(s.accounts)
	tb.Cleanup(func() {
		if err := d.Close(); err != nil {
			tb.Error(err)
		}
	})
	s.must(cheapen(d, s.ahead))
	s.must(d.loadIndex(tb.Context()))
	s.handler, s.queue, err = d.handler(server{})
	s.must(err)
	return s
}

// cheapen makes passwords cheap to check and gives access a clock that can be
// put forward.
func cheapen(d *deployment, ahead *atomic.Int64) error {
	c := d.access.Config
	c.Hash = access.HashParams{MemoryKiB: 64, Time: 1, Threads: 1}
	c.Now = func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) }
	a, err := access.New(context.Background(), c)
	d.access = a
	return err
}

func (s *served) must(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

func makeWorld() {
	tmp, err := os.MkdirTemp("", "kashf-world-*")
	if err != nil {
		world.err = err
		return
	}
	defer os.RemoveAll(tmp)
	dir := filepath.Join(tmp, "d")
	if world.err = furnishWorld(context.Background(), dir); world.err != nil {
		return
	}
	if world.data, world.err = held(dir); world.err == nil {
		world.keys, world.err = held(dir + ".keys")
	}
}

// held is a folder's files in memory.
func held(dir string) (fs.FS, error) {
	out := fstest.MapFS{}
	from := os.DirFS(dir)
	err := fs.WalkDir(from, ".", func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if e.IsDir() {
			out[path] = &fstest.MapFile{Mode: fs.ModeDir | 0o700}
			return nil
		}
		b, err := fs.ReadFile(from, path)
		out[path] = &fstest.MapFile{Data: b, Mode: 0o600}
		return err
	})
	return out, err
}

func furnishWorld(ctx context.Context, dir string) error {
	f := folder{Dir: dir}
	if err := makeFolders(f); err != nil {
		return err
	}
	d, err := openDeployment(ctx, f, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	defer d.Close()
	if err := cheapen(d, &atomic.Int64{}); err != nil {
		return err
	}
	if _, err := d.fillWorld(ctx, 60, 7, func(string) {}); err != nil {
		return err
	}
	b := builder{ctx: ctx, d: d, t: &world.ids}
	b.people()
	b.lists()
	b.acts()
	return b.err
}

// A builder adds to the world until something fails.
type builder struct {
	ctx context.Context
	d   *deployment
	t   *things
	err error
}

func (b *builder) check(err error) {
	if b.err == nil {
		b.err = err
	}
}

// people adds the guests, a second case worker, an account without a role and
// one whose first steps are not done.
func (b *builder) people() {
	b.t.accounts = map[string]access.AccountID{}
	all, err := b.d.access.Store.Accounts(b.ctx, "")
	b.check(err)
	for _, a := range all {
		b.t.accounts[a.Login] = a.ID
		if a.Login == "data" {
			b.t.archive = a.Org
		}
	}
	o, err := b.d.access.ProvisionOrg(b.ctx, access.Organisation{NameAr: "ضيوف السجل", NameEn: "Guests of the register", Kind: access.Documentation})
	b.check(err)
	b.t.guests = o.ID
	guest := access.RolesOf(access.DataOfficer, access.CaseWorker, access.Analyst, access.Observer)
	b.account("guest.qamar", "قمر الضيف", o.ID, guest, register.C2, nil)
	b.account("guest.sahar", "سحر الضيفة", o.ID, guest, register.C3, nil)
	cases := access.RolesOf(access.CaseWorker)
	b.account("second.cases", "سلوى المتابعة", b.t.archive, cases, register.C4, nil)
	b.account("second.analyst", "هالة المحللة", b.t.archive, access.RolesOf(access.Analyst), register.C3, nil)
	b.account("norole.nadir", "نادر البلا", b.t.archive, cases, register.C2, func(a *access.Account) { a.Roles, a.Clearance = 0, register.C0 })
	b.account("pending.badr", "بدر الجديد", b.t.archive, cases, register.C4, func(a *access.Account) { a.MustChange = true })
}

func (b *builder) account(login, name string, org register.OrgID, roles access.Roles, l register.Level, change func(*access.Account)) {
	p, err := b.d.access.Provision(b.ctx, access.Account{Login: login, Name: name, Org: org, Roles: roles, Clearance: l, Lang: "en"})
	b.check(err)
	b.t.accounts[login] = p.Account.ID
	if change == nil || b.err != nil {
		return
	}
	a, err := b.d.access.Store.Account(b.ctx, p.Account.ID)
	b.check(err)
	change(&a)
	b.check(b.d.access.Store.UpdateAccount(b.ctx, a))
}

func (b *builder) lists() {
	open := b.take("data", register.Source{Name: "قائمة للجميع", Kind: "family", Owner: b.t.archive, Sharing: register.ShareAll}, "open.csv", openList)
	b.t.open, b.t.openImport, b.t.first, b.t.sourceSeq, b.t.takeSeq = open.source, open.id, open.first, open.seq-1, open.seq
	b.t.second = b.t.first + 1
	own := b.take("guest.qamar", register.Source{Name: "قائمة الضيوف", Kind: "family", Owner: b.t.guests, Sharing: register.ShareOwner}, "own.csv", guestList)
	b.t.own, b.t.guest = own.source, own.first
	hospital := b.take("data", register.Source{Name: "سجل المشفى", Kind: "medical_record", Owner: b.t.archive, Sharing: register.ShareAll}, "hospital.csv", hospitalList)
	b.t.mourned = hospital.first
}

// taken is a list that was taken in.
type taken struct {
	source register.SourceID
	id     register.ImportID
	first  register.RecordID
	seq    int64
}

func (b *builder) take(login string, src register.Source, name, text string) (t taken) {
	if b.err != nil {
		return t
	}
	a := b.actor(login)
	src, err := b.d.addSource(b.ctx, a, src)
	b.check(err)
	blob, sniffed, err := b.d.intake.Keep(b.ctx, strings.NewReader(text))
	b.check(err)
	done, err := b.d.intake.Take(b.ctx, a, intake.Order{
		Source: src.ID, FileName: name, Blob: blob, Sniffed: sniffed, Mapping: intake.Draft(sniffed, intake.Standard()),
	})
	if b.check(err); b.err != nil {
		return t
	}
	im, err := b.d.store.ImportOf(b.ctx, register.Sight{Machine: true}, done.Import)
	b.check(err)
	return taken{src.ID, done.Import, im.First, done.Entry}
}

func (b *builder) actor(login string) journal.Actor {
	a, err := b.d.access.Store.Account(b.ctx, b.t.accounts[login])
	b.check(err)
	return journal.Actor{Account: string(a.ID), Org: string(a.Org)}
}

// acts judges two records of the open list and attaches a letter to one.
func (b *builder) acts() {
	j, err := b.d.identity.Judge(b.ctx, b.actor("data"), register.Sight{Machine: true}, identity.Answer{
		Left: b.t.first, Right: b.t.second, Verdict: register.Different, Why: "different mothers",
	})
	b.check(err)
	b.t.judgement = j.ID
	b.told()
	b.t.letter = b.attach("data", register.OfPerson, b.t.first.String(), "a letter of the family", register.ShareAll)
	b.t.photo = b.pictured("data", b.t.first, register.C2, register.ShareAll)
	sites, err := b.d.store.Sites(b.ctx)
	if b.check(err); b.err == nil {
		b.t.facility = sites[0].ID
		b.figure()
	}
}

// pictured adds a photograph to a record.
func (b *builder) pictured(login string, r register.RecordID, l register.Level, sharing register.Sharing) string {
	if b.err != nil {
		return ""
	}
	s := &photo.Service{Journal: b.d.journal, Vault: b.d.vault, NewID: newID}
	p, err := s.Attach(b.ctx, b.actor(login), photo.Photo{Record: r, Alt: "a person at a door", Level: l, Sharing: sharing}, bytes.NewReader(pngOf(int(r))))
	b.check(err)
	return p.ID
}

// pngOf is a picture like no other.
func pngOf(n int) []byte {
	m := image.NewGray(image.Rect(0, 0, 8, 6))
	for i := range m.Pix {
		m.Pix[i] = byte(n*31 + i)
	}
	var out bytes.Buffer
	if err := png.Encode(&out, m); err != nil {
		panic(err)
	}
	return out.Bytes()
}

// figure enters a figure of the place.
func (b *builder) figure() {
	s := &occupancy.Service{Journal: b.d.journal, Store: b.d.store, Now: time.Now, NewID: newID}
	_, err := s.Enter(b.ctx, b.actor("data"), register.Tally{Site: b.t.facility, What: "held", Text: "hundreds", Source: b.t.open})
	b.check(err)
	ts, err := b.d.store.TalliesOf(b.ctx, register.Sight{Machine: true}, b.t.facility)
	if b.check(err); b.err == nil {
		b.t.tally = ts[0].ID
	}
	l := &layout.Service{Journal: b.d.journal, Store: b.d.store, NewID: newID}
	b.t.part, err = l.Tell(b.ctx, b.actor("data"), register.Sight{Machine: true}, layout.Word{PartWord: register.PartWord{Site: b.t.facility, Kind: "wing", Name: "الجناح أ", Source: b.t.open}})
	b.check(err)
}

// told enters that the family of the one who died was told.
func (b *builder) told() {
	ctx, sight := b.ctx, register.Sight{Machine: true}
	r, err := b.d.store.RecordOf(ctx, sight, b.t.mourned)
	if b.check(err); b.err != nil {
		return
	}
	f, err := b.d.dossier.File(ctx, dossier.Audience{Sight: sight, Deaths: true}, r.Person)
	b.check(err)
	s := &family.Service{Journal: b.d.journal, Now: time.Now, NewID: newID}
	_, err = s.Enter(ctx, b.actor("cases"), f, register.Notice{Kind: register.FamilyTold, Who: "Salwa", On: "2025-01-05", How: "in_person", Whom: "sister"})
	b.check(err)
	f, err = b.d.dossier.File(ctx, dossier.Audience{Sight: sight, Deaths: true}, r.Person)
	if b.check(err); b.err == nil {
		b.t.notice = f.Notices[0].ID
	}
}

func (b *builder) attach(login string, kind register.SubjectKind, subject, text string, sharing register.Sharing) string {
	blob, size, err := b.d.vault.Put(b.ctx, strings.NewReader(text))
	if b.check(err); b.err != nil {
		return ""
	}
	id := newID()
	b.check(b.d.journal.Do(b.ctx, b.actor(login), func(ctx context.Context, u *journal.Unit) error {
		_, err := u.Append(ctx, journal.Draft{
			Kind: register.ItemAttached, Subjects: []string{subject}, Blobs: []string{blob},
			Body: register.ItemBody{ID: id, Kind: kind, Subject: subject, Blob: blob, Name: "letter.txt", MediaType: "text/plain", Size: size, Level: register.C2, Sharing: sharing},
		})
		return err
	}))
	return id
}

// builder lets a test add to its copy of the world.
func (s *served) builder() *builder { return &builder{ctx: s.Context(), d: s.d, t: &s.things} }

// routesOf are the addresses that the screens declare.
func (s *served) routesOf() []web.Route {
	g := gate.New(gate.Config{Sessions: s.d.access, Orgs: s.d.access.Store, Authorizer: s.d.auth, Now: time.Now})
	p := &pages{d: s.d, gate: g, door: door{s.d.auth}, web: &web.Server{}, queue: s.queue}
	return p.routes(map[string]queue.Handler{})
}
