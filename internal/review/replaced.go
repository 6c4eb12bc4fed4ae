package review

import (
	"context"
	"fmt"
)

// replaced is the text that stood before an appeal panel put its own in its place,
// as the part read it then. Its answers to what was submitted were given, and are
// not taken back by an appeal that was about the outcome.
func (s *Service) replaced(ctx context.Context, c *Case, p Part) (*Ruling, error) {
	if c.Outcome == nil || len(c.Appeals) == 0 {
		return nil, nil
	}
	entries, err := s.Store.EventsOf(ctx, c.ID)
	if err != nil {
		return nil, err
	}
	var events []Event
	for _, e := range entries {
		if e.Body == nil {
			return nil, nil // destroyed: what it led to cannot be said
		}
		_, ev, err := eventOf(e)
		if err != nil {
			return nil, fmt.Errorf("case %s: %w", c.ID, err)
		}
		events = append(events, ev)
	}
	return replacedIn(events, p), nil
}

func replacedIn(events []Event, p Part) (out *Ruling) {
	c := &Case{}
	for _, e := range events {
		was := c.Outcome
		var read *Ruling
		if b, ok := e.Body.(*MovedBody); ok && b.From == Appeal && was != nil {
			read = c.SeenBy(p).Outcome
		}
		if c.take(e) != nil {
			return nil
		}
		switch {
		case c.Outcome == nil: // begun anew
			out = nil
		case was != nil && c.Outcome.Hash != was.Hash:
			out = read
		}
	}
	return out
}
