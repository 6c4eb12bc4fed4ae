package matches

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/identity"
	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/web"
	"kashf.org/kashf/internal/web/gate"
	"kashf.org/kashf/internal/web/part"
)

// A RunRow is one linkage of the register.
type RunRow struct {
	Href   string
	At     string
	By     string
	Latest bool // the one whose links count
	Undone bool
	Undo   string // "" where the reader may not
	// Counts are those of the whole register; nil for who does not see it
	// whole.
	Counts *RunCounts
}

// RunCounts is what a run counted.
type RunCounts struct{ Records, Persons, Links, Open int }

// A RunsView is the list of runs.
type RunsView struct {
	Rows  []RunRow
	Whole bool
	Start bool // the reader may start one
	Job   *JobView
	Empty bool // there is nothing to link
}

// runsShown bounds the list.
const runsShown = 50

func (s *Screen) runs(w http.ResponseWriter, r *http.Request) error {
	ctx, p := r.Context(), web.PrinterOf(r.Context())
	v, err := s.runsView(ctx, p)
	if err != nil {
		return err
	}
	f := s.frame(r, p, p.T("matches.runs.title"))
	f.Flashes = flashes(p, r)
	return s.Web.Page(w, r, f, runsPage(p, v))
}

func (s *Screen) runsView(ctx context.Context, p locale.Printer) (RunsView, error) {
	var v RunsView
	counts, err := s.Register.Counts(ctx, s.Gate.Sight(ctx))
	if err != nil {
		return v, fmt.Errorf("count records: %w", err)
	}
	if v.Whole, err = s.whole(ctx); err != nil {
		return v, err
	}
	v.Empty = counts.Records < 2
	v.Start = s.Jobs != nil && s.may(ctx, access.RunStart, access.Resource{Kind: access.OnRun})
	runs, err := s.Register.Runs(ctx, runsShown)
	if err != nil {
		return v, fmt.Errorf("read runs: %w", err)
	}
	latest := true
	for _, run := range runs {
		v.Rows = append(v.Rows, s.runRow(ctx, p, run, latest && run.Undone == 0, v.Whole))
		latest = latest && run.Undone != 0
	}
	j, ok, err := s.underWay(ctx)
	if ok && err == nil {
		var job JobView
		job, err = s.jobView(ctx, p, j)
		v.Job, v.Start = &job, false
	}
	return v, err
}

// whole reports whether the reader sees every record there is.
func (s *Screen) whole(ctx context.Context) (bool, error) {
	mine, err := s.Register.Counts(ctx, s.Gate.Sight(ctx))
	if err != nil {
		return false, fmt.Errorf("count records: %w", err)
	}
	all, err := s.Register.Counts(ctx, register.Sight{Machine: true})
	return mine.Records == all.Records, err
}

func runPath(seq int64) string { return "/matches/runs/" + strconv.FormatInt(seq, 10) }

func (s *Screen) runRow(ctx context.Context, p locale.Printer, run register.Run, latest, whole bool) RunRow {
	row := RunRow{
		Href: runPath(run.Seq), At: p.DateTime(time.UnixMicro(run.At)), By: s.nameOf(ctx, p, run.By),
		Latest: latest, Undone: run.Undone != 0,
	}
	if latest && s.may(ctx, access.LedgerUndo, s.runResource(ctx, run)) {
		row.Undo = runPath(run.Seq) + "/undo"
	}
	if whole {
		row.Counts = &RunCounts{run.Records, run.Persons, run.Links, run.Open}
	}
	return row
}

// runResource is a run as the thing that somebody's organisation did.
func (s *Screen) runResource(ctx context.Context, run register.Run) access.Resource {
	res := access.Resource{Kind: access.OnEntry, Author: access.AccountID(run.By)}
	if a, err := s.People.Account(ctx, access.AccountID(run.By)); err == nil {
		res.Owner = a.Org
	}
	return res
}

// latestPath is the address of the latest run that stands, "" where there is none.
func (s *Screen) latestPath(ctx context.Context) (string, error) {
	run, err := s.Register.LatestRun(ctx)
	if errors.Is(err, register.ErrNotFound) {
		return "", nil
	}
	return runPath(run.Seq), err
}

// find finds the run that an address names.
func (s *Screen) find(r *http.Request) (run register.Run, latest bool, err error) {
	seq, err := strconv.ParseInt(r.PathValue("run"), 10, 64)
	if err != nil {
		return run, false, web.ErrNotFound
	}
	runs, err := s.Register.Runs(r.Context(), 10*runsShown)
	if err != nil {
		return run, false, err
	}
	latest = true
	for _, run := range runs {
		if run.Seq == seq {
			return run, latest && run.Undone == 0, nil
		}
		latest = latest && run.Undone != 0
	}
	return run, false, web.ErrNotFound
}

// A RunView is one run with what came of it, in words.
type RunView struct {
	RunRow
	Facts  []part.Fact
	Report []string
	Found  *Findings
}

func (s *Screen) run(w http.ResponseWriter, r *http.Request) error {
	ctx, p := r.Context(), web.PrinterOf(r.Context())
	run, latest, err := s.find(r)
	if err != nil {
		return err
	}
	whole, err := s.whole(ctx)
	if err != nil {
		return err
	}
	v := RunView{RunRow: s.runRow(ctx, p, run, latest, whole)}
	if whole {
		if v.Facts, v.Report, err = reportWords(p, run); err != nil {
			return err
		}
	}
	if v.Found, err = s.findings(ctx, p, run, whole); err != nil {
		return err
	}
	f := s.frame(r, p, p.T("matches.run.title"))
	f.Crumbs = append(f.Crumbs[:1], part.Crumb{Label: p.T("matches.runs.title"), Href: "/matches/runs"}, part.Crumb{Label: v.At})
	return s.Web.Page(w, r, f, runPage(p, v))
}

// reportWords is what came of a run, in figures and in sentences.
func reportWords(p locale.Printer, run register.Run) ([]part.Fact, []string, error) {
	var rep identity.Report
	if err := json.Unmarshal([]byte(run.Report), &rep); err != nil {
		return nil, nil, fmt.Errorf("read the run's report: %w", err)
	}
	facts := []part.Fact{
		{Label: p.T("matches.run.records"), Value: p.Number(run.Records)},
		{Label: p.T("matches.run.persons"), Value: p.Number(run.Persons)},
		{Label: p.T("matches.run.links"), Value: p.Number(run.Links)},
		{Label: p.T("matches.run.open"), Value: p.Number(run.Open)},
	}
	learnt := p.T("matches.run.anew")
	if rep.Base != 0 {
		learnt = p.N("matches.run.added", rep.Added)
	}
	said := []string{
		learnt,
		p.N("matches.run.moved", rep.Moved),
		p.N("matches.run.largest", rep.Largest),
		p.T("matches.run.threshold", rep.Threshold),
	}
	if rep.Careful {
		said = append(said, p.T("matches.run.careful"))
	}
	if rep.Raised > 0 {
		said = append(said, p.N("matches.run.raised", rep.Raised))
	}
	if rep.NotKept > 0 {
		said = append(said, p.N("matches.run.not_kept", rep.NotKept))
	}
	return facts, said, nil
}

// undoable finds the latest run, which alone can be undone, or one that was.
func (s *Screen) undoable(r *http.Request) (register.Run, error) {
	run, latest, err := s.find(r)
	if err != nil {
		return run, err
	}
	if err := s.Gate.Authorize(r.Context(), access.LedgerUndo, s.runResource(r.Context(), run)); err != nil {
		return run, err
	}
	if !latest && run.Undone == 0 {
		return run, web.ErrConflict
	}
	return run, nil
}

func (s *Screen) runUndoneBefore(w http.ResponseWriter, r *http.Request, run register.Run, why string) error {
	return s.Seconder.Answer(w, r, gate.TakenBack{Undone: run.Undone, Title: web.PrinterOf(r.Context()).T("matches.run.undo"), Why: why, Back: "/matches/runs"})
}

func (s *Screen) askUndoRun(w http.ResponseWriter, r *http.Request) error {
	run, err := s.undoable(r)
	if err != nil {
		return err
	}
	if run.Undone != 0 {
		return s.runUndoneBefore(w, r, run, "")
	}
	return s.undoRunForm(w, r, http.StatusOK, run, "")
}

func (s *Screen) undoRunForm(w http.ResponseWriter, r *http.Request, status int, run register.Run, wrong string) error {
	p := web.PrinterOf(r.Context())
	f := s.frame(r, p, p.T("matches.run.undo"))
	f.Path = runPath(run.Seq) + "/undo"
	return s.Web.PageStatus(w, r, status, f, undoRunPage(p, part.Confirm{
		Action: runPath(run.Seq) + "/undo", Title: p.T("matches.run.undo_ask", p.DateTime(time.UnixMicro(run.At))), Grave: true,
		Text:   p.T("matches.run.undo_text"),
		Points: []string{p.T("matches.run.undo_back"), p.T("matches.run.undo_judgements"), p.T("matches.run.undo_numbers")},
		Button: p.T("matches.run.undo"), Cancel: "/matches/runs", Why: part.Why(p, r.PostForm.Get("why"), wrong),
		Draft: "undo-run/" + strconv.FormatInt(run.Seq, 10),
	}))
}

func (s *Screen) undoRun(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	run, err := s.undoable(r)
	if err != nil {
		return err
	}
	why, ok, err := reason(r)
	if err != nil {
		return err
	}
	if run.Undone != 0 {
		return s.runUndoneBefore(w, r, run, r.PostForm.Get("why"))
	}
	if !ok {
		return s.undoRunForm(w, r, http.StatusUnprocessableEntity, run, web.PrinterOf(ctx).T("matches.undo.why"))
	}
	_, err = s.Identity.Undo(ctx, s.actor(ctx), run.Seq, why)
	if errors.Is(err, journal.ErrCannotUndo) { // by another, between the page and the click
		if run, again := s.undoable(r); again == nil && run.Undone != 0 {
			return s.runUndoneBefore(w, r, run, why)
		}
		return web.ErrConflict
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/matches/runs?did=run_undone", http.StatusSeeOther)
	return nil
}
