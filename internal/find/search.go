package find

import (
	"context"
	"slices"

	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/names"
	"kashf.org/kashf/place"
)

// A Query asks for a person. Name is needed; the rest helps.
type Query struct {
	Name   string
	Mother string
	Born   int               // year; 0 asks nothing
	Place  place.Code        // of origin; compared by governorate
	Source register.SourceID // "" is every source
	// Prefix: the last word of Name may be unfinished.
	Prefix bool
	Limit  int // of persons; 0 is 20
	// Closed are files that a conflict of interest closes to the reader.
	Closed *register.Closed
}

const defaultLimit = 20

// A Reason is why a hit was found or ranked where it is, as a key: "name",
// "mother", "born" or "place".
type Reason struct {
	Key  string
	Bits float64 // for (above 0) or against
}

// A Hit is a person found, by the record that met the query best.
type Hit struct {
	Person  register.PersonID
	Record  register.RecordID
	Source  register.SourceID
	Name    string // the spelling that was met, as written
	Bits    float64
	Score   float64 // 0 to 1
	Band    names.Band
	Parts   []names.PartMatch // the query against Name, part by part
	Reasons []Reason
	// The record's own birth and origin, for the line of a result.
	BornFrom, BornTo int // years; 0 not known
	Where            place.Code
	// Records are the records of the person, in sight, that met the query.
	Records int
}

// Search finds persons, the best first. sight tells the sources that the
// reader may read; nil is all of them. It waits for the first load, as long
// as ctx allows.
func (x *Index) Search(ctx context.Context, q Query, sight func(register.SourceID) bool) ([]Hit, error) {
	if err := x.wait(ctx); err != nil {
		return nil, err
	}
	if q.Limit <= 0 {
		q.Limit = defaultLimit
	}
	x.mu.RLock()
	defer x.mu.RUnlock()
	seen := x.inSight(q.Source, sight)
	nq := names.Query{Name: q.Name, Mother: q.Mother, Born: q.Born, Prefix: q.Prefix}
	if slices.Contains(seen, false) || q.Closed != nil { // one who may read every source is not asked row by row
		nq.Allow = func(id int64) bool {
			w, ok := x.rows[register.RecordID(id)]
			return ok && seen[w.source] && !q.Closed.Has(register.RecordID(id))
		}
	}
	if g := q.Place.Governorate(); g != "" {
		nq.Places = []string{string(g)}
	}
	// A person may have many records: more are asked for until there are
	// persons enough or no more records.
	for nq.Limit = recordsEach * q.Limit; ; nq.Limit *= recordsEach {
		found := x.names.Search(nq)
		hits := x.group(found)
		if len(hits) >= q.Limit || len(found) < nq.Limit {
			return hits[:min(len(hits), q.Limit)], ctx.Err()
		}
	}
}

// recordsEach is how many records a person is first thought to have.
const recordsEach = 2

func (x *Index) wait(ctx context.Context) error {
	select {
	case <-x.ready:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// inSight asks once for each source. The caller holds the lock.
func (x *Index) inSight(only register.SourceID, sight func(register.SourceID) bool) []bool {
	seen := make([]bool, len(x.sources.ids))
	for i, id := range x.sources.ids {
		seen[i] = (only == "" || only == id) && (sight == nil || sight(id))
	}
	return seen
}

// group makes hits of records into hits of persons, in the order of the best.
func (x *Index) group(found []names.Hit) []Hit {
	var out []Hit
	at := map[register.PersonID]int{}
	for _, h := range found {
		r := register.RecordID(h.ID)
		w, ok := x.rows[r]
		if !ok {
			continue
		}
		if k, ok := at[w.person]; ok {
			out[k].Records++
			continue
		}
		at[w.person] = len(out)
		hit := x.hit(r, w)
		hit.Name, hit.Bits, hit.Score, hit.Band, hit.Parts = h.Name, h.Bits, h.Score, h.Band, h.Names.Parts
		hit.Reasons = append(hit.Reasons, Reason{Key: "name", Bits: h.Names.Bits})
		for _, f := range h.Fields {
			hit.Reasons = append(hit.Reasons, Reason{Key: f.Field, Bits: f.Bits})
		}
		out = append(out, hit)
	}
	return out
}

func (x *Index) hit(r register.RecordID, w row) Hit {
	return Hit{
		Person: w.person, Record: r, Source: x.sources.ids[w.source], Records: 1,
		BornFrom: int(w.bornFrom), BornTo: int(w.bornTo), Where: x.places.ids[w.where],
	}
}

// ByNumber finds persons by a number given inside a facility, or the number of
// their row in a list, in any digits and with or without what stands between
// them. Numbers mean nothing outside their list or facility, so there may be
// several; they come by record.
func (x *Index) ByNumber(ctx context.Context, number string, sight func(register.SourceID) bool, closed *register.Closed) ([]Hit, error) {
	if err := x.wait(ctx); err != nil {
		return nil, err
	}
	x.mu.RLock()
	defer x.mu.RUnlock()
	seen := x.inSight("", sight)
	key := FoldNumber(number)
	if key == "" {
		return nil, nil
	}
	n, ok := x.numbers.at[key]
	if !ok {
		return nil, nil
	}
	var out []Hit
	at := map[register.PersonID]int{}
	for _, r := range slices.Sorted(slices.Values(x.byNumber[n])) {
		w := x.rows[r]
		if !seen[w.source] || closed.Has(r) {
			continue
		}
		if k, ok := at[w.person]; ok {
			out[k].Records++
			continue
		}
		at[w.person] = len(out)
		h := x.hit(r, w)
		h.Band, h.Score = names.Strong, 1
		if w.detainee == n {
			h.Reasons = append(h.Reasons, Reason{Key: "detainee_no"})
		}
		if w.list == n {
			h.Reasons = append(h.Reasons, Reason{Key: "list_no"})
		}
		out = append(out, h)
	}
	return out, nil
}
