package browse

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"kashf.org/kashf/internal/desk"
	"kashf.org/kashf/internal/find"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/when"
)

// A Row is one condition as it stands in the form and in the address. No name
// stands there: tags and lists are named by id.
type Row struct {
	Kind      string
	Not       bool
	Value     string
	From, To  string
	Join      find.Join
	FromWrong bool
	ToWrong   bool
}

// Conditions of the form beside those of [find.Kind]: who is tagged or listed, or
// has an open task.
const (
	tagged = "tag"
	listed = "list"
	tasked = "task"
)

// The open tasks that a condition asks for.
const (
	tasksMine    = "mine"
	tasksAny     = "any"
	tasksOverdue = "overdue"
)

// typed are the conditions of which a word is typed. What is typed may be a name,
// or a number that is as good as one: it stands in no address and in no log.
var typed = []string{string(find.Writes), string(find.OfOccupation), string(find.Numbered)}

// typed reports whether the row holds a word that was typed.
func (r Row) typed() bool { return r.Value != "" && slices.Contains(typed, r.Kind) }

// typed reports whether a row of the query does: then it stands in no address.
func (q Query) typed() bool { return slices.ContainsFunc(q.Rows, Row.typed) }

// open is the query without the words that were typed.
func (q Query) open() Query {
	q.Rows = slices.Clone(q.Rows)
	for i := range q.Rows {
		if q.Rows[i].typed() {
			q.Rows[i].Value = ""
		}
	}
	return q
}

// kinds are the conditions, in the order in which they are offered.
var kinds = []string{
	string(find.InGovernorate), string(find.HeldAt), string(find.ArrestedIn), string(find.OfStatus), string(find.OfSex), string(find.BornIn), string(find.Minor),
	string(find.HeldBy), string(find.Numbered), string(find.OfOccupation), string(find.Writes), string(find.FromSource), string(find.TakenIn), string(find.Has),
	tagged, listed, tasked,
}

// A Query is the form: its rows, and where in the list the reader is.
type Query struct {
	Rows  []Row
	Order find.Order
	Page  int // from 0
}

const maxValue = 200

// queryOf reads an address. Rows of unknown kinds are left out.
func queryOf(q url.Values) Query {
	at := func(name string, i int) string {
		if i < len(q[name]) && len(q[name][i]) <= maxValue {
			return strings.TrimSpace(strings.ToValidUTF8(q[name][i], ""))
		}
		return ""
	}
	var out Query
	for i, k := range q["f"] {
		if i == find.MaxTerms {
			break
		}
		if !slices.Contains(kinds, k) {
			continue
		}
		r := Row{Kind: k, Not: at("not", i) == "1", Value: at("v", i), From: at("from", i), To: at("to", i), Join: find.Join(at("j", i))}
		if !slices.Contains([]find.Join{find.And, find.Or, find.Refine, find.Extend}, r.Join) {
			r.Join = find.And
		}
		if r.Kind == string(find.OfStatus) && tellsDeath(r.Value) {
			r.Value = ""
		}
		r.FromWrong, r.ToWrong = wrongDate(r.From), wrongDate(r.To)
		out.Rows = append(out.Rows, r)
	}
	if n, err := strconv.Atoi(q.Get("drop")); err == nil && n >= 0 && n < len(out.Rows) {
		out.Rows = slices.Delete(out.Rows, n, n+1)
	}
	if k := q.Get("add"); slices.Contains(kinds, k) && len(out.Rows) < find.MaxTerms {
		out.Rows = append(out.Rows, Row{Kind: k, Join: find.And})
	}
	if o := find.Order(q.Get("o")); slices.Contains(find.Orders(), o) {
		out.Order = o
	}
	out.Page, _ = strconv.Atoi(q.Get("page"))
	out.Page = max(0, min(out.Page, 1<<20))
	return out
}

// tellsDeath reports whether a status says that somebody is dead. A death is
// read in the person's file: nobody is listed by it.
func tellsDeath(status string) bool {
	return register.Claim{Field: register.Status, Value: status, Norm: status}.TellsDeath()
}

func wrongDate(s string) bool { return s != "" && dateOf(s).IsZero() }

// dateOf reads a date as it is typed; the zero Date for what is none.
func dateOf(s string) when.Date {
	if d, err := when.Parse(s); err == nil {
		return d
	}
	d, _, err := when.Read(s, when.Options{})
	if err != nil {
		return when.Date{}
	}
	return d
}

// encode is the query as it stands in an address, of the given page.
func (q Query) encode(page int) string {
	v := url.Values{}
	for _, r := range q.Rows {
		not := ""
		if r.Not {
			not = "1"
		}
		for name, value := range map[string]string{"f": r.Kind, "not": not, "v": r.Value, "from": r.From, "to": r.To, "j": string(r.Join)} {
			v.Add(name, value)
		}
	}
	if q.Order != find.ByFirst {
		v.Set("o", string(q.Order))
	}
	if page > 0 {
		v.Set("page", strconv.Itoa(page))
	}
	return v.Encode()
}

// whole reports whether a row asks for something: one that was just added does
// not yet.
func (r Row) whole() bool {
	switch r.Kind {
	case string(find.Minor):
		return true
	case string(find.HeldAt):
		return r.Value != "" || !dateOf(r.From).IsZero() || !dateOf(r.To).IsZero()
	case string(find.ArrestedIn), string(find.BornIn), string(find.TakenIn):
		return !dateOf(r.From).IsZero() || !dateOf(r.To).IsZero()
	}
	return r.Value != ""
}

// terms are the rows as the index reads them.
func (q Query) terms(o office) []find.Term {
	var out []find.Term
	for _, r := range q.Rows {
		if !r.whole() {
			continue
		}
		t := find.Term{Join: r.Join, Cond: find.Cond{Kind: find.Kind(r.Kind), Not: r.Not, Value: r.Value, From: dateOf(r.From), To: dateOf(r.To)}}
		switch r.Kind {
		case tagged:
			t.Kind, t.Records = find.Listed, recordsOf(o.tags, r.Value)
		case listed:
			t.Kind, t.Records = find.Listed, recordsOf(o.lists, r.Value)
		case tasked:
			t.Kind, t.Records = find.Listed, o.tasked(r.Value)
		case string(find.Writes):
			t.Records = o.noted(r.Value)
		}
		out = append(out, t)
	}
	return out
}

func recordsOf(all []desk.Named, id string) []register.RecordID {
	for _, n := range all {
		if n.ID == id {
			return n.Records
		}
	}
	return nil
}
