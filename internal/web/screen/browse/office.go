package browse

import (
	"context"
	"slices"
	"strings"

	"kashf.org/kashf/internal/desk"
	"kashf.org/kashf/internal/find"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/web/gate"
	"kashf.org/kashf/names"
)

// An office is what the reader's organisation knows of people beside what sources
// say, as far as the reader may read it.
type office struct {
	tags, lists []desk.Named
	tasks       []desk.Item // open ones; nil where no condition asks
	notes       []desk.Item
	account     string
	today       string // EDTF
}

// officeOf reads what a query needs.
func (s *Screen) officeOf(ctx context.Context, q Query) (office, error) {
	who, v := gate.PrincipalOf(ctx), gate.Sight(ctx, 0)
	o := office{account: string(who.Account), today: s.Now().UTC().Format("2006-01-02")}
	var err error
	if o.tags, err = s.Desk.Names(ctx, who.Org, desk.Tag); err != nil {
		return o, err
	}
	if o.lists, err = s.Desk.Names(ctx, who.Org, desk.List); err != nil {
		return o, err
	}
	shut := func(n desk.Named) bool { return !n.Open(v) }
	o.tags, o.lists = slices.DeleteFunc(o.tags, shut), slices.DeleteFunc(o.lists, shut)
	asks := func(kind string) bool {
		return slices.ContainsFunc(q.Rows, func(r Row) bool { return r.Kind == kind && r.whole() })
	}
	if asks(tasked) {
		if o.tasks, err = s.Desk.Open(ctx, v); err != nil {
			return o, err
		}
	}
	if asks(string(find.Writes)) {
		o.notes, err = s.Desk.Notes(ctx, v)
	}
	return o, err
}

// tasked are the records with an open task.
func (o office) tasked(which string) []register.RecordID {
	var out []register.RecordID
	for _, it := range o.tasks {
		switch {
		case which == tasksMine && it.For != o.account, which == tasksOverdue && (it.Due == "" || it.Due >= o.today):
		default:
			out = append(out, it.Records...)
		}
	}
	return out
}

// noted are the records with a note that holds every word.
func (o office) noted(text string) []register.RecordID {
	words := strings.Fields(names.Loose(text))
	if len(words) == 0 {
		return nil
	}
	var out []register.RecordID
	for _, it := range o.notes {
		note := names.Loose(it.Text)
		if !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(note, w) }) {
			out = append(out, it.Records...)
		}
	}
	return out
}
