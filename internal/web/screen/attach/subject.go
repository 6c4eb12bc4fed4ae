package attach

import (
	"context"
	"fmt"
	"strconv"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/dossier"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/web/gate"
)

// A Subject is what files are attached to, as its reader may see it.
type Subject struct {
	Kind register.SubjectKind
	// ID is how addresses name it: a source's or facility's id, a person's
	// file number.
	ID string
	// keys are what items are found by. A person's hang on its records, so
	// that they go where the record goes; the first takes a new one.
	keys   []string
	person register.PersonID
	action access.Action
	on     access.Resource
}

// Back is the page that shows the subject.
func (s Subject) Back() string {
	switch s.Kind {
	case register.OfSource:
		return "/lists/sources/" + s.ID
	case register.OfFacility:
		return "/facilities/" + s.ID
	}
	return "/people/" + s.ID
}

// subject finds what an address names. What is hidden from the reader is not
// found.
func (s *Screen) subject(ctx context.Context, kind register.SubjectKind, id string) (Subject, error) {
	sub := Subject{Kind: kind, ID: id, keys: []string{id}}
	v := gate.Sight(ctx, 0)
	switch kind {
	case register.OfSource:
		src, err := s.Register.SourceOf(ctx, v, register.SourceID(id))
		sub.action, sub.on = access.SourceAttach, access.SourceResource(src)
		return sub, err
	case register.OfFacility:
		_, err := s.Register.Site(ctx, register.FacilityID(id))
		sub.action, sub.on = access.FacilityAttach, access.Resource{Kind: access.OnFacility}
		return sub, err
	}
	no, ok := s.FileNos.Parse(id)
	if !ok {
		return sub, register.ErrNotFound
	}
	now, records, err := s.Register.Person(ctx, v, no)
	if err == nil {
		err = dossier.LedOn(ctx, s.Register, v, no, now)
	}
	if err != nil {
		return sub, err
	}
	sub.ID, sub.keys, sub.person = s.FileNos.Format(now), nil, now
	for _, r := range records {
		sub.keys = append(sub.keys, r.ID.String())
	}
	sub.action, sub.on = access.PersonAttach, access.PersonResource(now, register.C2)
	return sub, nil
}

// seen checks that the reader may see what an item hangs on, and returns the
// person whose file that is part of, 0 where it is none's.
func (s *Screen) seen(ctx context.Context, it register.Item) (register.PersonID, error) {
	v := gate.Sight(ctx, 0)
	switch it.Kind {
	case register.OfSource:
		_, err := s.Register.SourceOf(ctx, v, register.SourceID(it.Subject))
		return 0, err
	case register.OfFacility:
		_, err := s.Register.Site(ctx, register.FacilityID(it.Subject))
		return 0, err
	}
	n, err := strconv.ParseInt(it.Subject, 10, 64)
	if err != nil {
		return 0, fmt.Errorf("attached file %s hangs on %q: %w", it.ID, it.Subject, register.ErrNotFound)
	}
	r, err := s.Register.RecordOf(ctx, v, register.RecordID(n))
	return r.Person, err
}
