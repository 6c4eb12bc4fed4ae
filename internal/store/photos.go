package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"kashf.org/kashf/internal/consent"
	"kashf.org/kashf/internal/photo"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/store/sqlc"
)

var (
	_ photo.Tables   = (*tx)(nil)
	_ photo.Store    = (*Store)(nil)
	_ consent.Tables = (*tx)(nil)
	_ consent.Store  = (*Store)(nil)
)

// PutPhoto keeps a photograph.
func (t *tx) PutPhoto(ctx context.Context, p photo.Photo) error {
	return t.Queries.PutPhoto(ctx, sqlc.PutPhotoParams{
		ID: p.ID, Record: int64(p.Record), Original: p.Original, Shown: p.Shown, MediaType: p.Media, Size: p.Size,
		Width: int64(p.Width), Height: int64(p.Height), Alt: p.Alt, Level: int64(p.Level), Sharing: string(p.Sharing),
		Author: p.By, Org: string(p.Org), At: p.At.UnixMicro(), Seq: p.Seq,
	})
}

func (t *tx) UndoPhoto(ctx context.Context, id string, seq int64) error {
	return t.Queries.UndoPhoto(ctx, sqlc.UndoPhotoParams{ID: id, Undone: seq})
}

func (t *tx) DropPhoto(ctx context.Context, id string) error { return t.Queries.DropPhoto(ctx, id) }

// Photo returns one photograph, also one that was taken back.
func (s *Store) Photo(ctx context.Context, id string) (photo.Photo, error) {
	x, err := s.q().PhotoByID(ctx, id)
	if err != nil {
		return photo.Photo{}, absent(err)
	}
	return photoOf(x), nil
}

// PhotosOf lists the photographs of some records that stand.
func (s *Store) PhotosOf(ctx context.Context, records []register.RecordID) ([]photo.Photo, error) {
	all, err := s.AllPhotosOf(ctx, records)
	var out []photo.Photo
	for _, p := range all {
		if p.Undone == 0 {
			out = append(out, p)
		}
	}
	return out, err
}

// AllPhotosOf lists the photographs of some records, those taken back too:
// what hides does not destroy.
func (s *Store) AllPhotosOf(ctx context.Context, records []register.RecordID) ([]photo.Photo, error) {
	var out []photo.Photo
	for _, r := range records {
		rows, err := s.q().PhotosOf(ctx, int64(r))
		if err != nil {
			return nil, err
		}
		for _, x := range rows {
			out = append(out, photoOf(x))
		}
	}
	return out, nil
}

// PhotosOfBlob lists the photographs that rest on a file of the vault.
func (s *Store) PhotosOfBlob(ctx context.Context, blob string) ([]photo.Photo, error) {
	rows, err := s.q().PhotosOfBlob(ctx, blob)
	out := make([]photo.Photo, len(rows))
	for i, x := range rows {
		out[i] = photoOf(x)
	}
	return out, err
}

func photoOf(x sqlc.Photo) photo.Photo {
	return photo.Photo{
		ID: x.ID, Record: register.RecordID(x.Record), Original: x.Original, Shown: x.Shown, Media: x.MediaType, Size: x.Size,
		Width: int(x.Width), Height: int(x.Height), Alt: x.Alt, Level: register.Level(x.Level), Sharing: register.Sharing(x.Sharing),
		By: x.Author, Org: register.OrgID(x.Org), At: micros(x.At), Seq: x.Seq, Undone: x.Undone,
	}
}

// PutConsent keeps who agreed to what.
func (t *tx) PutConsent(ctx context.Context, c consent.Consent) error {
	uses, err := json.Marshal(c.Uses)
	if err != nil {
		return err
	}
	return t.Queries.PutConsent(ctx, sqlc.PutConsentParams{
		ID: c.ID, Record: int64(c.Record), Photo: c.Photo, Uses: string(uses), Giver: c.Giver, Name: c.Name, Way: c.Way, Day: c.On,
		Until: c.Until, Note: c.Note, Author: c.By, Org: string(c.Org), At: c.At.UnixMicro(), Seq: c.Seq,
	})
}

func (t *tx) WithdrawConsent(ctx context.Context, id string, at time.Time, seq int64) error {
	return t.Queries.WithdrawConsent(ctx, sqlc.WithdrawConsentParams{ID: id, Withdrawn: seq, WithdrawnAt: at.UnixMicro()})
}

func (t *tx) UndoConsent(ctx context.Context, id string, seq int64) error {
	return t.Queries.UndoConsent(ctx, sqlc.UndoConsentParams{ID: id, Undone: seq})
}

func (t *tx) DropConsent(ctx context.Context, id string) error {
	return t.Queries.DropConsent(ctx, id)
}

// Consent returns one consent, also one that was withdrawn or taken back.
func (s *Store) Consent(ctx context.Context, id string) (consent.Consent, error) {
	x, err := s.q().ConsentByID(ctx, id)
	if err != nil {
		return consent.Consent{}, absent(err)
	}
	return consentOf(x)
}

// ConsentsOf lists the consents about some records, the withdrawn and those
// taken back too.
func (s *Store) ConsentsOf(ctx context.Context, records []register.RecordID) ([]consent.Consent, error) {
	var out []consent.Consent
	for _, r := range records {
		rows, err := s.q().ConsentsOf(ctx, int64(r))
		if err != nil {
			return nil, err
		}
		for _, x := range rows {
			c, err := consentOf(x)
			if err != nil {
				return nil, err
			}
			out = append(out, c)
		}
	}
	return out, nil
}

func consentOf(x sqlc.Consent) (consent.Consent, error) {
	c := consent.Consent{
		ID: x.ID, Record: register.RecordID(x.Record), Photo: x.Photo, Giver: x.Giver, Name: x.Name, Way: x.Way, On: x.Day, Until: x.Until,
		Note: x.Note, By: x.Author, Org: register.OrgID(x.Org), At: micros(x.At), Seq: x.Seq, Withdrawn: x.Withdrawn,
		WithdrawnAt: micros(x.WithdrawnAt), Undone: x.Undone,
	}
	if err := json.Unmarshal([]byte(x.Uses), &c.Uses); err != nil {
		return c, fmt.Errorf("consent %s: uses: %w", x.ID, err)
	}
	return c, nil
}
