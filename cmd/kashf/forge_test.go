package main

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"sync/atomic"

	"github.com/rogpeppe/go-internal/testscript"

	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/review"
	"kashf.org/kashf/ledger"
)

// archive is a stopped archive with file reviews in every state and nothing
// else, made once.
var archive struct {
	sync.Once
	data, keys fs.FS
	err        error
}

func makeArchive() {
	tmp, err := os.MkdirTemp("", "kashf-archive-*")
	if err != nil {
		archive.err = err
		return
	}
	defer os.RemoveAll(tmp)
	dir := filepath.Join(tmp, "d")
	if archive.err = fillArchive(context.Background(), dir); archive.err != nil {
		return
	}
	if archive.data, archive.err = held(dir); archive.err == nil {
		archive.keys, archive.err = held(dir + ".keys")
	}
}

func fillArchive(ctx context.Context, dir string) (err error) {
	f := folder{Dir: dir}
	if err := makeFolders(f); err != nil {
		return err
	}
	d, err := openDeployment(ctx, f, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	if err := cheapen(d, &atomic.Int64{}); err != nil {
		return err
	}
	_, err = d.fillWorld(ctx, 60, 7, func(string) {})
	return err
}

// archiveCommand puts the archive into a folder: archive DIR.
func archiveCommand(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: archive DIR")
	}
	archive.Do(makeArchive)
	ts.Check(archive.err)
	dir := ts.MkAbs(args[0])
	for part, files := range map[string]fs.FS{dir: archive.data, dir + ".keys": archive.keys} {
		ts.Check(os.CopyFS(part, files))
	}
}

// forgeCommand writes into the ledger of a stopped archive what nobody entered,
// and keeps the number of the entry that does not hold as $entry:
//
//	forge changed DIR          another commitment in the body of a sealed vote
//	forge rehashed DIR         the same, and every hash of the ledger made anew
//	forge swapped DIR          a vote and the entry before it change places
//	forge appended DIR LOGIN   a vote of an account without a seat, by whoever
//	                           holds the keys: sealed, hashed, applied and signed
func forgeCommand(ts *testscript.TestScript, neg bool, args []string) {
	forges := map[string]func(*forger){"changed": (*forger).change, "rehashed": (*forger).rehash, "swapped": (*forger).swap, "appended": (*forger).append}
	if neg || len(args) < 2 || forges[args[0]] == nil {
		ts.Fatalf("usage: forge changed|rehashed|swapped|appended DIR [LOGIN]")
	}
	ctx := context.Background()
	dir := ts.MkAbs(args[1])
	d, err := openDeployment(ctx, folder{Dir: dir}, slog.New(slog.DiscardHandler))
	ts.Check(err)
	db, err := sql.Open("sqlite", filepath.Join(dir, databaseName)+"?_pragma=busy_timeout(5000)")
	ts.Check(err)
	f := &forger{TestScript: ts, ctx: ctx, d: d, db: db, args: args[2:]}
	f.find()
	forges[args[0]](f)
	ts.Check(db.Close())
	ts.Check(d.Close())
	ts.Setenv("entry", strconv.FormatInt(f.entry, 10))
}

// A forger has one archive open. vote is the first vote that was opened
// afterwards, before is the entry before it in its case, opening the one that
// opened it.
type forger struct {
	*testscript.TestScript
	ctx                   context.Context
	d                     *deployment
	db                    *sql.DB
	args                  []string
	of                    review.CaseID
	vote, before, opening journal.Entry
	entry                 int64 // that does not hold
}

func (f *forger) find() {
	last := map[review.CaseID]journal.Entry{}
	for e, err := range f.d.store.Entries(f.ctx, 0) {
		f.Check(err)
		if e.Kind != review.ActDone {
			continue
		}
		id, ev, err := review.EventOf(e)
		f.Check(err)
		switch ev.Body.(type) {
		case *review.VotedBody:
			if f.of == "" {
				f.of, f.vote, f.before = id, e, last[id]
			}
		case *review.VotesOpenedBody:
			if id == f.of && f.opening.Body == nil {
				f.opening = e
			}
		}
		last[id] = e
	}
	if f.opening.Body == nil {
		f.Fatalf("the archive has no vote that was opened")
	}
}

func (f *forger) exec(query string, args ...any) {
	_, err := f.db.Exec(query, args...)
	f.Check(err)
}

// other is the vote's body with another commitment, of the same length.
func (f *forger) other() []byte {
	_, ev, err := review.EventOf(f.vote)
	f.Check(err)
	was := []byte(ev.Body.(*review.VotedBody).Commitment)
	now := bytes.Repeat([]byte("0"), len(was))
	return bytes.ReplaceAll(f.vote.Body, was, now)
}

func (f *forger) change() {
	f.exec("UPDATE entry SET body = ? WHERE seq = ?", f.other(), f.vote.Seq)
	f.entry = f.vote.Seq
}

func (f *forger) rehash() {
	body := f.other()
	c := ledger.Commit(f.vote.Salt, body)
	f.exec("UPDATE entry SET body = ?, commitment = ? WHERE seq = ?", body, c[:], f.vote.Seq)
	f.rehashAll()
	f.entry = f.opening.Seq // it opens another vote than the one that was cast
}

// rehashAll makes the ledger's hashes those of the entries as they stand.
func (f *forger) rehashAll() {
	var tree ledger.Memory
	for e, err := range f.d.store.Entries(f.ctx, 0) {
		f.Check(err)
		_, err = tree.Add(e.Leaf())
		f.Check(err)
	}
	for i, h := range tree.Hashes() {
		f.exec("UPDATE log_hash SET hash = ? WHERE ix = ? AND hash <> ?", h[:], i, h[:])
	}
}

func (f *forger) swap() {
	a, b := f.before.Seq, f.vote.Seq
	for _, x := range [][2]int64{{a, -1}, {b, a}, {-1, b}} {
		f.exec("UPDATE entry SET seq = ? WHERE seq = ?", x[1], x[0])
	}
	f.entry = a
}

func (f *forger) append() {
	a, err := f.d.access.Store.AccountByLogin(f.ctx, f.args[0])
	f.Check(err)
	b, err := json.Marshal(&review.VotedBody{Commitment: review.Ballot{Account: string(a.ID), Outcome: review.Keep}.Commit(f.of), Box: []byte("sealed")})
	f.Check(err)
	f.Check(f.d.journal.Do(f.ctx, journal.Actor{Account: string(a.ID), Org: string(a.Org)}, func(ctx context.Context, u *journal.Unit) error {
		e, err := u.Append(ctx, journal.Draft{Kind: review.ActDone, Body: review.ActBody{Case: f.of, Act: "voted", Body: b}})
		f.entry = e.Seq
		return err
	}))
	_, err = f.d.checkpoint(f.ctx)
	f.Check(err)
}
