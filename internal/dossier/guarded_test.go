package dossier

import (
	"testing"

	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/when"
)

// coverOf is whether a file of these records stands behind a cover.
func coverOf(t *testing.T, sources []register.Source, records ...register.Record) bool {
	t.Helper()
	f := register.File{Person: 1, Sight: register.Sight{Org: "o", Level: register.C3}, Sources: sources}
	f.Records, f.Former = register.Former(records)
	asOf, err := when.Parse("2026-11-26")
	if err != nil {
		t.Fatal(err)
	}
	fold := register.Fold(f)
	p := PersonFile{AsOf: asOf.Earliest(), Birth: fold.Birth}
	for _, l := range fold.Lines {
		p.Lines = append(p.Lines, lineOf(l, refs{}, nil))
	}
	return p.Guarded()
}

func saysOf(id, continues register.RecordID, source register.SourceID, values map[register.Field]string) register.Record {
	r := register.Record{ID: id, Continues: continues, Source: source}
	for _, info := range register.Fields() {
		if v, ok := values[info.Field]; ok {
			r.Claims = append(r.Claims, register.Claim{Field: info.Field, Value: v, Norm: v, Level: info.Level})
		}
	}
	return r
}

// A newer edition lifts no cover; a person's correction of what the older one
// said does.
func TestAnEditionLiftsNoCover(t *testing.T) {
	type says = map[register.Field]string
	sources := []register.Source{{ID: "list", Owner: "o", Sharing: register.ShareAll}, {ID: "hand", Owner: "o", Sharing: register.ShareAll, Origin: register.ByHandOrigin + "o"}}
	man := says{register.Sex: "M", register.BirthYear: "1961", register.ArrestDate: "2013-05-01"}
	with := func(f register.Field, v string) says {
		out := says{}
		for k, x := range man {
			out[k] = x
		}
		out[f] = v
		return out
	}
	for name, c := range map[string]struct {
		was   says
		field register.Field
	}{
		"a woman before":          {with(register.Sex, "F"), register.Sex},
		"of another sex before":   {with(register.Sex, "other"), register.Sex},
		"born later before":       {with(register.BirthYear, "1999"), register.BirthYear},
		"arrested earlier before": {with(register.ArrestDate, "1975-01-01"), register.ArrestDate},
	} {
		t.Run(name, func(t *testing.T) {
			now := saysOf(2, 1, "list", man)
			if !coverOf(t, sources, saysOf(1, 0, "list", c.was), now) {
				t.Error("the newer edition lifted the cover")
			}
			corrected := saysOf(3, 0, "hand", says{c.field: man[c.field], register.Corrects: register.ClaimName{Record: 1, Field: c.field}.String(), register.EntryReason: "seen on the card"})
			if coverOf(t, sources, saysOf(1, 0, "list", c.was), now, corrected) {
				t.Error("the correction lifts no cover")
			}
			corrected.Source = "list" // no list corrects another
			if !coverOf(t, sources, saysOf(1, 0, "list", c.was), now, corrected) {
				t.Error("a list that names the claim lifted the cover")
			}
		})
	}
	t.Run("a child by the age before", func(t *testing.T) {
		if !coverOf(t, sources, saysOf(1, 0, "list", with(register.AgeAtArrest, "16")), saysOf(2, 1, "list", with(register.AgeAtArrest, "52"))) {
			t.Error("the newer edition lifted the cover")
		}
	})
	t.Run("not known before", func(t *testing.T) {
		if coverOf(t, sources, saysOf(1, 0, "list", with(register.Sex, "unknown")), saysOf(2, 1, "list", man)) {
			t.Error("that nobody knew covers for ever")
		}
	})
}
