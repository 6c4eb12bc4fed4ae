package register_test

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"kashf.org/kashf/internal/register"
)

// chain makes records of one list's editions, each continuing the one before.
func chain(editions ...[]register.Claim) []register.Record {
	var out []register.Record
	for i, claims := range editions {
		r := register.Record{ID: register.RecordID(i + 1), Import: register.ImportID(fmt.Sprint(i)), Source: "s", Claims: claims}
		if i > 0 {
			r.Continues = r.ID - 1
		}
		out = append(out, r)
	}
	return out
}

func claim(f register.Field, v string) register.Claim {
	return register.Claim{Field: f, Value: v, Norm: v, Level: f.Info().Level}
}

func TestFormer(t *testing.T) {
	mother, place, from, status := register.MotherName, register.Facility, register.CustodyFrom, register.Status
	tests := []struct {
		name    string
		records []register.Record
		current []string // of each record, field=value
		former  int
	}{
		{"what is said again is said by the first", chain(says(claim(mother, "Huda")), says(claim(mother, "Huda"))), []string{"mother_name=Huda", ""}, 0},
		{"what is changed takes its place", chain(says(claim(mother, "Huda")), says(claim(mother, "Huda Said"))), []string{"", "mother_name=Huda Said"}, 1},
		{"a blank withdraws nothing", chain(says(claim(mother, "Huda")), says(claim(status, "detained_known"))), []string{"mother_name=Huda", "status=detained_known"}, 0},
		{"nor does not knowing", chain(says(claim(mother, "Huda")), says(register.Claim{Field: mother, Absence: register.Unknown})), []string{"mother_name=Huda", "mother_name="}, 0},
		{"changed and changed back", chain(says(claim(mother, "A")), says(claim(mother, "B")), says(claim(mother, "A"))), []string{"", "", "mother_name=A"}, 2},
		{"said by the second, and again by the third", chain(says(claim(mother, "A")), says(claim(mother, "B")), says(claim(mother, "B"))), []string{"", "mother_name=B", ""}, 1},
		{
			"a place goes with its day", chain(says(claim(place, "SED"), claim(from, "2013")), says(claim(place, "ADR"), claim(from, "2013"))),
			[]string{"", "facility=ADR,custody_from=2013"}, 2,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			current, former := register.Former(tt.records)
			for i, r := range current {
				got := ""
				for k, c := range r.Claims {
					if k > 0 {
						got += ","
					}
					got += c.Field.Key() + "=" + c.Value
				}
				if got != tt.current[i] {
					t.Errorf("edition %d says %q, want %q", i+1, got, tt.current[i])
				}
			}
			if len(former) != tt.former {
				t.Errorf("former: %+v, want %d", former, tt.former)
			}
		})
	}
}

// TestFormerLosesNothing: every value that an edition gave is said now or was
// said before, and each field is told as the newest edition that tells it does.
func TestFormerLosesNothing(t *testing.T) {
	fields := []register.Field{register.MotherName, register.Facility, register.CustodyFrom, register.Status, register.Note}
	rapid.Check(t, func(t *rapid.T) {
		var editions [][]register.Claim
		for range rapid.IntRange(1, 4).Draw(t, "editions") {
			var claims []register.Claim
			for _, f := range fields {
				if v := rapid.SampledFrom([]string{"", "a", "b"}).Draw(t, f.Key()); v != "" {
					claims = append(claims, claim(f, v))
				}
			}
			editions = append(editions, claims)
		}
		records := chain(editions...)
		current, former := register.Former(records)
		now := map[register.Field]string{}
		var all []string
		for _, r := range current {
			for _, c := range r.Claims {
				now[c.Field] = c.Value
				all = append(all, c.Field.Key()+c.Value)
			}
		}
		for _, c := range former {
			all = append(all, c.Field.Key()+c.Value)
		}
		want := map[register.Field]string{}
		for _, r := range records {
			for _, c := range r.Claims {
				want[c.Field] = c.Value
				if !slices.Contains(all, c.Field.Key()+c.Value) {
					t.Fatalf("%s %q is nowhere", c.Field.Key(), c.Value)
				}
			}
		}
		for f, v := range want {
			if f != register.Facility && f != register.CustodyFrom && now[f] != v {
				t.Fatalf("%s is %q, the newest edition says %q", f.Key(), now[f], v)
			}
		}
	})
}

func TestAdverseOfANewerEdition(t *testing.T) {
	dead := chain(says(claim(register.FullName, "Samer")), says(claim(register.FullName, "Samer"), claim(register.Status, register.ReportedDead)))
	if _, pending := register.SplitAdverse(register.File{Records: dead}); len(pending) != 0 {
		t.Errorf("the list's own word about its own row waits: %+v", pending)
	}
	// Of another record that a machine tied to them, two people must judge.
	other := register.Record{ID: 9, Source: "t", Claims: says(claim(register.FullName, "Samer"))}
	if _, pending := register.SplitAdverse(register.File{Records: append(slices.Clone(dead), other)}); len(pending) != 1 {
		t.Errorf("pending: %+v", pending)
	}
}
