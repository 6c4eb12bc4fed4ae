package identity

import (
	"context"
	"sync"

	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/linkage"
	"kashf.org/kashf/names"
)

// An input is the register as a run found it.
type input struct {
	size       int64
	records    []linkage.Record
	ids        []register.RecordID
	now        map[register.RecordID]register.PersonID
	taken      map[register.PersonID]bool // persons that only destroyed records have
	filled     map[string]bool
	arabic     []string
	judgements []register.Judgement // standing, that bind and can be kept
	refused    []register.Judgement
	// linked are the records that are compared, in the order of records; same
	// are those that one of them stands for: see collapse.
	linked []register.RecordID
	same   map[register.RecordID][]register.RecordID
}

// read reads the register. Its size is taken first: what comes in after that
// is found out when the run is entered.
func (s *Service) read(ctx context.Context, progress linkage.Progress) (*input, error) {
	head, err := s.Store.Head(ctx)
	if err != nil {
		return nil, err
	}
	sources, err := s.sources(ctx)
	if err != nil {
		return nil, err
	}
	counts, err := s.Store.Counts(ctx, machine)
	if err != nil {
		return nil, err
	}
	in := &input{
		size: head.Size, now: map[register.RecordID]register.PersonID{},
		taken: map[register.PersonID]bool{}, filled: map[string]bool{},
	}
	for r, err := range s.Store.All(ctx, 0) {
		if err != nil {
			return nil, err
		}
		in.add(r, sources[r.Source])
		if len(in.ids)%1000 == 0 {
			progress(StageRead, int64(len(in.ids)), int64(counts.Records))
		}
	}
	if len(in.ids) < 2 {
		return nil, ErrNothing
	}
	for _, p := range in.now {
		delete(in.taken, p)
	}
	if err := in.bind(ctx, s.Store); err != nil {
		return nil, err
	}
	if len(in.linked) < 2 {
		return nil, ErrNothing // one row, said over and over
	}
	return in, nil
}

func (s *Service) sources(ctx context.Context) (map[register.SourceID]register.Source, error) {
	all, err := s.Store.Sources(ctx, machine)
	by := make(map[register.SourceID]register.Source, len(all))
	for _, src := range all {
		by[src.ID] = src
	}
	return by, err
}

func (in *input) add(r register.Record, src register.Source) {
	if r.Destroyed != 0 {
		in.taken[r.Person] = true // it keeps its person, and links with nobody
		return
	}
	cells := cellsOf(r, src)
	for i, c := range cells {
		if c != "" {
			in.filled[columns[i]] = true
		}
	}
	for _, name := range cells[:2] {
		if names.ScriptOf(name) == names.Arabic {
			in.arabic = append(in.arabic, name)
		}
	}
	in.ids = append(in.ids, r.ID)
	in.now[r.ID] = r.Person
	in.records = append(in.records, linkage.Record{ID: idOf(r.ID), List: string(r.Source), Cells: cells})
}

// bind reads the judgements about records that are there. Those that others
// forbid are left out: see hold.
func (in *input) bind(ctx context.Context, store Store) error {
	all, err := binding(ctx, store)
	if err != nil {
		return err
	}
	for _, j := range all {
		_, left := in.now[j.Left]
		_, right := in.now[j.Right]
		if left && right {
			in.judgements = append(in.judgements, j)
		}
	}
	_, in.refused = hold(in.ids, nil, in.judgements)
	in.collapse()
	return nil
}

// cacheBits makes room for the pairs of name parts that a large register meets.
const cacheBits = 20

func (in *input) spec(workers int) linkage.Spec {
	// Latin spellings are read through the Arabic names that the register has.
	c := names.NewComparer(names.Options{Lexicon: names.DefaultLexicon().With(in.arabic...), CacheBits: cacheBits})
	in.warm(c, workers)
	return in.carefully(specFor(c, in.filled))
}

// warm reads every name once on all processors: linkage reads a column on one,
// and a comparer remembers.
func (in *input) warm(c *names.Comparer, workers int) {
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() {
			for i := w; i < len(in.records); i += workers {
				c.Prepare(in.records[i].Cells[0])
				c.Prepare(in.records[i].Cells[1])
			}
		})
	}
	wg.Wait()
}

var verdicts = map[register.Verdict]linkage.Verdict{
	register.SamePerson: linkage.Same, register.Relatives: linkage.Relatives,
	register.Different: linkage.Different, register.CannotTell: linkage.CannotTell,
}

func (in *input) table() linkage.Input {
	refused := map[string]bool{}
	for _, j := range in.refused {
		refused[j.ID] = true
	}
	t := linkage.Input{Columns: columns, Records: in.records}
	for _, j := range in.judgements {
		if byEdition(j) {
			continue // refused: the two are compared like any others
		}
		v := verdicts[j.Verdict]
		if refused[j.ID] {
			v = linkage.CannotTell // it binds nothing, and need not be asked again
		}
		t.Judgements = append(t.Judgements, linkage.Judgement{Left: idOf(j.Left), Right: idOf(j.Right), Verdict: v})
	}
	return t
}
