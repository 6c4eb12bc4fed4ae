package store

import (
	"cmp"
	"context"
	"slices"
	"strconv"

	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/store/sqlc"
)

// Sites lists all places of detention by id.
func (s *Store) Sites(ctx context.Context) ([]register.Site, error) {
	now, err := s.state(ctx)
	if err != nil {
		return nil, err
	}
	all, err := now.sites.get(func() ([]register.Site, error) { return s.readSites(ctx) })
	return slices.Clone(all), err
}

func (s *Store) readSites(ctx context.Context) ([]register.Site, error) {
	rows, err := s.q().Sites(ctx)
	if err != nil {
		return nil, err
	}
	aliases, err := s.q().Aliases(ctx)
	if err != nil {
		return nil, err
	}
	by := make(map[string][]register.SiteAlias)
	for _, a := range aliases {
		by[a.Facility] = append(by[a.Facility], register.SiteAlias{Name: a.Name, Lang: a.Lang, RefersTo: a.RefersTo, Disputed: a.Disputed})
	}
	out := make([]register.Site, 0, len(rows))
	for _, r := range rows {
		out = append(out, register.Site{
			ID: register.FacilityID(r.ID), Parent: register.FacilityID(r.Parent), Level: r.Level, NameAr: r.NameAr, NameEn: r.NameEn,
			Governorate: r.Governorate, Kind: r.Kind, Agency: r.Agency, Lat: r.Lat, Lon: r.Lon, Grade: r.Grade, Note: r.Note, Aliases: by[r.ID],
		})
	}
	return out, nil
}

// Site returns one place of detention.
func (s *Store) Site(ctx context.Context, id register.FacilityID) (register.Site, error) {
	all, err := s.Sites(ctx)
	if err != nil {
		return register.Site{}, err
	}
	i := slices.IndexFunc(all, func(x register.Site) bool { return x.ID == id })
	if i < 0 {
		return register.Site{}, register.ErrNotFound
	}
	return all[i], nil
}

func itemOf(r sqlc.Item) register.Item {
	return register.Item{
		ID: r.ID, Kind: register.SubjectKind(r.SubjectKind), Subject: r.Subject, Blob: r.Blob, Name: r.Name, MediaType: r.MediaType,
		Size: r.Size, Level: register.Level(r.Level), Note: r.Note, By: r.Author, Org: register.OrgID(r.Org),
		Sharing: register.Sharing(r.Sharing), At: micros(r.At), Seq: r.Seq, Undone: r.Undone, Destroyed: r.Destroyed,
	}
}

// Items lists the files attached to a subject, in sight. Whether the subject
// itself is in sight is the caller's to check.
func (s *Store) Items(ctx context.Context, v register.Sight, kind register.SubjectKind, subject string) ([]register.Item, error) {
	rows, err := s.q().ItemsOf(ctx, sqlc.ItemsOfParams{SubjectKind: string(kind), Subject: subject})
	var out []register.Item
	for _, r := range rows {
		if it := itemOf(r); v.Sees(it.Level) && v.SeesOwner(it.Org, it.Sharing, nil) && seesItem(v, it) {
			out = append(out, it)
		}
	}
	return out, err
}

// Item returns one attached file in sight.
func (s *Store) Item(ctx context.Context, v register.Sight, id string) (register.Item, error) {
	r, err := s.q().ItemByID(ctx, id)
	if err != nil {
		return register.Item{}, absent(err)
	}
	it := itemOf(r)
	if it.Undone != 0 || it.Destroyed != 0 || !v.Sees(it.Level) || !v.SeesOwner(it.Org, it.Sharing, nil) || !seesItem(v, it) {
		return register.Item{}, register.ErrNotFound
	}
	return it, nil
}

// seesItem reports whether what an attached file hangs on is not closed to the
// reader.
func seesItem(v register.Sight, it register.Item) bool {
	if it.Kind != register.OfPerson {
		return true
	}
	n, err := strconv.ParseInt(it.Subject, 10, 64)
	return err != nil || v.SeesRecord(register.RecordID(n))
}

func sortBySeq(rows []sqlc.Judgement) {
	slices.SortFunc(rows, func(a, b sqlc.Judgement) int { return cmp.Compare(a.Seq, b.Seq) })
}
