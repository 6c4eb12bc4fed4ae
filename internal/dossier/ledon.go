package dossier

import (
	"context"
	"errors"

	"kashf.org/kashf/internal/register"
)

// Records finds one record, [register.ErrNotFound] where it is out of sight.
type Records interface {
	RecordOf(ctx context.Context, v register.Sight, id register.RecordID) (register.Record, error)
}

// LedOn reports with [register.ErrNotFound] that a reader who asked for one
// person's number must not be led on to the number that the person has now. A
// person is born with the number of a record. Where that record is out of
// sight, so is the number: that it leads to a file in sight would tell that a
// hidden record is of the same person.
func LedOn(ctx context.Context, r Records, v register.Sight, asked, now register.PersonID) error {
	if asked == now {
		return nil
	}
	born := register.RecordID(asked)
	if _, err := r.RecordOf(ctx, v, born); !errors.Is(err, register.ErrNotFound) {
		return err
	}
	_, err := r.RecordOf(ctx, register.Sight{Machine: true}, born)
	switch {
	case err == nil:
		return register.ErrNotFound
	case errors.Is(err, register.ErrNotFound):
		return nil // a number that no record was born with
	}
	return err
}
