package sample

import (
	"cmp"
	"context"
	"iter"
	"slices"

	"kashf.org/kashf/internal/register"
)

// A Reader is a register held in memory, for tests. Change its fields before
// use; it copies claims, so that what a reader may see of a record leaves the
// record as it is.
type Reader struct {
	SourceList    []register.Source
	ImportList    []register.Import
	RecordList    []register.Record
	LinkList      []register.Link
	JudgementList []register.Judgement
	OpenList      []register.OpenMatch
	SiteList      []register.Site
	ItemList      []register.Item
	NoticeList    []register.Notice
	RunList       []register.Run // newest first
	Redirects     map[register.PersonID]register.PersonID
}

var _ register.Reader = (*Reader)(nil)

// NewReader holds the people of this package.
func NewReader() *Reader {
	return &Reader{
		SourceList: Sources(), ImportList: Imports(), RecordList: Records(), LinkList: Links(),
		JudgementList: Judgements(), OpenList: Open(),
		RunList: []register.Run{{Seq: 20, Records: len(Records()), Persons: 6, Links: len(Links()), Open: len(Open())}},
	}
}

// Sources lists the sources in sight.
func (m *Reader) Sources(_ context.Context, v register.Sight) ([]register.Source, error) {
	var out []register.Source
	for _, s := range m.SourceList {
		if !s.Undone && v.SeesSource(s) {
			out = append(out, s)
		}
	}
	return out, nil
}

// SourceOf returns one source in sight.
func (m *Reader) SourceOf(ctx context.Context, v register.Sight, id register.SourceID) (register.Source, error) {
	all, _ := m.Sources(ctx, v)
	return find(all, func(s register.Source) bool { return s.ID == id })
}

// Imports lists a source's imports.
func (m *Reader) Imports(ctx context.Context, v register.Sight, source register.SourceID) ([]register.Import, error) {
	if _, err := m.SourceOf(ctx, v, source); err != nil {
		return nil, err
	}
	var out []register.Import
	for _, im := range m.ImportList {
		if im.Source == source {
			out = append(out, im)
		}
	}
	return out, nil
}

// ImportOf returns one import in sight.
func (m *Reader) ImportOf(ctx context.Context, v register.Sight, id register.ImportID) (register.Import, error) {
	im, err := find(m.ImportList, func(im register.Import) bool { return im.ID == id })
	if err != nil {
		return im, err
	}
	_, err = m.SourceOf(ctx, v, im.Source)
	return im, err
}

// ImportOfFile never finds a file: samples come from none.
func (m *Reader) ImportOfFile(context.Context, register.Sight, register.SourceID, string) (register.Import, error) {
	return register.Import{}, register.ErrNotFound
}

func (m *Reader) seen(v register.Sight) []register.Record {
	var out []register.Record
	for _, r := range m.RecordList {
		if m.visible(v, r) {
			r.Claims, _ = register.InSight(r.ID, slices.Clone(r.Claims), v, nil)
			out = append(out, r)
		}
	}
	return out
}

func (m *Reader) visible(v register.Sight, r register.Record) bool {
	s, err := find(m.SourceList, func(s register.Source) bool { return s.ID == r.Source })
	if err != nil || s.Undone || !v.SeesSource(s) {
		return false
	}
	return !slices.ContainsFunc(m.ImportList, func(im register.Import) bool { return im.ID == r.Import && im.Undone != 0 })
}

// Person returns a person's records in sight.
func (m *Reader) Person(_ context.Context, v register.Sight, id register.PersonID) (register.PersonID, []register.Record, error) {
	if now, ok := m.Redirects[id]; ok {
		id = now
	}
	var out []register.Record
	for _, r := range m.seen(v) {
		if r.Person == id {
			out = append(out, r)
		}
	}
	if len(out) == 0 {
		return 0, nil, register.ErrNotFound
	}
	return id, out, nil
}

// RecordOf returns one record in sight.
func (m *Reader) RecordOf(_ context.Context, v register.Sight, id register.RecordID) (register.Record, error) {
	return find(m.seen(v), func(r register.Record) bool { return r.ID == id })
}

// RawOf returns no cells: samples come from no file.
func (m *Reader) RawOf(ctx context.Context, v register.Sight, id register.RecordID) ([]string, []register.RawCell, error) {
	_, err := m.RecordOf(ctx, v, id)
	return nil, nil, err
}

// ImportRecords pages through an import's records.
func (m *Reader) ImportRecords(_ context.Context, v register.Sight, id register.ImportID, after, limit int) ([]register.Record, error) {
	var out []register.Record
	for _, r := range m.seen(v) {
		if r.Import == id {
			out = append(out, r)
		}
	}
	out = out[min(after, len(out)):]
	return out[:min(limit, len(out))], nil
}

// All yields every record.
func (m *Reader) All(_ context.Context, from register.RecordID) iter.Seq2[register.Record, error] {
	return func(yield func(register.Record, error) bool) {
		for _, r := range m.seen(register.Sight{Machine: true}) {
			if r.ID >= from && !yield(r, nil) {
				return
			}
		}
	}
}

// LatestRun is the newest run.
func (m *Reader) LatestRun(context.Context) (register.Run, error) {
	return find(m.RunList, func(r register.Run) bool { return r.Undone == 0 })
}

// Runs lists the runs.
func (m *Reader) Runs(_ context.Context, limit int) ([]register.Run, error) {
	return m.RunList[:min(limit, len(m.RunList))], nil
}

func (m *Reader) both(v register.Sight, a, b register.RecordID) bool {
	n := 0
	for _, r := range m.seen(v) {
		if r.ID == a || r.ID == b {
			n++
		}
	}
	return n == 2
}

func (m *Reader) personOf(id register.RecordID) register.PersonID {
	r, _ := find(m.RecordList, func(r register.Record) bool { return r.ID == id })
	return r.Person
}

// LinksOf lists a person's links, both ends in sight.
func (m *Reader) LinksOf(_ context.Context, v register.Sight, p register.PersonID) ([]register.Link, error) {
	var out []register.Link
	for _, l := range m.LinkList {
		if m.personOf(l.Left) == p && m.personOf(l.Right) == p && m.both(v, l.Left, l.Right) {
			out = append(out, l)
		}
	}
	return out, nil
}

// OpenMatches lists the open pairs in sight.
func (m *Reader) OpenMatches(_ context.Context, v register.Sight, account string, after, limit int) ([]register.OpenMatch, error) {
	var out []register.OpenMatch
	for _, o := range m.OpenList {
		judged := slices.ContainsFunc(m.JudgementList, func(j register.Judgement) bool {
			return j.Left == o.Left && j.Right == o.Right && j.By == account && j.Undone == 0
		})
		if o.Rank > after && !judged && m.both(v, o.Left, o.Right) && len(out) < limit {
			out = append(out, o)
		}
	}
	return out, nil
}

// CountOpen counts the open pairs in sight.
func (m *Reader) CountOpen(ctx context.Context, v register.Sight, account string) (int, error) {
	all, err := m.OpenMatches(ctx, v, account, -1, len(m.OpenList))
	return len(all), err
}

func (m *Reader) judgements(v register.Sight, keep func(register.Judgement) bool) []register.Judgement {
	var out []register.Judgement
	for _, j := range m.JudgementList {
		if keep(j) && m.both(v, j.Left, j.Right) {
			out = append(out, j)
		}
	}
	slices.SortFunc(out, func(a, b register.Judgement) int { return cmp.Compare(a.Seq, b.Seq) })
	return out
}

// Judgements lists what people said about a pair.
func (m *Reader) Judgements(_ context.Context, v register.Sight, left, right register.RecordID) ([]register.Judgement, error) {
	return m.judgements(v, func(j register.Judgement) bool { return j.Left == min(left, right) && j.Right == max(left, right) }), nil
}

// JudgementsOf lists the judgements about a person's records.
func (m *Reader) JudgementsOf(_ context.Context, v register.Sight, p register.PersonID) ([]register.Judgement, error) {
	return m.judgements(v, func(j register.Judgement) bool { return m.personOf(j.Left) == p || m.personOf(j.Right) == p }), nil
}

// Judgement returns one judgement in sight.
func (m *Reader) Judgement(_ context.Context, v register.Sight, id string) (register.Judgement, error) {
	return find(m.judgements(v, func(register.Judgement) bool { return true }), func(j register.Judgement) bool { return j.ID == id })
}

// Continuations lists the records that continue others.
func (m *Reader) Continuations(context.Context) ([]register.Continuation, error) {
	var out []register.Continuation
	for _, r := range m.RecordList {
		if r.Continues != 0 {
			out = append(out, register.Continuation{Record: r.ID, Of: r.Continues})
		}
	}
	return out, nil
}

// EditionsOf finds none: samples have no newer editions.
func (m *Reader) EditionsOf(context.Context, register.ImportID) ([]register.ImportID, error) {
	return nil, nil
}

// Drops finds no dropped rows: samples have no newer editions.
func (m *Reader) Drops(context.Context, []register.Record) ([]register.Drop, error) { return nil, nil }

// Standing lists the judgements that stand.
func (m *Reader) Standing(context.Context) ([]register.Judgement, error) {
	return m.judgements(register.Sight{Machine: true}, register.Judgement.Stands), nil
}

// RecentJudgements lists the newest judgements in sight.
func (m *Reader) RecentJudgements(_ context.Context, v register.Sight, limit int) ([]register.Judgement, error) {
	all := m.judgements(v, func(register.Judgement) bool { return true })
	slices.Reverse(all)
	return all[:min(limit, len(all))], nil
}

// Sites lists the places of detention.
func (m *Reader) Sites(context.Context) ([]register.Site, error) { return m.SiteList, nil }

// Site returns one place of detention.
func (m *Reader) Site(_ context.Context, id register.FacilityID) (register.Site, error) {
	return find(m.SiteList, func(s register.Site) bool { return s.ID == id })
}

// Notices lists what was done for the families of some records.
func (m *Reader) Notices(_ context.Context, records []register.RecordID) ([]register.Notice, error) {
	var out []register.Notice
	for _, n := range m.NoticeList {
		if n.Undone == 0 && slices.Contains(records, n.Record) {
			out = append(out, n)
		}
	}
	return out, nil
}

// Items lists the files attached to a subject that the reader may see.
func (m *Reader) Items(_ context.Context, v register.Sight, kind register.SubjectKind, subject string) ([]register.Item, error) {
	var out []register.Item
	for _, it := range m.ItemList {
		if it.Kind == kind && it.Subject == subject && it.Undone == 0 && v.Sees(it.Level) && v.SeesOwner(it.Org, it.Sharing, nil) {
			out = append(out, it)
		}
	}
	return out, nil
}

// Item returns one attached file in sight.
func (m *Reader) Item(_ context.Context, v register.Sight, id string) (register.Item, error) {
	return find(m.ItemList, func(it register.Item) bool { return it.ID == id && it.Undone == 0 && v.Sees(it.Level) })
}

// Counts are the totals in sight.
func (m *Reader) Counts(ctx context.Context, v register.Sight) (register.Counts, error) {
	sources, _ := m.Sources(ctx, v)
	c := register.Counts{Sources: len(sources)}
	for _, s := range sources {
		ims, _ := m.Imports(ctx, v, s.ID)
		for _, im := range ims {
			if im.Undone == 0 {
				c.Imports++
			}
		}
	}
	persons := map[register.PersonID]bool{}
	for _, r := range m.seen(v) {
		c.Records++
		persons[r.Person] = true
	}
	c.Persons = len(persons)
	return c, nil
}

func find[T any](all []T, is func(T) bool) (T, error) {
	if i := slices.IndexFunc(all, is); i >= 0 {
		return all[i], nil
	}
	var none T
	return none, register.ErrNotFound
}
