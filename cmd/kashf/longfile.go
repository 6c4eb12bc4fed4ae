package main

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"kashf.org/kashf/internal/store"
	"kashf.org/kashf/internal/web/screen/exports"
	"kashf.org/kashf/internal/web/screen/lists"
)

// shelf keeps long files that were made to be taken, sealed as drafts are, so
// that pruning knows their blobs.
type shelf struct{ d *deployment }

var _ exports.Shelf = shelf{}

// longFile is the kind of their drafts.
const longFile = "export.file"

func longFileID(account, request string) string { return request + "." + account }

func (s shelf) Keep(ctx context.Context, account, request string, m exports.Made) error {
	b, err := json.Marshal(m)
	if err != nil {
		return fmt.Errorf("encode a long file: %w", err)
	}
	id := longFileID(account, request)
	sealed, err := s.d.keys.Seal(b, lists.SealedFor(account, id))
	if err != nil {
		return fmt.Errorf("seal a long file: %w", err)
	}
	return s.d.store.PutDraft(ctx, store.Draft{ID: id, Account: account, Kind: longFile, Body: sealed, At: time.Now()})
}

func (s shelf) Kept(ctx context.Context, account, request string) (m exports.Made, err error) {
	id := longFileID(account, request)
	x, err := s.d.store.Draft(ctx, account, id)
	if err != nil {
		return m, err
	}
	b, err := s.d.keys.Open(x.Body, lists.SealedFor(account, id))
	if err != nil {
		return m, fmt.Errorf("open a long file: %w", err)
	}
	return m, json.Unmarshal(b, &m)
}

func (s shelf) Drop(ctx context.Context, account, request string) error {
	return s.d.store.DropDraft(ctx, account, longFileID(account, request))
}
