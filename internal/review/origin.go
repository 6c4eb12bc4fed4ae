package review

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"slices"
	"strconv"

	"kashf.org/kashf/internal/register"
)

// The marks of an origin. Facts that share one have one origin, directly or by
// way of another fact of the case: what somebody typed, the record or the item
// that a fact points at, the file that this came in, the source.

// origin is where the fact first came from, however that was spelled.
func (f Fact) origin() string { return string(KeyOfPoint(f.Origin)) }

// near are the marks of one writing: it is one, whoever enters it and whatever
// they call it.
func (f Fact) near(id CaseID) []string {
	out := []string{markOf(id, "origin", f.origin())}
	for _, r := range f.Refs {
		if r.Item != "" {
			out = append(out, markOf(id, "item", r.Item))
		} else {
			out = append(out, markOf(id, "record", strconv.FormatInt(r.Record, 10)))
		}
	}
	return out
}

// far are the marks by which independence is judged.
func (f Fact) far(id CaseID) []string {
	return append([]string{markOf(id, "origin", f.origin())}, f.From...)
}

// markOf names a thing within a case. It is a hash under the case's number, so
// that a mark which leaves with a case tells nothing of the register and is not
// the mark of the same thing in another.
func markOf(id CaseID, kind, what string) string {
	h := sha256.Sum256([]byte(string(id) + "\x00" + kind + "\x00" + what))
	return hex.EncodeToString(h[:8])
}

// origins tells the facts of the case apart by origin, by the first mark that
// each is known under: the roots of a union over shared marks.
func (c *Case) origins(marks func(Fact) []string) map[FactID]string {
	root := map[string]string{}
	var find func(m string) string
	find = func(m string) string {
		if r, ok := root[m]; ok && r != m {
			root[m] = find(r)
			return root[m]
		}
		return m
	}
	for _, f := range c.Facts {
		ms := marks(f)
		for _, m := range ms[1:] {
			root[find(m)] = find(ms[0])
		}
	}
	out := make(map[FactID]string, len(c.Facts))
	for _, f := range c.Facts {
		out[f.ID] = find(marks(f)[0])
	}
	return out
}

// independent are the origins by which facts count as several.
func (c *Case) independent() map[FactID]string {
	return c.origins(func(f Fact) []string { return f.far(c.ID) })
}

// Tainted reports whether the fact is presumed to have been got by torture: it is
// what somebody said to a security branch, the same writing under another name,
// or a branch's paper out of the same source. The record of an interrogation is
// what was said there, whoever enters it and whatever they call it.
func (c *Case) Tainted(f Fact) bool {
	if f.Tainted() {
		return true
	}
	if !slices.ContainsFunc(c.Facts, Fact.Tainted) {
		return false
	}
	writings, sources := c.origins(func(f Fact) []string { return f.near(c.ID) }), c.independent()
	return slices.ContainsFunc(c.Facts, func(x Fact) bool {
		return x.Tainted() && (writings[x.ID] == writings[f.ID] || f.Forum == SecurityBranch && sources[x.ID] == sources[f.ID])
	})
}

// from are the marks of what the register says a fact came from: the file and the
// source of the records that it points at, and where those first came from; of a
// paper its content. Papers of one row are several, as their contents are.
func (s *Service) from(ctx context.Context, id CaseID, refs []Ref) ([]string, error) {
	var out []string
	add := func(kind, what string) {
		if m := markOf(id, kind, what); what != "" && !slices.Contains(out, m) {
			out = append(out, m)
		}
	}
	machine := register.Sight{Machine: true}
	source := func(src register.SourceID) error {
		x, err := s.Store.SourceOf(ctx, machine, src)
		if errors.Is(err, register.ErrNotFound) {
			return nil
		}
		add("source", string(src))
		add("origin", string(KeyOfPoint(x.Origin)))
		return err
	}
	for _, r := range refs {
		err := error(nil)
		if r.Item != "" {
			var it register.Item
			if it, err = s.Store.Item(ctx, machine, r.Item); err == nil {
				add("file", it.Blob)
				if it.Kind == register.OfSource {
					err = source(register.SourceID(it.Subject))
				}
			}
		} else {
			var rec register.Record
			if rec, err = s.Store.RecordOf(ctx, machine, register.RecordID(r.Record)); err == nil {
				err = s.fromRecord(ctx, rec, add, source)
			}
		}
		if err != nil && !errors.Is(err, register.ErrNotFound) { // of what is gone there is nothing to say
			return nil, err
		}
	}
	return out, nil
}

func (s *Service) fromRecord(ctx context.Context, rec register.Record, add func(kind, what string), source func(register.SourceID) error) error {
	im, err := s.Store.ImportOf(ctx, register.Sight{Machine: true}, rec.Import)
	if err != nil {
		return err
	}
	add("file", im.Original)
	return source(rec.Source)
}
