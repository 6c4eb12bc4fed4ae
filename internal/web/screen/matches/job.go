package matches

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/identity"
	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/queue"
	"kashf.org/kashf/internal/web"
	"kashf.org/kashf/internal/web/part"
	"kashf.org/kashf/linkage"
)

// RunKind is the kind of job that links the register.
const RunKind = "identity.run"

// A Runner links the register; [identity.Service] does.
type Runner interface {
	Link(ctx context.Context, a journal.Actor, o identity.Order, progress linkage.Progress) (identity.Report, error)
}

// runArgs are the arguments of a [RunKind].
type runArgs struct {
	Full bool `json:"full"`
}

// RunJob is the queue's handler for [RunKind]. A run whose worker died begins
// again; one that was entered before it died is entered once.
func RunJob(r Runner) queue.Handler {
	return func(ctx context.Context, j queue.Job, progress queue.Progress) (any, error) {
		var args runArgs
		if len(j.Args) > 0 {
			if err := json.Unmarshal(j.Args, &args); err != nil {
				return nil, fmt.Errorf("arguments of the run: %w", err)
			}
		}
		a := journal.Actor{Account: j.Author, Org: j.Org}
		return r.Link(ctx, a, identity.Order{Full: args.Full, Job: j.ID}, linkage.Progress(progress))
	}
}

// jobsLooked bounds how far back a job under way is looked for.
const jobsLooked = 50

// underWay is the run that is waiting or running, if one is.
func (s *Screen) underWay(ctx context.Context) (queue.Job, bool, error) {
	if s.Jobs == nil {
		return queue.Job{}, false, nil
	}
	jobs, err := s.Jobs.List(ctx, jobsLooked)
	for _, j := range jobs {
		if j.Kind == RunKind && !j.State.Final() {
			return j, true, err
		}
	}
	return queue.Job{}, false, err
}

// startRun puts a run into the queue, unless one is there already.
func (s *Screen) startRun(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	if err := s.Gate.Authorize(ctx, access.RunStart, access.Resource{Kind: access.OnRun}); err != nil {
		return err
	}
	if s.Jobs == nil {
		return web.ErrNotFound
	}
	if err := r.ParseForm(); err != nil {
		return fmt.Errorf("read the form: %w", err)
	}
	j, ok, err := s.underWay(ctx)
	if err != nil {
		return err
	}
	if !ok {
		a := s.actor(ctx)
		args, _ := json.Marshal(runArgs{Full: r.PostForm.Get("full") == "1"}) // a truth cannot fail
		if j, err = s.Jobs.Enqueue(ctx, queue.Job{Kind: RunKind, Args: args, Author: a.Account, Org: a.Org}); err != nil {
			return fmt.Errorf("start a run: %w", err)
		}
	}
	http.Redirect(w, r, jobPath(j.ID), http.StatusSeeOther)
	return nil
}

func jobPath(id string) string { return "/matches/jobs/" + id }

// runJob finds a run's job.
func (s *Screen) runJob(r *http.Request) (queue.Job, error) {
	if s.Jobs == nil {
		return queue.Job{}, web.ErrNotFound
	}
	j, err := s.Jobs.Get(r.Context(), r.PathValue("id"))
	if errors.Is(err, queue.ErrNotFound) || err == nil && j.Kind != RunKind {
		return j, web.ErrNotFound
	}
	return j, err
}

// job shows how far a run has come: the whole page, or the part that htmx asks
// for each second.
func (s *Screen) job(w http.ResponseWriter, r *http.Request) error {
	j, err := s.runJob(r)
	if err != nil {
		return err
	}
	ctx, p := r.Context(), web.PrinterOf(r.Context())
	v, err := s.jobView(ctx, p, j)
	if err != nil {
		return err
	}
	if r.Header.Get("HX-Request") == "true" {
		return s.Web.Part(w, r, jobPart(p, v))
	}
	f := s.frame(r, p, p.T("matches.job.title"))
	f.Crumbs = append(f.Crumbs[:1], part.Crumb{Label: p.T("matches.runs.title"), Href: "/matches/runs"}, part.Crumb{Label: p.T("matches.job.title")})
	f.Flashes = flashes(p, r)
	return s.Web.Page(w, r, f, jobPage(p, v))
}

// A JobView is a run under way, or one that has ended.
type JobView struct {
	Work  part.Work
	Ended part.Label // zero while it goes on
	Why   string     // why it failed
	Run   string     // address of the run it made
}

func (s *Screen) jobView(ctx context.Context, p locale.Printer, j queue.Job) (JobView, error) {
	v := JobView{Work: part.Work{
		ID: "job", URL: jobPath(j.ID), Title: p.T("matches.job.title"), Stage: stageWords(p, j), Running: !j.State.Final(),
	}}
	whole, err := s.whole(ctx)
	if err != nil {
		return v, err
	}
	v.Work.Done, v.Work.Total = int(j.Done), int(j.Total)
	if !whole && j.Total > 0 { // how many records there are is told to those who see them all
		v.Work.Done, v.Work.Total = int(100*j.Done/j.Total), 100
	}
	if s.may(ctx, access.RunCancel, access.Resource{Kind: access.OnRun}) && !j.Cancel {
		v.Work.Cancel = jobPath(j.ID) + "/stop"
	}
	switch j.State {
	case queue.Done:
		v.Ended = part.Label{Tone: part.Good, Text: p.T("matches.job.done")}
		v.Run, err = s.latestPath(ctx)
	case queue.Cancelled:
		v.Ended = part.Label{Tone: part.Quiet, Text: p.T("matches.job.cancelled")}
	case queue.Failed:
		v.Ended, v.Why = part.Label{Tone: part.Bad, Text: p.T("matches.job.failed")}, failure(p, j.Error)
	}
	return v, err
}

// stages say what a run is doing, by the names that linkage and identity give.
var stages = map[string]string{
	identity.StageRead: "matches.stage.read", "prepare": "matches.stage.prepare", "block": "matches.stage.block",
	"learn": "matches.stage.learn", "score": "matches.stage.score", "cluster": "matches.stage.cluster",
	identity.StageWrite: "matches.stage.write",
}

func stageWords(p locale.Printer, j queue.Job) string {
	if j.Cancel && !j.State.Final() {
		return p.T("matches.stage.stopping")
	}
	if j.State == queue.Waiting {
		return p.T("matches.stage.waiting")
	}
	if key, ok := stages[j.Stage]; ok {
		return p.T(key)
	}
	return ""
}

// failure says why a run failed, where it is something that can be mended.
func failure(p locale.Printer, text string) string {
	switch {
	case strings.Contains(text, identity.ErrNothing.Error()):
		return p.T("matches.job.nothing")
	case strings.Contains(text, journal.ErrConflict.Error()):
		return p.T("matches.job.conflict")
	}
	return p.T("matches.job.internal")
}

func (s *Screen) stopJob(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	j, err := s.runJob(r)
	if err != nil {
		return err
	}
	if err := s.Gate.Authorize(ctx, access.RunCancel, access.Resource{Kind: access.OnRun}); err != nil {
		return err
	}
	if err := s.Jobs.Cancel(ctx, j.ID); err != nil {
		return err
	}
	http.Redirect(w, r, jobPath(j.ID)+"?did=stopped", http.StatusSeeOther)
	return nil
}
