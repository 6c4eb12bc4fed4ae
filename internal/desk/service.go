package desk

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/when"
)

// A Service keeps an office's work. Its fields are set once, before use.
type Service struct {
	Journal *journal.Journal
	Store   Store
	NewID   func() string
	// Account reports whether an account exists in an organisation.
	Account func(ctx context.Context, id string, org register.OrgID) (bool, error)
}

// Put enters an item of the actor's organisation. The caller has found the
// records in the actor's sight. It returns one of this package's errors for
// what can be mended.
func (s *Service) Put(ctx context.Context, a journal.Actor, it Item) (int64, error) {
	if err := s.check(ctx, a, &it); err != nil {
		return 0, err
	}
	body := Body{
		ID: s.NewID(), Text: it.Text, Query: it.Query, Records: it.Records, Level: it.Level, Shared: it.Shared, For: it.For, Due: it.Due,
	}
	subjects := []string{body.ID}
	if len(it.Records) <= 100 { // found by each person; of a bulk act, by itself alone
		for _, r := range it.Records {
			subjects = append(subjects, r.String())
		}
	}
	var seq int64
	err := s.Journal.Do(ctx, a, func(ctx context.Context, u *journal.Unit) error {
		was, err := s.standing(ctx, a, it)
		if seq = was; err != nil || was != 0 {
			return err
		}
		e, err := u.Append(ctx, journal.Draft{Kind: entryKinds[it.Kind], Body: body, Subjects: subjects})
		seq = e.Seq
		return err
	})
	return seq, err
}

// standing is the entry of the same item by the same account, 0 where there is
// none: sent twice, as by a second click, it is entered once.
func (s *Service) standing(ctx context.Context, a journal.Actor, it Item) (int64, error) {
	var all []Item
	var err error
	if len(it.Records) == 1 {
		all, err = s.Store.DeskOf(ctx, it.Records)
	} else {
		all, err = s.Store.DeskOfOrg(ctx, register.OrgID(a.Org), it.Kind)
	}
	i := slices.IndexFunc(all, func(x Item) bool {
		return x.By == a.Account && string(x.Org) == a.Org && x.Undone == 0 && x.Done == 0 && x.Kind == it.Kind && x.Text == it.Text && x.Query == it.Query &&
			x.Level == it.Level && x.Shared == it.Shared && x.For == it.For && x.Due == it.Due && slices.Equal(slices.Sorted(slices.Values(x.Records)), it.Records)
	})
	if err != nil || i < 0 {
		return 0, err
	}
	return all[i].Seq, nil
}

func (s *Service) enter(ctx context.Context, a journal.Actor, d journal.Draft) (int64, error) {
	var seq int64
	err := s.Journal.Do(ctx, a, func(ctx context.Context, u *journal.Unit) error {
		e, err := u.Append(ctx, d)
		seq = e.Seq
		return err
	})
	return seq, err
}

func (s *Service) check(ctx context.Context, a journal.Actor, it *Item) error {
	it.Text = strings.TrimSpace(strings.ToValidUTF8(it.Text, ""))
	most := MaxName
	if it.Kind == Note || it.Kind == Task {
		most = MaxNote
	}
	it.Records = slices.Compact(slices.Sorted(slices.Values(it.Records)))
	switch n := utf8.RuneCountInString(it.Text); {
	case entryKinds[it.Kind] == "":
		return fmt.Errorf("%q: %w", it.Kind, ErrNoItem)
	case n == 0 || n > most:
		return ErrText
	case it.Kind == Search && len(it.Query) > MaxQuery:
		return ErrQuery
	case it.Kind != Search && len(it.Records) == 0, len(it.Records) > MaxRecords:
		return ErrNobody
	case it.Level != register.C2 && it.Level != register.C3:
		if it.Kind == Note {
			return ErrLevel
		}
		it.Level = register.C2
	}
	if it.Kind != Task {
		it.For, it.Due = "", ""
		return nil
	}
	if d, err := when.Parse(it.Due); it.Due != "" && (err != nil || d.Precision() != when.ToDay) {
		return ErrDue
	}
	if ok, err := s.Account(ctx, it.For, register.OrgID(a.Org)); err != nil || !ok {
		return cmp.Or(err, ErrFor)
	}
	return nil
}

// Finish enters that a task was done, by whoever it was given to or who gave it.
func (s *Service) Finish(ctx context.Context, a journal.Actor, id string) error {
	it, err := s.own(ctx, a, id)
	if err != nil {
		return err
	}
	if it.Kind != Task || it.Done != 0 || it.For != a.Account && it.By != a.Account {
		return ErrNotTask
	}
	_, err = s.enter(ctx, a, journal.Draft{Kind: TaskDone, Body: DoneBody{ID: id}, Subjects: []string{id}})
	return err
}

// own is a standing item of the actor's organisation; any other is not there.
func (s *Service) own(ctx context.Context, a journal.Actor, id string) (Item, error) {
	it, err := s.Any(ctx, a, id)
	if err == nil && it.Undone != 0 {
		err = register.ErrNotFound
	}
	return it, err
}

// Any is an item of the actor's organisation, also one that was taken back.
func (s *Service) Any(ctx context.Context, a journal.Actor, id string) (Item, error) {
	it, err := s.Store.DeskItem(ctx, id)
	if err == nil && (a.Org == "" || string(it.Org) != a.Org) {
		err = register.ErrNotFound
	}
	return it, err
}

// Own is [Service.own] for pages.
func (s *Service) Own(ctx context.Context, a journal.Actor, id string) (Item, error) {
	return s.own(ctx, a, id)
}

// TakeBack undoes an item of the actor's organisation. One that was taken back
// before gives [journal.ErrCannotUndo].
func (s *Service) TakeBack(ctx context.Context, a journal.Actor, id, why string) error {
	it, err := s.Any(ctx, a, id)
	if err != nil {
		return err
	}
	return s.Journal.Do(ctx, a, func(ctx context.Context, u *journal.Unit) error {
		_, err := u.Undo(ctx, it.Seq, why, nil)
		return err
	})
}

// TakeOut takes people out of a tag or a list, named by one of its items.
func (s *Service) TakeOut(ctx context.Context, a journal.Actor, id string, records []register.RecordID) error {
	it, err := s.own(ctx, a, id)
	if err != nil {
		return err
	}
	if it.Kind != Tag && it.Kind != List || len(records) == 0 {
		return ErrNobody
	}
	_, err = s.enter(ctx, a, journal.Draft{
		Kind: TagTaken, Body: TakenBody{Kind: it.Kind, Text: it.Text, Records: records}, Subjects: []string{id},
	})
	return err
}

// A Named is a tag, a list or a search: all items of one name together.
type Named struct {
	ID      string // of its first item
	Text    string
	Query   string // of the newest search of the name
	By      string
	Records []register.RecordID
}

// Names gathers an organisation's items of a kind by name, in order of name.
func (s *Service) Names(ctx context.Context, org register.OrgID, kind Kind) ([]Named, error) {
	if org == "" {
		return nil, nil
	}
	items, err := s.Store.DeskOfOrg(ctx, org, kind)
	if err != nil {
		return nil, err
	}
	var out []Named
	for _, it := range items {
		i := slices.IndexFunc(out, func(n Named) bool { return n.Text == it.Text })
		if i < 0 {
			i = len(out)
			out = append(out, Named{ID: it.ID, Text: it.Text})
		}
		out[i].Query, out[i].By = it.Query, it.By
		out[i].Records = append(out[i].Records, it.Records...)
	}
	slices.SortStableFunc(out, func(a, b Named) int { return cmp.Compare(a.Text, b.Text) })
	return out, nil
}

// Open reports whether the tag or the list has anybody of whom no conflict of
// interest closes the file to a reader. A search always is.
func (n Named) Open(v register.Sight) bool {
	return len(n.Records) == 0 || slices.ContainsFunc(n.Records, v.SeesRecord)
}

// Tasks are the open tasks of an organisation that an account gave or was
// given, those due first before the others.
func (s *Service) Tasks(ctx context.Context, org register.OrgID, account string) ([]Item, error) {
	items, err := s.Store.DeskOfOrg(ctx, org, Task)
	if err != nil {
		return nil, err
	}
	items = slices.DeleteFunc(items, func(it Item) bool { return it.Done != 0 || it.For != account && it.By != account })
	slices.SortStableFunc(items, func(a, b Item) int {
		return cmp.Or(cmp.Compare(orLast(a.Due), orLast(b.Due)), cmp.Compare(a.Seq, b.Seq))
	})
	return items, nil
}

// Open are the open tasks of the reader's organisation, whoever has them, as far
// as the reader may read them.
func (s *Service) Open(ctx context.Context, v register.Sight) ([]Item, error) {
	if v.Org == "" {
		return nil, nil
	}
	items, err := s.Store.DeskOfOrg(ctx, v.Org, Task)
	return slices.DeleteFunc(items, func(it Item) bool { return it.Done != 0 || !it.Seen(v) }), err
}

// Notes are the notes that the reader may read: those of the reader's
// organisation, and those that others share.
func (s *Service) Notes(ctx context.Context, v register.Sight) ([]Item, error) {
	if v.Org == "" {
		return nil, nil
	}
	items, err := s.Store.DeskNotes(ctx, v.Org)
	return slices.DeleteFunc(items, func(it Item) bool { return !it.Seen(v) }), err
}

func orLast(due string) string { return cmp.Or(due, "9999") }

// Of lists what hangs on a person's records, in sight.
func (s *Service) Of(ctx context.Context, v register.Sight, records []register.RecordID) ([]Item, error) {
	items, err := s.Store.DeskOf(ctx, records)
	return slices.DeleteFunc(items, func(it Item) bool { return !it.Seen(v) || it.Kind == Search }), err
}
