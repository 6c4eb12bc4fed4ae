package register_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"kashf.org/kashf/internal/register"
)

// What an index leaves out by what newer editions tell is what a file leaves
// out: the person is told to be the same.
func TestSupersededIsFormer(t *testing.T) {
	fields := []register.Field{register.Sex, register.Facility, register.CustodyFrom, register.CustodyTo, register.ArrestDate, register.ArrestPlace, register.Status}
	rapid.Check(t, func(t *rapid.T) {
		var editions [][]register.Claim
		for range rapid.IntRange(1, 4).Draw(t, "editions") {
			var claims []register.Claim
			for _, f := range fields {
				switch v := rapid.SampledFrom([]string{"", "a", "b", "unknown", "withheld"}).Draw(t, f.Key()); v {
				case "":
				case "unknown":
					claims = append(claims, register.Claim{Field: f, Absence: register.Unknown})
				case "withheld":
					claims = append(claims, register.Claim{Field: f, Absence: register.Withheld})
				default:
					claims = append(claims, claim(f, v))
				}
			}
			editions = append(editions, claims)
		}
		records := chain(editions...)
		current, _ := register.Former(records)
		of := func(rs []register.Record) []string {
			var out []string
			for _, r := range rs {
				for _, c := range r.Claims {
					if c.Absence == register.Present {
						out = append(out, c.Field.Key()+"="+c.Value)
					}
				}
			}
			slices.Sort(out)
			return slices.Compact(out)
		}
		var standing []register.Record
		for i, r := range records {
			var newer []register.Tells
			for _, n := range records[i+1:] {
				newer = append(newer, register.TellsOf(n))
			}
			standing = append(standing, r.Standing(newer))
		}
		if got, want := of(standing), of(current); !slices.Equal(got, want) {
			t.Fatalf("by what newer editions tell: %q, by the file: %q", got, want)
		}
	})
}
