package lists

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"sync"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/intake"
	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/queue"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/web"
	"kashf.org/kashf/internal/web/gate"
)

// correct keeps what a person set in the preview, and shows its effect or
// takes the list in.
func (s *Screen) correct(w http.ResponseWriter, r *http.Request) error {
	if err := r.ParseForm(); err != nil {
		return fmt.Errorf("read form: %w", err)
	}
	if _, _, err := s.uploadFor(r, access.ImportTake); err != nil {
		return err
	}
	unlock := s.lock(r.PathValue("id"))
	defer unlock()
	u, src, err := s.uploadFor(r, access.ImportTake)
	if errors.Is(err, register.ErrNotFound) { // taken in while this one waited
		http.Redirect(w, r, "/lists", http.StatusSeeOther)
		return nil
	}
	if err != nil {
		return err
	}
	if u.Job != "" { // on its way already, from another tab
		http.Redirect(w, r, uploadHref(u.ID), http.StatusSeeOther)
		return nil
	}
	u.Mapping, u.Trouble = corrected(u.Mapping, r.PostForm), ""
	if err := s.putUpload(r.Context(), string(gate.PrincipalOf(r.Context()).Account), u); err != nil {
		return err
	}
	do := r.PostForm.Get("do")
	if do != "take" && do != "again" {
		http.Redirect(w, r, uploadHref(u.ID), http.StatusSeeOther)
		return nil
	}
	if u.Mapping.Validate() != nil {
		return s.showPreview(w, r, http.StatusUnprocessableEntity, u, src, nil)
	}
	if err := s.sayAgain(r.Context(), &u, do == "again"); err != nil {
		return err
	}
	if s.Queue != nil && u.Lines > s.directRows() {
		return s.enqueue(w, r, u)
	}
	return s.takeNow(w, r, u, src)
}

// lock lets one form of an upload be answered at a time: a button pressed twice
// must not take a list in twice.
func (s *Screen) lock(upload string) (unlock func()) {
	m, _ := s.forms.LoadOrStore(upload, new(sync.Mutex))
	mu := m.(*sync.Mutex)
	mu.Lock()
	return mu.Unlock
}

// sayAgain notes that the same file is to be taken in once more, and beside
// which import.
func (s *Screen) sayAgain(ctx context.Context, u *Upload, again bool) error {
	u.Again, u.Before = again, ""
	if !again {
		return nil
	}
	im, err := s.Register.ImportOfFile(ctx, gate.Sight(ctx, 0), u.Source, u.Blob)
	if errors.Is(err, register.ErrNotFound) {
		return nil
	}
	u.Before = im.ID
	return err
}

func (s *Screen) takeNow(w http.ResponseWriter, r *http.Request, u Upload, src register.Source) error {
	taking, err := s.take(r.Context(), s.actor(r.Context()), u, nil)
	p := web.PrinterOf(r.Context())
	if v := refusal(p, u.FileName, err, s.maxBytes()); v != nil {
		if taking.Report != nil {
			v.Advice = reportWords(p, taking.Report, v.Advice)
		}
		return s.showPreview(w, r, http.StatusUnprocessableEntity, u, src, v)
	}
	if err != nil {
		return err
	}
	if taking.Already != nil { // the preview says by whom and when
		http.Redirect(w, r, uploadHref(u.ID), http.StatusSeeOther)
		return nil
	}
	return s.finish(w, r, u, taking.Import)
}

// finish leaves the upload behind and goes on to its import.
func (s *Screen) finish(w http.ResponseWriter, r *http.Request, u Upload, id register.ImportID) error {
	if err := s.Drafts.DropDraft(r.Context(), string(gate.PrincipalOf(r.Context()).Account), u.ID); err != nil {
		return err
	}
	s.forms.Delete(u.ID)
	http.Redirect(w, r, importHref(id)+"?did=taken", http.StatusSeeOther)
	return nil
}

func (s *Screen) take(ctx context.Context, a journal.Actor, u Upload, progress func(rows int)) (intake.Taking, error) {
	sniffed, err := s.sniffed(ctx, u)
	if err != nil {
		return intake.Taking{}, err
	}
	return s.Taker.Take(ctx, a, intake.Order{
		Source: u.Source, FileName: u.FileName, Blob: u.Blob, Sniffed: sniffed, Mapping: confirmed(u.Mapping), Again: u.Again, Edition: u.Edition, Progress: progress,
	})
}

// TakeKind is the kind of the jobs that take a long list in.
const TakeKind = "lists.take"

// takeArgs name an upload of the job's author. A job is stored in clear: it
// holds no file's name.
type takeArgs struct {
	Upload string `json:"upload"`
}

// A TakeResult is what a job came to: an import, the import of the same file
// that stood already, or why nothing was taken, as the last part of a key.
type TakeResult struct {
	Import  register.ImportID `json:"import,omitempty"`
	Already register.ImportID `json:"already,omitempty"`
	Problem string            `json:"problem,omitempty"`
}

// nothingTaken is the problem of a list of which every row was refused.
const nothingTaken = "nothing_taken"

func (s *Screen) enqueue(w http.ResponseWriter, r *http.Request, u Upload) error {
	ctx, a := r.Context(), s.actor(r.Context())
	args, err := json.Marshal(takeArgs{u.ID})
	if err != nil {
		return fmt.Errorf("encode job: %w", err)
	}
	// The upload is kept first: a job is taken up at once and reads it.
	if err := s.putUpload(ctx, a.Account, u); err != nil {
		return err
	}
	j, err := s.Queue.Enqueue(ctx, queue.Job{Kind: TakeKind, Args: args, Author: a.Account, Org: a.Org})
	if err != nil {
		return err
	}
	u.Job = j.ID
	if err := s.putUpload(ctx, a.Account, u); err != nil {
		return err
	}
	http.Redirect(w, r, uploadHref(u.ID), http.StatusSeeOther)
	return nil
}

// TakeJob takes an upload in. It may be run again after a crash: an import that
// an earlier run of the same job entered is its result.
func (s *Screen) TakeJob(ctx context.Context, j queue.Job, progress queue.Progress) (any, error) {
	var args takeArgs
	if err := json.Unmarshal(j.Args, &args); err != nil {
		return nil, fmt.Errorf("decode job: %w", err)
	}
	u, err := s.getUpload(ctx, j.Author, args.Upload)
	if err != nil {
		return nil, err
	}
	if id, ok, err := s.enteredBefore(ctx, j, u); err != nil || ok {
		return TakeResult{Import: id}, err
	}
	taking, err := s.take(ctx, journal.Actor{Account: j.Author, Org: j.Org}, u, func(rows int) {
		progress("rows", int64(rows), int64(max(rows, u.Lines)))
	})
	e, isIntake := errors.AsType[*intake.Error](err)
	switch {
	case errors.Is(err, intake.ErrNothingTaken):
		return TakeResult{Problem: nothingTaken}, nil
	case isIntake && e.Kind != intake.ReadFailed:
		return TakeResult{Problem: string(e.Kind)}, nil
	case err != nil:
		return nil, err
	case taking.Already != nil:
		return TakeResult{Already: taking.Already.ID}, nil
	}
	return TakeResult{Import: taking.Import}, nil
}

// enteredBefore finds the import that an earlier run of the job entered before
// its worker was lost.
func (s *Screen) enteredBefore(ctx context.Context, j queue.Job, u Upload) (register.ImportID, bool, error) {
	if j.Attempt < 2 {
		return "", false, nil
	}
	im, err := s.Register.ImportOfFile(ctx, register.Sight{Machine: true}, u.Source, u.Blob)
	if errors.Is(err, register.ErrNotFound) {
		return "", false, nil
	}
	return im.ID, err == nil && im.ID != u.Before && im.By == j.Author && !im.At.Before(j.CreatedAt), err
}
