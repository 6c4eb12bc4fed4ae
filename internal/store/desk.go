package store

import (
	"context"

	"kashf.org/kashf/internal/desk"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/store/sqlc"
)

var (
	_ desk.Tables = (*tx)(nil)
	_ desk.Store  = (*Store)(nil)
)

// PutDesk keeps an item of an office's work with the records it hangs on.
func (t *tx) PutDesk(ctx context.Context, it desk.Item) error {
	if err := t.Queries.PutDesk(ctx, sqlc.PutDeskParams{
		ID: it.ID, Kind: string(it.Kind), Text: it.Text, Query: it.Query, Level: int64(it.Level), Shared: it.Shared, Assignee: it.For,
		Due: it.Due, Author: it.By, Org: string(it.Org), At: it.At.UnixMicro(), Seq: it.Seq,
	}); err != nil {
		return err
	}
	for _, r := range it.Records {
		if err := t.PutDeskRecord(ctx, sqlc.PutDeskRecordParams{Item: it.ID, Record: int64(r)}); err != nil {
			return err
		}
	}
	return nil
}

func (t *tx) DoneDesk(ctx context.Context, id string, seq int64) error {
	return t.Queries.DoneDesk(ctx, sqlc.DoneDeskParams{ID: id, Done: seq})
}

func (t *tx) UndoDesk(ctx context.Context, id string, seq int64) error {
	return t.Queries.UndoDesk(ctx, sqlc.UndoDeskParams{ID: id, Undone: seq})
}

func (t *tx) DropDesk(ctx context.Context, id string) error {
	if err := t.DropDeskRecords(ctx, id); err != nil {
		return err
	}
	return t.Queries.DropDesk(ctx, id)
}

func (t *tx) UnlistDesk(ctx context.Context, org register.OrgID, kind desk.Kind, text string, records []register.RecordID) error {
	for _, r := range records {
		if err := t.Queries.UnlistDesk(ctx, sqlc.UnlistDeskParams{Record: int64(r), Org: string(org), Kind: string(kind), Text: text}); err != nil {
			return err
		}
	}
	return nil
}

// DeskOf lists the items that hang on any of the records, those taken back too.
func (s *Store) DeskOf(ctx context.Context, records []register.RecordID) ([]desk.Item, error) {
	var out []desk.Item
	have := make(map[string]bool)
	for _, r := range records {
		rows, err := s.q().DeskOfRecord(ctx, int64(r))
		if err != nil {
			return nil, err
		}
		for _, x := range rows {
			if !have[x.ID] {
				have[x.ID] = true
				it := deskItem(x)
				it.Records = []register.RecordID{r}
				out = append(out, it)
			}
		}
	}
	return out, nil
}

// DeskOfOrg lists an organisation's standing items of a kind.
func (s *Store) DeskOfOrg(ctx context.Context, org register.OrgID, kind desk.Kind) ([]desk.Item, error) {
	rows, err := s.q().DeskOfOrg(ctx, sqlc.DeskOfOrgParams{Org: string(org), Kind: string(kind)})
	if err != nil {
		return nil, err
	}
	return s.deskItems(ctx, rows)
}

// DeskNotes lists an organisation's standing notes, and those that others share.
func (s *Store) DeskNotes(ctx context.Context, org register.OrgID) ([]desk.Item, error) {
	rows, err := s.q().DeskNotes(ctx, string(org))
	if err != nil {
		return nil, err
	}
	return s.deskItems(ctx, rows)
}

func (s *Store) deskItems(ctx context.Context, rows []sqlc.Desk) (out []desk.Item, err error) {
	out = make([]desk.Item, len(rows))
	for i, x := range rows {
		if out[i], err = s.withRecords(ctx, deskItem(x)); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// DeskItem returns one item, also one that was taken back.
func (s *Store) DeskItem(ctx context.Context, id string) (desk.Item, error) {
	x, err := s.q().DeskByID(ctx, id)
	if err != nil {
		return desk.Item{}, absent(err)
	}
	return s.withRecords(ctx, deskItem(x))
}

func (s *Store) withRecords(ctx context.Context, it desk.Item) (desk.Item, error) {
	nums, err := s.q().DeskRecords(ctx, it.ID)
	for _, n := range nums {
		it.Records = append(it.Records, register.RecordID(n))
	}
	return it, err
}

func deskItem(x sqlc.Desk) desk.Item {
	return desk.Item{
		ID: x.ID, Kind: desk.Kind(x.Kind), Text: x.Text, Query: x.Query, Level: register.Level(x.Level), Shared: x.Shared, For: x.Assignee,
		Due: x.Due, By: x.Author, Org: register.OrgID(x.Org), At: micros(x.At), Seq: x.Seq, Done: x.Done, Undone: x.Undone,
	}
}
