package lists

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/intake"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/queue"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/web"
	"kashf.org/kashf/internal/web/gate"
	"kashf.org/kashf/internal/web/part"
)

// A JobView is a list being taken in.
type JobView struct {
	File, Source string
	Work         part.Work
}

// jobOf is the job of an upload. A job that is gone counts as failed.
func (s *Screen) jobOf(r *http.Request, u Upload) (queue.Job, error) {
	if s.Queue == nil {
		return queue.Job{State: queue.Failed}, nil
	}
	j, err := s.Queue.Get(r.Context(), u.Job)
	if errors.Is(err, queue.ErrNotFound) {
		return queue.Job{State: queue.Failed}, nil
	}
	return j, err
}

// previewJob shows how far the job has come, or what it came to.
func (s *Screen) previewJob(w http.ResponseWriter, r *http.Request, u Upload, src register.Source) error {
	j, err := s.jobOf(r, u)
	if err != nil {
		return err
	}
	p := web.PrinterOf(r.Context())
	if !j.State.Final() {
		return s.Web.Page(w, r, s.frame(r, u, src), JobPage(p, JobView{File: u.FileName, Source: src.Name, Work: workOf(p, u, j)}))
	}
	var res TakeResult
	if j.State == queue.Done {
		if err := json.Unmarshal(j.Result, &res); err != nil {
			return fmt.Errorf("decode result of job: %w", err)
		}
	}
	if res.Import != "" {
		return s.finish(w, r, u, res.Import)
	}
	u.Job, u.Again, u.Before, u.Trouble = "", false, "", troubleOf(j, res) // the preview is open again
	if err := s.putUpload(r.Context(), string(gate.PrincipalOf(r.Context()).Account), u); err != nil {
		return err
	}
	return s.showPreview(w, r, http.StatusOK, u, src, sayTrouble(p, u))
}

// Troubles of a job beside those of its [TakeResult].
const (
	stopped = "stopped"
	failed  = "failed"
)

// troubleOf is why a job took nothing in, "" where the preview itself shows it.
func troubleOf(j queue.Job, res TakeResult) string {
	switch {
	case j.State == queue.Cancelled:
		return stopped
	case j.State != queue.Done:
		return failed
	}
	return res.Problem
}

// sayTrouble says an upload's trouble, nil where it has none.
func sayTrouble(p locale.Printer, u Upload) *RefusalView {
	v := &RefusalView{File: u.FileName}
	switch u.Trouble {
	case "":
		return nil
	case stopped:
		v.Problem = p.T("lists.job.stopped")
	case failed:
		v.Problem, v.Advice = p.T("lists.job.failed"), p.T("lists.job.failed.advice")
	case nothingTaken:
		v.Problem, v.Advice = p.T("lists.error.nothing_taken"), p.T("lists.error.nothing_taken.advice")
	default:
		e := &intake.Error{Kind: intake.Kind(u.Trouble)}
		v.Problem, v.Advice = problemOf(p, e), adviceOf(p, e)
	}
	return v
}

func workOf(p locale.Printer, u Upload, j queue.Job) part.Work {
	w := part.Work{
		ID: "take", URL: uploadHref(u.ID) + "/progress", Title: p.T("lists.job.title"), Stage: p.T("lists.job.waiting"), Running: !j.State.Final(),
		Cancel: uploadHref(u.ID) + "/stop",
	}
	switch {
	case j.Cancel:
		w.Stage, w.Cancel = p.T("lists.job.stopping"), ""
	case j.Done > 0:
		w.Stage = p.N("lists.job.rows", int(j.Done))
	case j.State == queue.Running:
		w.Stage = p.T("lists.job.reading")
	}
	w.Done, w.Total = int(j.Done), int(j.Total)
	return w
}

// progress is asked again and again by the page of a job. Without scripts its
// link leads to the page itself.
func (s *Screen) progress(w http.ResponseWriter, r *http.Request) error {
	u, _, err := s.uploadFor(r, access.ImportTake)
	if err != nil {
		return err
	}
	j, err := s.jobOf(r, u)
	if err != nil {
		return err
	}
	if r.Header.Get("HX-Request") != "true" || u.Job == "" {
		http.Redirect(w, r, uploadHref(u.ID), http.StatusSeeOther)
		return nil
	}
	p := web.PrinterOf(r.Context())
	if j.State.Final() {
		w.Header().Set("HX-Redirect", uploadHref(u.ID))
	}
	return s.Web.Part(w, r, JobPart(p, workOf(p, u, j), uploadHref(u.ID)))
}

func (s *Screen) stop(w http.ResponseWriter, r *http.Request) error {
	u, _, err := s.uploadFor(r, access.ImportTake)
	if err != nil {
		return err
	}
	if s.Queue != nil && u.Job != "" {
		if err := s.Queue.Cancel(r.Context(), u.Job); err != nil && !errors.Is(err, queue.ErrNotFound) {
			return err
		}
	}
	http.Redirect(w, r, uploadHref(u.ID), http.StatusSeeOther)
	return nil
}

// drop forgets an upload. A job that is taking it in is stopped first.
func (s *Screen) drop(w http.ResponseWriter, r *http.Request) error {
	u, _, err := s.uploadFor(r, access.ImportPreview)
	if err != nil {
		return err
	}
	if s.Queue != nil && u.Job != "" {
		if err := s.Queue.Cancel(r.Context(), u.Job); err != nil && !errors.Is(err, queue.ErrNotFound) {
			return err
		}
	}
	if err := s.Drafts.DropDraft(r.Context(), string(gate.PrincipalOf(r.Context()).Account), u.ID); err != nil {
		return err
	}
	s.forms.Delete(u.ID)
	http.Redirect(w, r, "/lists?did=dropped", http.StatusSeeOther)
	return nil
}
