package demo

import (
	"encoding/csv"
	"fmt"
	"io"
	"iter"
	"strconv"
)

// A Ref is one row of one list.
type Ref struct {
	List string // key
	Row  int    // from 1, the header not counted
}

// A Match says of which person a row speaks.
type Match struct {
	Ref
	Person int // a person's or a child's id
	Family int
}

// Truth yields every row of every list with the person it speaks of, list by
// list in the order of the rows.
func (w *World) Truth() iter.Seq[Match] {
	return func(yield func(Match) bool) {
		for _, l := range w.Lists() {
			for i, r := range l.rows {
				m := Match{Ref{l.Key, i + 1}, int(r.person), w.familyOf(int(r.person))}
				if !yield(m) {
					return
				}
			}
		}
	}
}

func (w *World) familyOf(id int) int {
	if c := w.child(id); c != nil {
		id = c.Mother
	}
	return w.Person(id).Family
}

// WriteTruth writes [World.Truth] as CSV: list, row, person_id, family_id.
func (w *World) WriteTruth(to io.Writer) error {
	out := csv.NewWriter(to)
	if err := out.Write([]string{"list", "row", "person_id", "family_id"}); err != nil {
		return fmt.Errorf("write truth: %w", err)
	}
	for m := range w.Truth() {
		cells := []string{m.List, strconv.Itoa(m.Row), strconv.Itoa(m.Person), strconv.Itoa(m.Family)}
		if err := out.Write(cells); err != nil {
			return fmt.Errorf("write truth: %w", err)
		}
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return fmt.Errorf("write truth: %w", err)
	}
	return nil
}

// A Query is how a relative or a colleague would ask for a person, to measure
// a search by.
type Query struct {
	Person      int
	Arabic      string
	Latin       string
	BirthYear   int
	Governorate string // p-code
	Mother      string // given name, Arabic
}

// Queries gives n questions after persons who are in at least one list, or as
// many as there are such persons.
func (w *World) Queries(n int) []Query {
	listed := make([]bool, len(w.Persons)+1)
	for m := range w.Truth() {
		if m.Person <= len(w.Persons) {
			listed[m.Person] = true
		}
	}
	order := throw(w.seed, streamQueries, 0, 0).Perm(len(w.Persons))
	var queries []Query
	for _, i := range order {
		if len(queries) == n {
			break
		}
		if listed[i+1] {
			queries = append(queries, w.query(&w.Persons[i]))
		}
	}
	return queries
}

func (w *World) query(p *Person) Query {
	s := &scribe{dice: throw(w.seed, streamQueries, 1, uint64(p.ID)), w: w, p: p, f: w.Family(p)}
	parts := s.full(.8, .1)
	return Query{
		Person: p.ID, Arabic: s.arabic(.15, parts...),
		Latin: s.latin(parts, oneOf(s.dice, english, english, french, turkish)), BirthYear: p.Born.Year(),
		Governorate: s.f.Town.Governorate, Mother: s.f.Mother,
	}
}

// WriteQueries writes [World.Queries] as CSV with a header.
func (w *World) WriteQueries(to io.Writer, n int) error {
	out := csv.NewWriter(to)
	rows := [][]string{{"query_id", "person_id", "latin_query", "arabic_query", "birth_year", "gov_pcode", "mother"}}
	for i, q := range w.Queries(n) {
		rows = append(rows, []string{
			strconv.Itoa(i + 1), strconv.Itoa(q.Person), q.Latin, q.Arabic,
			strconv.Itoa(q.BirthYear), q.Governorate, q.Mother,
		})
	}
	if err := out.WriteAll(rows); err != nil {
		return fmt.Errorf("write queries: %w", err)
	}
	return nil
}
