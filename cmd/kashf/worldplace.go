package main

import (
	"context"
	"fmt"
	"time"

	"kashf.org/kashf/internal/demo"
	"kashf.org/kashf/internal/layout"
	"kashf.org/kashf/internal/occupancy"
	"kashf.org/kashf/internal/register"
)

// places tells of the opened prison what its sources would: figures that
// contradict each other, and the parts of it, one of which two of them name
// differently.
func (f *filler) places(ctx context.Context) error {
	tree := &layout.Service{Journal: f.d.journal, Store: f.d.store, NewID: newID}
	parts := make(map[string]register.PartID)
	for _, w := range f.w.Parts() {
		src, ok, err := f.sourceOf(ctx, w.List)
		if err != nil {
			return err
		}
		if !ok {
			continue
		}
		word := register.PartWord{Site: demo.OpenedPrison, Part: parts[w.Key], In: parts[w.In], Kind: w.Kind, Name: w.Name, Source: src}
		id, err := tree.Tell(ctx, f.actor, register.Sight{Machine: true}, layout.Word{PartWord: word})
		if err != nil {
			return fmt.Errorf("part %s: %w", w.Name, err)
		}
		if parts[w.Key] == "" {
			parts[w.Key] = register.PartID(id)
		}
	}
	figures := &occupancy.Service{Journal: f.d.journal, Store: f.d.store, Now: time.Now, NewID: newID}
	for _, t := range f.w.Figures() {
		src, ok, err := f.sourceOf(ctx, t.List)
		if err != nil {
			return err
		}
		if !ok {
			continue
		}
		area, _ := occupancy.ReadArea(t.Area)
		_, err = figures.Enter(ctx, f.actor, register.Tally{Site: demo.OpenedPrison, What: t.What, Text: t.Text, Area: area, In: parts[t.In], On: t.On, Source: src})
		if err != nil {
			return fmt.Errorf("figure %s: %w", t.Text, err)
		}
	}
	return nil
}

// sourceOf is the source of one of the world's lists; false for a list that had
// nobody to name.
func (f *filler) sourceOf(ctx context.Context, list string) (register.SourceID, bool, error) {
	t, ok := f.imports[list]
	if !ok {
		return "", false, nil
	}
	im, err := f.d.store.ImportOf(ctx, register.Sight{Machine: true}, t.Import)
	return im.Source, err == nil, err
}
