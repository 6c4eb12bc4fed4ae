package store

import (
	"cmp"
	"context"
	"slices"

	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/store/sqlc"
)

func runOf(r sqlc.Run) register.Run {
	return register.Run{
		Seq: r.Seq, At: r.At, By: r.Author, Records: int(r.Records), Persons: int(r.Persons), Links: int(r.Links),
		Open: int(r.OpenMatches), Report: r.Report, Undone: r.Undone,
	}
}

// LatestRun is the newest run that stands.
func (s *Store) LatestRun(ctx context.Context) (register.Run, error) {
	now, err := s.state(ctx)
	if err != nil {
		return register.Run{}, err
	}
	return s.latestRun(ctx, now)
}

func (s *Store) latestRun(ctx context.Context, now *state) (register.Run, error) {
	return now.run.get(func() (register.Run, error) {
		r, err := s.q().LatestRun(ctx)
		return runOf(r), absent(err)
	})
}

// Runs lists runs, newest first, undone ones too.
func (s *Store) Runs(ctx context.Context, limit int) ([]register.Run, error) {
	rows, err := s.q().Runs(ctx, int32(limit))
	out := make([]register.Run, 0, len(rows))
	for _, r := range rows {
		out = append(out, runOf(r))
	}
	return out, err
}

// LinksOf lists the latest run's links among a person's records, both ends in
// sight.
func (s *Store) LinksOf(ctx context.Context, v register.Sight, p register.PersonID) ([]register.Link, error) {
	run, err := s.LatestRun(ctx)
	if err == register.ErrNotFound {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	seen, err := s.numsOf(ctx, v, p)
	if err != nil {
		return nil, err
	}
	rows, err := s.q().LinksOfPerson(ctx, sqlc.LinksOfPersonParams{Person: int64(p), Run: run.Seq})
	if err != nil {
		return nil, err
	}
	var out []register.Link
	for _, r := range rows {
		if seen[r.LeftNum] && seen[r.RightNum] {
			out = append(out, register.Link{
				Left: register.RecordID(r.LeftNum), Right: register.RecordID(r.RightNum), Run: r.Run,
				Weight: int(r.Weight), Probability: r.Probability,
			})
		}
	}
	return out, nil
}

// numsOf are the numbers of a person's records in sight.
func (s *Store) numsOf(ctx context.Context, v register.Sight, p register.PersonID) (map[int64]bool, error) {
	rows, err := s.q().RecordsOfPerson(ctx, sqlc.RecordsOfPersonParams{Person: int64(p), Org: orgOf(v), Level: int64(v.Level)})
	seen := make(map[int64]bool, len(rows))
	for _, r := range rows {
		if v.SeesRecord(register.RecordID(r.Num)) {
			seen[r.Num] = true
		}
	}
	return seen, err
}

// OpenMatches lists pairs left for people; see [register.Reader].
func (s *Store) OpenMatches(ctx context.Context, v register.Sight, account string, after, limit int) ([]register.OpenMatch, error) {
	all, err := s.openIn(ctx, v)
	if err != nil {
		return nil, err
	}
	from, _ := slices.BinarySearchFunc(all, after+1, func(m register.OpenMatch, rank int) int { return cmp.Compare(m.Rank, rank) })
	return slices.Clone(all[from:min(from+limit, len(all))]), nil
}

// CountOpen counts the pairs [Store.OpenMatches] would list from the start.
func (s *Store) CountOpen(ctx context.Context, v register.Sight, account string) (int, error) {
	all, err := s.openIn(ctx, v)
	return len(all), err
}

// openIn are the pairs left for people in sight, by rank. Not to be changed.
func (s *Store) openIn(ctx context.Context, v register.Sight) ([]register.OpenMatch, error) {
	now, err := s.state(ctx)
	if err != nil {
		return nil, err
	}
	return now.openIn.get(sightOf(v), func() ([]register.OpenMatch, error) {
		seen, err := s.seenSources(ctx, v)
		if err != nil {
			return nil, err
		}
		rows, err := s.openRows(ctx, now)
		if err != nil {
			return nil, err
		}
		var out []register.OpenMatch
		for _, r := range rows {
			if seen[r.LeftSource] && seen[r.RightSource] && v.SeesRecord(register.RecordID(r.LeftNum)) && v.SeesRecord(register.RecordID(r.RightNum)) {
				out = append(out, register.OpenMatch{
					Left: register.RecordID(r.LeftNum), Right: register.RecordID(r.RightNum), Run: r.Run,
					Weight: int(r.Weight), Probability: r.Probability, Rank: int(r.Rank),
				})
			}
		}
		return out, nil
	})
}

func (s *Store) seenSources(ctx context.Context, v register.Sight) (map[string]bool, error) {
	srcs, err := s.Sources(ctx, v)
	seen := make(map[string]bool, len(srcs))
	for _, x := range srcs {
		seen[string(x.ID)] = true
	}
	return seen, err
}

func judgementOf(r sqlc.Judgement) register.Judgement {
	return register.Judgement{
		ID: r.ID, Left: register.RecordID(r.LeftNum), Right: register.RecordID(r.RightNum), Verdict: register.Verdict(r.Verdict),
		Why: r.Why, By: r.Author, Org: register.OrgID(r.Org), At: micros(r.At), Seq: r.Seq, Undone: r.Undone, Rests: r.Rests,
	}
}

// inSight keeps the judgements both of whose records the reader may see, or
// could see until their import was undone.
func (s *Store) inSight(ctx context.Context, v register.Sight, rows []sqlc.Judgement) ([]register.Judgement, error) {
	seen := make(map[int64]bool)
	look := func(n int64) (bool, error) {
		if ok, known := seen[n]; known {
			return ok, nil
		}
		_, err := s.q().SourceInSight(ctx, sqlc.SourceInSightParams{Num: n, Org: orgOf(v), Level: int64(v.Level)})
		if err != nil && absent(err) != register.ErrNotFound {
			return false, err
		}
		seen[n] = err == nil && v.SeesRecord(register.RecordID(n))
		return seen[n], nil
	}
	var out []register.Judgement
	for _, r := range rows {
		l, err := look(r.LeftNum)
		if err != nil {
			return nil, err
		}
		rt, err := look(r.RightNum)
		if err != nil {
			return nil, err
		}
		if l && rt {
			out = append(out, judgementOf(r))
		}
	}
	return out, nil
}

// Judgements lists what people said about a pair, in order, taken back ones too.
func (s *Store) Judgements(ctx context.Context, v register.Sight, left, right register.RecordID) ([]register.Judgement, error) {
	rows, err := s.q().JudgementsOfPair(ctx, sqlc.JudgementsOfPairParams{LeftNum: int64(min(left, right)), RightNum: int64(max(left, right))})
	if err != nil {
		return nil, err
	}
	return s.inSight(ctx, v, rows)
}

// JudgementsOf lists the judgements about any record of a person.
func (s *Store) JudgementsOf(ctx context.Context, v register.Sight, p register.PersonID) ([]register.Judgement, error) {
	nums, err := s.numsOf(ctx, v, p)
	if err != nil {
		return nil, err
	}
	have := make(map[string]bool)
	var rows []sqlc.Judgement
	for n := range nums {
		js, err := s.q().JudgementsOfRecord(ctx, n)
		if err != nil {
			return nil, err
		}
		for _, j := range js {
			if !have[j.ID] {
				have[j.ID] = true
				rows = append(rows, j)
			}
		}
	}
	sortBySeq(rows)
	return s.inSight(ctx, v, rows)
}

// Judgement returns one judgement in sight.
func (s *Store) Judgement(ctx context.Context, v register.Sight, id string) (register.Judgement, error) {
	r, err := s.q().JudgementByID(ctx, id)
	if err != nil {
		return register.Judgement{}, absent(err)
	}
	js, err := s.inSight(ctx, v, []sqlc.Judgement{r})
	if err != nil {
		return register.Judgement{}, err
	}
	if len(js) == 0 {
		return register.Judgement{}, register.ErrNotFound
	}
	return js[0], nil
}

// Standing lists every judgement that stands, for runs.
func (s *Store) Standing(ctx context.Context) ([]register.Judgement, error) {
	now, err := s.state(ctx)
	if err != nil {
		return nil, err
	}
	all, err := now.standing.get(func() ([]register.Judgement, error) {
		rows, err := s.q().StandingJudgements(ctx)
		out := make([]register.Judgement, 0, len(rows))
		for _, r := range rows {
			out = append(out, judgementOf(r))
		}
		return out, err
	})
	return slices.Clone(all), err
}

// RecentJudgements lists the newest judgements in sight.
func (s *Store) RecentJudgements(ctx context.Context, v register.Sight, limit int) ([]register.Judgement, error) {
	rows, err := s.q().RecentJudgements(ctx, int32(5*limit))
	if err != nil {
		return nil, err
	}
	js, err := s.inSight(ctx, v, rows)
	if len(js) > limit {
		js = js[:limit]
	}
	return js, err
}
