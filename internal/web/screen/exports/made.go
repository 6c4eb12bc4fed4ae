package exports

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/queue"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/web"
	"kashf.org/kashf/internal/web/gate"
	"kashf.org/kashf/internal/web/part"
)

// A file of many people is made by a job, which can be watched and stopped, and
// lies encrypted in the vault until it is taken. What is entered in the ledger is
// the taking, not the making.

// atOnce is how many people a file may have that is made while its reader waits:
// a few seconds.
const atOnce = 2000

// fresh is how long a file that was made may be taken: what may be read by then
// may be less.
const fresh = time.Hour

// MakeKind is the kind of the jobs that make a long file.
const MakeKind = "exports.make"

// makeArgs name the request and the file. A job is stored in clear: it holds no
// word of either.
type makeArgs struct {
	Request string `json:"request"`
	File    string `json:"file"`
	Lang    string `json:"lang"`
}

// A Made is a long file of one account, under way or there.
type Made struct {
	Job    string    `json:"job"`
	File   string    `json:"file"`
	Blob   string    `json:"blob,omitempty"` // "" until it is there
	SHA256 string    `json:"sha256,omitempty"`
	Rows   int       `json:"rows,omitempty"`
	Of     string    `json:"of,omitempty"` // the people and the level that it was made for
	At     time.Time `json:"at"`
}

// Shelf keeps what was made, sealed, by account and request. Of what is not
// there it gives [register.ErrNotFound].
type Shelf interface {
	Keep(ctx context.Context, account, request string, m Made) error
	Kept(ctx context.Context, account, request string) (Made, error)
	Drop(ctx context.Context, account, request string) error
}

// Vault keeps the files themselves; [vault.Vault] does.
type Vault interface {
	Put(ctx context.Context, r io.Reader) (id string, size int64, err error)
	Open(ctx context.Context, id string) (io.ReadCloser, error)
}

// Jobs makes files beside the pages; [queue.Queue] does.
type Jobs interface {
	Enqueue(ctx context.Context, j queue.Job) (queue.Job, error)
	Get(ctx context.Context, id string) (queue.Job, error)
	Cancel(ctx context.Context, id string) error
}

// made is what an account has on the shelf of a request, and its job.
func (s *Screen) made(ctx context.Context, account, request string) (m Made, j queue.Job, err error) {
	if m, err = s.Shelf.Kept(ctx, account, request); errors.Is(err, register.ErrNotFound) {
		return Made{}, j, nil
	}
	if err != nil || m.Job == "" {
		return m, j, err
	}
	if j, err = s.Jobs.Get(ctx, m.Job); errors.Is(err, queue.ErrNotFound) {
		j, err = queue.Job{State: queue.Failed}, nil
	}
	return m, j, err
}

// fingerprint is of the people and the level of a file.
func fingerprint(v sight, ids []register.PersonID) string {
	h := sha256.New()
	fmt.Fprint(h, v.Level, ids)
	return hex.EncodeToString(h.Sum(nil))
}

// make begins the making of a long file.
func (s *Screen) make(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	x, err := s.opened(r)
	if err != nil {
		return err
	}
	name := r.PostFormValue("file")
	if formats[name] == "" {
		return register.ErrNotFound
	}
	who := gate.PrincipalOf(ctx)
	args, err := json.Marshal(makeArgs{x.ID, name, web.PrinterOf(ctx).Lang()})
	if err != nil {
		return fmt.Errorf("encode job: %w", err)
	}
	if m, j, err := s.made(ctx, string(who.Account), x.ID); err != nil || m.Job != "" && !j.State.Final() {
		return errors.Join(err, back(w, r, x.ID)) // one at a time
	}
	j, err := s.Jobs.Enqueue(ctx, queue.Job{Kind: MakeKind, Args: args, Author: string(who.Account), Org: string(who.Org)})
	if err != nil {
		return err
	}
	m, _, err := s.made(ctx, string(who.Account), x.ID)
	if err != nil {
		return err
	}
	if m.Job != j.ID { // it is not done yet
		if err := s.Shelf.Keep(ctx, string(who.Account), x.ID, Made{Job: j.ID, File: name, At: s.Now()}); err != nil {
			return err
		}
	}
	return back(w, r, x.ID)
}

func back(w http.ResponseWriter, r *http.Request, id string) error {
	http.Redirect(w, r, Path+"/"+id, http.StatusSeeOther)
	return nil
}

// MakeJob makes the file that a job asks for, as its author may have it now.
func (s *Screen) MakeJob(ctx context.Context, j queue.Job, progress queue.Progress) (any, error) {
	var args makeArgs
	if err := json.Unmarshal(j.Args, &args); err != nil {
		return nil, fmt.Errorf("decode job: %w", err)
	}
	x, err := s.Exports.Of(ctx, journal.Actor{Account: j.Author, Org: j.Org}, args.Request)
	if err != nil {
		return nil, err
	}
	who, err := s.Accounts.Principal(ctx, access.AccountID(j.Author))
	if err != nil {
		return nil, err
	}
	v, err := s.sightFor(ctx, gate.SightOf(who, s.Now()), j.Author, x)
	if err != nil {
		return nil, err
	}
	if !x.Open(s.Now()) || x.By != j.Author && x.Approver != j.Author || closedTo(v.Sight, x) {
		return nil, register.ErrNotFound
	}
	ids, err := s.persons(ctx, v, x)
	if err != nil {
		return nil, err
	}
	p := locale.For(args.Lang)
	f, err := s.fileOf(ctx, p, v, x, ids, len(ids), func(done int) { progress("people", int64(done), int64(len(ids))) })
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := f.write(&b, p, args.File); err != nil {
		return nil, err
	}
	sum := sha256.Sum256(b.Bytes())
	blob, _, err := s.Vault.Put(ctx, &b)
	if err != nil {
		return nil, err
	}
	return nil, s.Shelf.Keep(ctx, j.Author, x.ID, Made{Job: j.ID, File: args.File, Blob: blob, SHA256: hex.EncodeToString(sum[:]), Rows: len(f.rows), Of: fingerprint(v, ids), At: s.Now()})
}

// takeMade gives a long file out that was made a moment ago; where it was not,
// or where less may be read since, the reader is led back to make it.
func (s *Screen) takeMade(w http.ResponseWriter, r *http.Request, t taking, name string) error {
	ctx, me := r.Context(), string(gate.PrincipalOf(r.Context()).Account)
	m, _, err := s.made(ctx, me, t.ID)
	if err != nil {
		return err
	}
	if m.File != name || m.Blob == "" || m.Of != fingerprint(t.see, t.ids) || s.Now().Sub(m.At) > fresh {
		return back(w, r, t.ID)
	}
	in, err := s.Vault.Open(ctx, m.Blob)
	if err != nil {
		return err
	}
	defer in.Close()
	if err := s.enter(ctx, t.Request, name, m.Rows, m.SHA256); err != nil {
		return err
	}
	headers(w, t.Request, name)
	_, err = io.Copy(w, in)
	return err
}

// workOf is how far the making of a file has come, as its page shows it; nil
// where none is under way.
func (s *Screen) workOf(ctx context.Context, p locale.Printer, id string) (*part.Work, Made, error) {
	m, j, err := s.made(ctx, string(gate.PrincipalOf(ctx).Account), id)
	if err != nil || m.Job == "" || m.Blob != "" || j.State.Final() {
		return nil, m, err
	}
	here := Path + "/" + id
	x := &part.Work{
		ID: "making", URL: here + "/progress", Title: p.T("exports.making"), Stage: p.T("exports.making.waits"), Running: true, Cancel: here + "/stop",
		Done: int(j.Done), Total: int(j.Total),
	}
	switch {
	case j.Cancel:
		x.Stage, x.Cancel = p.T("exports.making.stops"), ""
	case j.State == queue.Running:
		x.Stage = p.T("exports.making.reads")
	}
	return x, m, nil
}

// progress is asked again and again by the page of a file that is made.
func (s *Screen) progress(w http.ResponseWriter, r *http.Request) error {
	x, err := s.opened(r)
	if err != nil {
		return err
	}
	p := web.PrinterOf(r.Context())
	work, _, err := s.workOf(r.Context(), p, x.ID)
	if err != nil {
		return err
	}
	if r.Header.Get("HX-Request") != "true" {
		return back(w, r, x.ID)
	}
	if work == nil {
		w.Header().Set("HX-Redirect", Path+"/"+x.ID)
		work = &part.Work{ID: "making", Title: p.T("exports.making")}
	}
	return s.Web.Part(w, r, part.Progress(p, *work))
}

// stop ends the making of a file.
func (s *Screen) stop(w http.ResponseWriter, r *http.Request) error {
	x, err := s.opened(r)
	if err != nil {
		return err
	}
	me := string(gate.PrincipalOf(r.Context()).Account)
	m, _, err := s.made(r.Context(), me, x.ID)
	if err != nil {
		return err
	}
	if m.Job != "" {
		if err := s.Jobs.Cancel(r.Context(), m.Job); err != nil && !errors.Is(err, queue.ErrNotFound) {
			return err
		}
		if err := s.Shelf.Drop(r.Context(), me, x.ID); err != nil {
			return err
		}
	}
	return back(w, r, x.ID)
}
