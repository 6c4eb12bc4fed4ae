package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"kashf.org/kashf/internal/identity"
	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/layout"
	"kashf.org/kashf/internal/occupancy"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/review"
	"kashf.org/kashf/internal/review/victims"
)

// An office is a deployment under test.
type office struct {
	testing.TB
	dir  string
	keys string // dir + ".keys" where empty
	db   string
}

func (o office) folder() folder { return folder{Dir: o.dir, Keys: o.keys, DB: o.db} }

// flags say to a command which deployment it is about.
func (o office) flags() []string {
	return []string{"--dir", o.dir, "--keys", o.folder().keysDir(), "--db", o.db}
}

// newOffice is an empty deployment.
func newOffice(tb testing.TB) office {
	tb.Helper()
	o := office{TB: tb, dir: filepath.Join(tb.TempDir(), "d")}
	o.must("init")
	return o
}

// run carries out a command line here and returns its exit code.
func (o office) run(args ...string) (code int, out, errs string) {
	o.Helper()
	var b, e bytes.Buffer
	args = append(args, o.flags()...)
	code = run(context.WithoutCancel(o.Context()), args, stdio{in: strings.NewReader(""), out: &b, err: &e})
	return code, b.String(), e.String()
}

// must carries out a command line that succeeds, and returns its result.
func (o office) must(args ...string) string {
	o.Helper()
	code, out, errs := o.run(args...)
	if code != exitDone {
		o.Fatalf("kashf %s = %d\n%s%s", strings.Join(args, " "), code, out, errs)
	}
	return out
}

// refuses carries out a command line that fails, and returns its message.
func (o office) refuses(want int, args ...string) string {
	o.Helper()
	code, out, errs := o.run(args...)
	if code != want {
		o.Fatalf("kashf %s = %d, want %d\n%s%s", strings.Join(args, " "), code, want, out, errs)
	}
	return errs
}

// verdict is what verify says.
func (o office) verdict() verdict {
	o.Helper()
	_, out, errs := o.run("verify", "--json")
	var v verdict
	if err := json.Unmarshal([]byte(out), &v); err != nil {
		o.Fatalf("verify: %v\n%s%s", err, out, errs)
	}
	return v
}

// holds fails the test unless everything verifies.
func (o office) holds() verdict {
	o.Helper()
	v := o.verdict()
	if !v.OK {
		o.Fatalf("verify: %v", v.Findings)
	}
	return v
}

// take imports a file that is written for it.
func (o office) take(source, name, text string) imported {
	o.Helper()
	file := filepath.Join(filepath.Dir(o.dir), name)
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		o.Fatal(err)
	}
	var r imported
	if err := json.Unmarshal([]byte(o.must("import", "--source", source, "--json", file)), &r); err != nil {
		o.Fatal(err)
	}
	return r
}

// open opens the deployment for the test's own acts; fn ends with it closed.
func (o office) open(fn func(ctx context.Context, d *deployment)) {
	o.Helper()
	ctx := context.WithoutCancel(o.Context())
	d, err := openDeployment(ctx, o.folder(), slog.New(slog.DiscardHandler))
	if err != nil {
		o.Fatal(err)
	}
	fn(ctx, d)
	if err := d.Close(); err != nil {
		o.Fatal(err)
	}
}

// dump is the register's tables as text, and every entry of its ledger.
func (o office) dump() string {
	o.Helper()
	var b bytes.Buffer
	o.open(func(ctx context.Context, d *deployment) {
		if err := d.store.Dump(ctx, &b); err != nil {
			o.Fatal(err)
		}
		for e, err := range d.store.Entries(ctx, 0) {
			if err != nil {
				o.Fatal(err)
			}
			fmt.Fprintf(&b, "%d %s %x %x %s\n", e.Seq, e.Raw, e.Commitment, e.Salt, e.Body)
		}
	})
	return b.String()
}

// copyTo is the same deployment again in a folder of its own.
func (o office) copyTo(dir string) office {
	o.Helper()
	for from, to := range map[string]string{o.dir: dir, o.dir + ".keys": dir + ".keys"} {
		if err := os.CopyFS(to, os.DirFS(from)); err != nil {
			o.Fatal(err)
		}
	}
	o.dir = dir
	return o
}

const familyList = `الاسم الكامل,اسم الأم,تاريخ الميلاد,تاريخ الاعتقال,المحافظة
سامر خليل الحلاق,فاطمة,1980-04-11,2012-05-01,حمص
ليلى ناصر الديري,مريم,1985-09-30,2013-02-14,دير الزور
جمال عمر الشامي,خديجة,1971-01-05,2011-11-23,دمشق
رامي صالح العبدو,هدى,1990-12-24,2014-07-19,حلب
نادين جورج الخوري,ماري,1988-06-02,2013-03-03,حمص
`

const gateList = `Full name,Mother's name,Date of birth,Date of arrest,Governorate
Samer Khalil Al-Hallaq,,,,
Layla Nasser Al-Deiri,,,,
Nadine George Khoury,,,,Homs
Jamal Omar Al-Shami,,1972,,
Jamal Al-Shami,,1971,,
Samir Khalil Al-Hallaq,Fatima,,,
Laila Nasser,Mariam,,,
Nadin Jorj,,1988,,
Rami Saleh,,,,Aleppo
Rami Al-Abdo,,,2014-07,
Gamal Omar,,,2011-11,
Samer Al-Hallaq,,1981,,Homs
`

// furnished holds the files of the office that [newFurnishedOffice] copies.
var furnished struct {
	sync.Once
	files fstest.MapFS
}

// newFurnishedOffice is a deployment with two lists, one of them undone and
// taken in again, a run, two judgements and an attached file. It is made once;
// every test gets a copy.
func newFurnishedOffice(tb testing.TB) office {
	tb.Helper()
	furnished.Do(func() {
		dir := tb.TempDir()
		furnish(office{TB: tb, dir: filepath.Join(dir, "d")})
		furnished.files = inMemory(tb, dir)
	})
	dir := tb.TempDir()
	if err := os.CopyFS(dir, furnished.files); err != nil {
		tb.Fatal(err)
	}
	return office{TB: tb, dir: filepath.Join(dir, "d")}
}

// inMemory reads a folder's files.
func inMemory(tb testing.TB, dir string) fstest.MapFS {
	tb.Helper()
	files := make(fstest.MapFS)
	err := filepath.WalkDir(dir, func(p string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		b, err := os.ReadFile(p)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(dir, p)
		files[filepath.ToSlash(rel)] = &fstest.MapFile{Data: b, Mode: 0o600}
		return err
	})
	if err != nil {
		tb.Fatal(err)
	}
	return files
}

func furnish(o office) {
	o.Helper()
	o.must("init")
	a := o.take("family", "family.csv", familyList)
	b := o.take("gate", "gate.csv", gateList)
	o.must("undo", fmt.Sprint(b.Entry), "--why", "columns had slipped")
	o.take("gate", "gate.csv", gateList)
	if out := o.must("resolve"); strings.Contains(out, " 0 links") || strings.Contains(out, " 0 pairs") {
		o.Fatalf("the run leaves too little to tamper with: %s", out)
	}
	o.open(func(ctx context.Context, d *deployment) {
		first, err := d.recordAt(ctx, a.Import, 1)
		if err != nil {
			o.Fatal(err)
		}
		for i, v := range []register.Verdict{register.SamePerson, register.Different} {
			_, err := d.identity.Judge(ctx, journal.Actor{Account: journal.Local}, register.Sight{Machine: true},
				identity.Answer{Left: first, Right: first + register.RecordID(i) + 1, Verdict: v, Why: "known to the family"})
			if err != nil {
				o.Fatal(err)
			}
		}
		o.attach(ctx, d, register.OfPerson, first.String(), "a letter from the mother of the man")
		im, err := d.store.ImportOf(ctx, register.Sight{Machine: true}, a.Import)
		if err != nil {
			o.Fatal(err)
		}
		figures := &occupancy.Service{Journal: d.journal, Store: d.store, Now: time.Now, NewID: newID}
		if _, err := figures.Enter(ctx, journal.Actor{Account: journal.Local}, register.Tally{Site: "SED", What: "freed", Text: "hundreds", Source: im.Source}); err != nil {
			o.Fatal(err)
		}
		parts := &layout.Service{Journal: d.journal, Store: d.store, NewID: newID}
		wing := register.PartWord{Site: "SED", Kind: "wing", Name: "الجناح أ", Source: im.Source}
		if _, err := parts.Tell(ctx, journal.Actor{Account: journal.Local}, register.Sight{Machine: true}, layout.Word{PartWord: wing}); err != nil {
			o.Fatal(err)
		}
		o.review(ctx, d, register.PersonID(first))
	})
}

// review puts a policy into force, somebody on the roster, and a case under way
// with a row in each table of reviews.
func (o office) review(ctx context.Context, d *deployment, p register.PersonID) {
	o.Helper()
	text, err := review.ShippedPolicy("commission")
	if err != nil {
		o.Fatal(err)
	}
	local := journal.Actor{Account: journal.Local}
	policy, err := d.review.SetPolicy(ctx, local, text, "the commission begins")
	if err != nil {
		o.Fatal(err)
	}
	from := review.MicrosOf(time.Now())
	err = d.review.Accredit(ctx, local, review.Accreditation{Org: "org", Parts: []string{"jurist"}, From: from, Until: from.Add(24 * time.Hour)}, "examined")
	if err != nil {
		o.Fatal(err)
	}
	id := review.CaseID(newID())
	for _, b := range []review.Body{
		&review.OpenedBody{ID: id, Person: p, Policy: policy.Version, Custody: true, Holder: "prison"},
		&review.LaneBody{Lane: review.Illness}, review.Submit(newID(), "", "He was on leave in March."),
		&review.AssignedBody{Account: "x", Org: "org", Role: review.Member, Seat: "jurist", Draw: "d"}, &review.DeclaredBody{},
		&review.HeardBody{How: review.InWriting, Present: []string{"x"}, Language: "ar"},
		&review.CertifiedBody{ID: newID(), Code: "hash", Box: []byte("sealed"), Form: review.Recommendation, Holdings: []review.Holding{review.A0}, Open: true},
	} {
		body, err := json.Marshal(b)
		if err != nil {
			o.Fatal(err)
		}
		by := local
		if _, ok := b.(*review.DeclaredBody); ok {
			by.Account = "x" // who sits, and so stands in review_sitting
		}
		err = d.journal.Do(ctx, by, func(ctx context.Context, u *journal.Unit) error {
			_, err := u.Append(ctx, journal.Draft{Kind: review.ActDone, Body: review.ActBody{Case: id, Act: b.Kind(), Body: body}})
			return err
		})
		if err != nil {
			o.Fatal(err)
		}
	}
	told := victims.Told{Name: "Families of the road", Link: "family", Wish: "told", Support: true}
	if _, err := d.victims.Register(ctx, local, told, false, nil); err != nil {
		o.Fatal(err)
	}
}

// attach attaches a file and returns its id.
func (o office) attach(ctx context.Context, d *deployment, kind register.SubjectKind, subject, text string) string {
	o.Helper()
	blob, size, err := d.vault.Put(ctx, strings.NewReader(text))
	if err != nil {
		o.Fatal(err)
	}
	id := newID()
	err = d.journal.Do(ctx, journal.Actor{Account: journal.Local}, func(ctx context.Context, u *journal.Unit) error {
		_, err := u.Append(ctx, journal.Draft{
			Kind: register.ItemAttached, Subjects: []string{subject}, Blobs: []string{blob},
			Body: register.ItemBody{
				ID: id, Kind: kind, Subject: subject, Blob: blob, Name: "letter of Samer.txt", MediaType: "text/plain", Size: size,
				Level: register.C2, Note: "given by the family", Sharing: register.ShareAll,
			},
		})
		return err
	})
	if err != nil {
		o.Fatal(err)
	}
	return id
}
