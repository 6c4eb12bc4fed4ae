package dossier

import (
	"testing"

	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/when"
)

// lines makes the lines of a file out of fields and the values held.
func fileWith(held map[register.Field]string) PersonFile {
	p := PersonFile{AsOf: when.NewDay(2026, 11, 26)}
	for f, v := range held {
		p.Lines = append(p.Lines, AssessedLine{Field: f, Held: &StatedValue{Text: v, Norm: v}})
		switch f {
		case register.FullName:
			p.Name.Text = v
		case register.BirthDate:
			p.Birth.Values = append(p.Birth.Values, register.Value{Text: v, Norm: v})
		}
	}
	return p
}

func TestWGEID(t *testing.T) {
	whole := map[register.Field]string{
		register.FullName: "سامر الحلاق", register.ArrestDate: "2013-05", register.ArrestPlace: "حمص", register.ArrestedBy: "AF", register.SearchSteps: "asked at the branch",
	}
	with := func(change map[register.Field]string) map[register.Field]string {
		out := map[register.Field]string{}
		for f, v := range whole {
			out[f] = v
		}
		for f, v := range change {
			if out[f] = v; v == "" {
				delete(out, f)
			}
		}
		return out
	}
	all := map[string]string{"name": Provided, "date": Provided, "place": Provided, "forces": Provided, "steps": Provided}
	for name, c := range map[string]struct {
		held map[register.Field]string
		want map[string]string // what is not provided
	}{
		"all of it":             {whole, nil},
		"nothing":               {nil, map[string]string{"name": Missing, "date": Missing, "place": Missing, "forces": Missing, "steps": Missing}},
		"a year alone":          {with(map[register.Field]string{register.ArrestDate: "2013"}), map[string]string{"date": Partly}},
		"last seen in a month":  {with(map[register.Field]string{register.ArrestDate: "2013", register.LastSeenDate: "2013-08-01"}), nil},
		"a season":              {with(map[register.Field]string{register.ArrestDate: "2013-21"}), map[string]string{"date": Partly}},
		"last seen somewhere":   {with(map[register.Field]string{register.ArrestPlace: "", register.LastSeenPlace: "SED"}), nil},
		"a given name alone":    {with(map[register.Field]string{register.FullName: "سامر"}), map[string]string{"name": Partly}},
		"nobody held to answer": {with(map[register.Field]string{register.ArrestedBy: ""}), map[string]string{"forces": Missing}},
	} {
		for _, r := range fileWith(c.held).WGEID() {
			want := all[r.Key]
			if w, ok := c.want[r.Key]; ok {
				want = w
			}
			if r.State != want {
				t.Errorf("%s: %s is %s, want %s", name, r.Key, r.State, want)
			}
		}
	}
}

func TestUrgent(t *testing.T) {
	for on, want := range map[string]bool{"2026-11-20": true, "2026-09": true, "2026-08-01": false, "2013-05": false, "2026": true} {
		if got := fileWith(map[register.Field]string{register.ArrestDate: on}).Urgent(); got != want {
			t.Errorf("taken on %s: urgent %v, want %v", on, got, want)
		}
	}
}

// A picture is covered unless every source makes the person a man who was grown
// at the arrest.
func TestGuarded(t *testing.T) {
	man := map[register.Field]string{register.Sex: "M", register.BirthDate: "1961", register.ArrestDate: "2013-05"}
	with := func(change map[register.Field]string) map[register.Field]string {
		out := map[register.Field]string{}
		for f, v := range man {
			out[f] = v
		}
		for f, v := range change {
			if out[f] = v; v == "" {
				delete(out, f)
			}
		}
		return out
	}
	for name, c := range map[string]struct {
		held map[register.Field]string
		want bool
	}{
		"a grown man":                  {man, false},
		"a man by the other word":      {with(map[register.Field]string{register.Sex: "male"}), false},
		"a woman":                      {with(map[register.Field]string{register.Sex: "F"}), true},
		"of another sex":               {with(map[register.Field]string{register.Sex: "other"}), true},
		"nobody says which":            {with(map[register.Field]string{register.Sex: ""}), true},
		"nobody says how old":          {with(map[register.Field]string{register.BirthDate: ""}), true},
		"a child then":                 {with(map[register.Field]string{register.BirthDate: "1999"}), true},
		"perhaps a child then":         {with(map[register.Field]string{register.BirthDate: "1995"}), true},
		"grown then, by the year":      {with(map[register.Field]string{register.BirthDate: "1994"}), false},
		"a child by the age":           {with(map[register.Field]string{register.AgeAtArrest: "17"}), true},
		"grown today, arrest not told": {map[register.Field]string{register.Sex: "M", register.BirthDate: "2001"}, false},
		"arrested within a decade":     {with(map[register.Field]string{register.BirthDate: "1997", register.ArrestDate: "201X"}), true},
	} {
		if got := fileWith(c.held).Guarded(); got != c.want {
			t.Errorf("%s: guarded %v, want %v", name, got, c.want)
		}
	}
	two := fileWith(man)
	for i := range two.Lines {
		if two.Lines[i].Field == register.Sex {
			two.Lines[i].Against = []StatedValue{{Text: "أنثى", Norm: "F"}}
		}
	}
	if !two.Guarded() {
		t.Error("one source says a woman, and the cover is off")
	}
}
