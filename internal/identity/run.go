package identity

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"runtime"
	"slices"

	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/linkage"
)

// RunDone is the kind of the entry that records a linkage of the register.
const RunDone = "identity.run"

// RunBody is the body of [RunDone]. What the run did to records is in the blob.
type RunBody struct {
	Blob    string `json:"blob"`
	Size    int64  `json:"size"` // of the ledger that the run read
	Records int    `json:"records"`
	Persons int    `json:"persons"`
	Links   int    `json:"links"`
	Open    int    `json:"open"`
	Model   Model  `json:"model"`
	Report  Report `json:"report"`
	// Frozen is the file of the vault that keeps what a full run learnt, for
	// runs that add to it. It is a convenience and no evidence: the entry does not rest
	// on it, a destruction takes it away, and where it is gone the next run is
	// a full one.
	Frozen string `json:"frozen,omitempty"`
	// Base is the full run whose model this one used; 0 for a full one.
	Base int64 `json:"base,omitempty"`
	// Job is the job that did the run, so that one taken up twice is entered
	// once.
	Job string `json:"job,omitempty"`
}

// A Report says what came of a run, in counts.
type Report struct {
	Entry   int64 `json:"entry,omitempty"` // of the run; set once it is entered
	Records int   `json:"records"`
	Persons int   `json:"persons"`
	Links   int   `json:"links"`
	Moved   int   `json:"moved"` // records that went to another person
	Open    int   `json:"open"`  // pairs left for people
	// NotKept is the number of "same person" judgements that others forbid.
	NotKept int `json:"not_kept,omitempty"`
	// Raised is the number of groups that grew so large that they were cut at
	// a higher threshold.
	Raised    int     `json:"raised,omitempty"`
	Threshold float64 `json:"threshold"` // bits
	Largest   int     `json:"largest"`   // records of the largest person
	// Careful says that the records were so few that doubted pairs were left
	// to people, whatever they weigh.
	Careful bool `json:"careful,omitempty"`
	// Base is the full run under whose model records were added; 0 where the
	// run learnt anew. Added is how many records that run did not have.
	Base  int64 `json:"base,omitempty"`
	Added int   `json:"added,omitempty"`
}

// An Order says what run is wanted.
type Order struct {
	// Full asks for a run that learns from all records. Without it records are
	// added under the model of the latest full run, unless a full one is due.
	Full bool
	// Job names the job on whose behalf it is. A job whose run was entered is not
	// done again.
	Job string
}

// maxOpen is how many pairs are left for people: the first few thousand hold
// nearly all that answers can settle, and a longer queue only disheartens.
const maxOpen = 5000

// Stages that a run reports beside those of linkage.
const (
	StageRead  = "read"
	StageWrite = "write"
)

// Run links every record of the register anew: see [Service.Link].
func (s *Service) Run(ctx context.Context, a journal.Actor, progress linkage.Progress) (Report, error) {
	return s.Link(ctx, a, Order{Full: true}, progress)
}

// Link links the records of the register as it stands and enters the result.
// Judgements that stand bind it. progress, which may be nil, is told how far
// it has come. Where an import or a judgement came in while it ran, it runs
// once more; if that happens again the error is journal.ErrConflict. Nothing
// is left behind by a run that ends with an error.
func (s *Service) Link(ctx context.Context, a journal.Actor, o Order, progress linkage.Progress) (Report, error) {
	if progress == nil {
		progress = func(string, int64, int64) {}
	}
	for again := false; ; again = true {
		// Asked each time: what came in may be this very job's run, by a worker
		// that was taken for dead.
		if rep, ok, err := s.entered(ctx, o.Job); ok || err != nil {
			return rep, err
		}
		rep, err := s.run(ctx, a, o, progress)
		if again || !errors.Is(err, journal.ErrConflict) {
			return rep, err
		}
	}
}

// entered gives the report of a job's run where it was entered already: the
// worker died, or was taken for dead, before the queue was told. A run that
// was taken back since is not done again either.
func (s *Service) entered(ctx context.Context, job string) (Report, bool, error) {
	if job == "" {
		return Report{}, false, nil
	}
	const lately = 50 // a job is taken up again within minutes
	runs, err := s.Store.Runs(ctx, lately)
	if err != nil {
		return Report{}, false, err
	}
	for _, r := range runs {
		b, err := s.bodyOf(ctx, r.Seq)
		if err != nil {
			return Report{}, false, err
		}
		if b.Job == job {
			rep := b.Report
			rep.Entry = r.Seq
			return rep, true, nil
		}
	}
	return Report{}, false, nil
}

func (s *Service) run(ctx context.Context, a journal.Actor, order Order, progress linkage.Progress) (Report, error) {
	watch := linkage.NewWatch(s.Journal.Now, progress, nil)
	progress = watch.Tell
	in, err := s.read(ctx, progress)
	if err != nil {
		return Report{}, err
	}
	spec, opt, base, err := s.plan(ctx, in, order)
	if err != nil {
		return Report{}, err
	}
	opt.Progress = progress
	if base != nil {
		if opt.Before, err = s.before(ctx, in, base.file); err != nil {
			return Report{}, err
		}
	}
	res, err := linkage.Run(ctx, spec, in.table(), opt)
	if err != nil {
		return Report{}, fmt.Errorf("link records: %w", err)
	}
	progress(StageWrite, 0, 1)
	o, err := s.outcomeOf(ctx, in, res, watch.Stages())
	if err != nil {
		return Report{}, err
	}
	o.body.Job = order.Job
	var learnt string
	if base != nil {
		learnt = base.file
		o.body.Base, o.body.Report.Base, o.body.Report.Added = base.run, base.run, base.missing(in)
	} else if learnt, err = s.keep(ctx, in, res); err != nil {
		return Report{}, err
	} else {
		o.body.Frozen = learnt
	}
	rep, err := s.enter(ctx, a, o)
	if err == nil {
		s.keepPairs(in, learnt, res.Pairs)
	}
	return rep, err
}

// outcomeOf turns clusters into persons with numbers.
func (s *Service) outcomeOf(ctx context.Context, in *input, res *linkage.Result, stages []linkage.StageCost) (*outcome, error) {
	groups, of := groupsOf(res.Clusters)
	groups = in.whole(groups)
	taken := func(p register.PersonID) bool { return in.taken[p] }
	ids, reserve := assign(groups, in.now, taken)
	if reserve > 0 {
		first, err := s.Store.Reserve(ctx, reserve)
		if err != nil {
			return nil, fmt.Errorf("reserve numbers of persons: %w", err)
		}
		number(ids, first)
	}
	c := diff(groups, ids, in.now, taken, nobody)
	o := &outcome{Moves: c.Moves, Redirects: c.Redirects}
	model := modelOf(res.Model)
	if err := o.score(ctx, &model, in, res, of, stages, s.workers()); err != nil {
		return nil, err
	}
	largest := 0
	for _, g := range groups {
		largest = max(largest, len(g))
	}
	o.body = RunBody{
		Size: in.size, Records: len(in.ids), Persons: len(groups), Links: len(o.Links), Open: len(o.Open), Model: model,
		Report: Report{
			Records: len(in.ids), Persons: len(groups), Links: len(o.Links), Moved: len(o.Moves), Open: len(o.Open),
			NotKept: len(in.refused), Raised: len(res.Raised), Threshold: threshold, Largest: largest, Careful: len(in.ids) < few,
		},
	}
	return o, nil
}

func (s *Service) workers() int {
	if s.Workers > 0 {
		return s.Workers
	}
	return runtime.GOMAXPROCS(0)
}

// groupsOf gathers clusters, which come by record, into groups in the order of
// their least records, and says in which group each record is.
func groupsOf(members []linkage.Member) (groups [][]register.RecordID, of map[string]int) {
	at := map[string]int{}
	of = make(map[string]int, len(members))
	for _, m := range members {
		g, ok := at[m.Cluster]
		if !ok {
			g = len(groups)
			at[m.Cluster] = g
			groups = append(groups, nil)
		}
		groups[g] = append(groups[g], recordOf(m.ID))
		of[m.ID] = g
	}
	return groups, of
}

// store writes the outcome to the vault.
func (s *Service) store(o *outcome) error {
	w, err := s.Vault.NewRows()
	if err != nil {
		return err
	}
	if err := o.pack(w.Add); err != nil {
		w.Abort()
		return err
	}
	o.body.Blob, err = w.Commit()
	return err
}

// enter makes the outcome an entry, unless what it was computed on has changed.
func (s *Service) enter(ctx context.Context, a journal.Actor, o *outcome) (Report, error) {
	if err := s.store(o); err != nil {
		return Report{}, fmt.Errorf("store result: %w", err)
	}
	rep, appended := o.body.Report, false
	err := s.Journal.Do(ctx, a, func(ctx context.Context, u *journal.Unit) error {
		if err := unchanged(ctx, u, o.body.Size); err != nil {
			return err
		}
		e, err := u.Append(ctx, journal.Draft{Kind: RunDone, Body: o.body, Blobs: []string{o.body.Blob}})
		rep.Entry, appended = e.Seq, err == nil
		return err
	})
	if err != nil && !appended {
		// Nothing names the blobs: they may go.
		err = errors.Join(err, s.Vault.Remove(o.body.Blob))
		if o.body.Frozen != "" {
			err = errors.Join(err, s.Vault.Remove(o.body.Frozen))
		}
		return Report{}, err
	}
	if err != nil {
		// The commit failed: the entry may stand all the same where the answer
		// was lost on its way, and then it names the blob.
		return Report{}, err
	}
	return rep, nil
}

// touching are the kinds of entries that change what a run reads: what is on a
// list, and what people say of pairs.
var touching = []string{
	register.SourceImported, register.RecordDestroyed, journal.UndoneKind, PairJudged, RunDone, Settled,
}

// unchanged gives journal.ErrConflict where an entry from size on changes what
// was read before.
func unchanged(ctx context.Context, u *journal.Unit, size int64) error {
	head, err := u.Tx.Head(ctx)
	if err != nil {
		return err
	}
	for seq := size; seq < head.Size; seq++ {
		e, err := u.Tx.Entry(ctx, seq)
		if err != nil {
			return err
		}
		if slices.Contains(touching, e.Kind) {
			return fmt.Errorf("entry %d (%s) came in: %w", seq, e.Kind, journal.ErrConflict)
		}
	}
	return nil
}

func reportJSON(r Report) string {
	b, _ := json.Marshal(r) // counts alone: cannot fail
	return string(b)
}
