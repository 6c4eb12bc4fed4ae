package identity

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"kashf.org/kashf/internal/register"
)

func said(seq int64, l, r register.RecordID, v register.Verdict) register.Judgement {
	return register.Judgement{ID: "j", Seq: seq, Left: l, Right: r, Verdict: v}
}

func TestHold(t *testing.T) {
	same, different, kin := register.SamePerson, register.Different, register.Relatives
	type g = [][]register.RecordID
	for _, c := range []struct {
		name  string
		bonds []bond
		said  []register.Judgement
		want  g
	}{
		{"nothing said", nil, nil, g{{1}, {2}, {3}, {4}}},
		{"links join", []bond{{1, 2, 900}, {3, 4, holds}}, nil, g{{1, 2}, {3, 4}}},
		{"weak links do not", []bond{{1, 2, holds - 1}}, nil, g{{1}, {2}, {3}, {4}}},
		{"a word parts", []bond{{1, 2, 900}}, []register.Judgement{said(1, 1, 2, kin)}, g{{1}, {2}, {3}, {4}}},
		{"to the stronger side", []bond{{1, 2, 900}, {2, 3, 800}}, []register.Judgement{said(1, 1, 3, different)}, g{{1, 2}, {3}, {4}}},
		{"a word before links", []bond{{1, 2, 900}}, []register.Judgement{said(1, 1, 3, different), said(2, 2, 3, same)}, g{{1}, {2, 3}, {4}}},
		{"different before same", nil, []register.Judgement{said(1, 1, 2, same), said(2, 1, 2, different)}, g{{1}, {2}, {3}, {4}}},
		{"the earlier same", nil, []register.Judgement{said(1, 1, 2, different), said(2, 2, 3, same), said(3, 1, 3, same)}, g{{1}, {2, 3}, {4}}},
		{"about others", []bond{{1, 9, 900}}, []register.Judgement{said(1, 8, 9, same)}, g{{1}, {2}, {3}, {4}}},
		{"cannot tell", nil, []register.Judgement{said(1, 1, 2, register.CannotTell)}, g{{1}, {2}, {3}, {4}}},
	} {
		got, _ := hold([]register.RecordID{3, 1, 4, 2}, c.bonds, c.said)
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: hold = %v, want %v", c.name, got, c.want)
		}
	}
}

func TestAssign(t *testing.T) {
	type g = [][]register.RecordID
	held := map[register.RecordID]register.PersonID{1: 1, 2: 1, 3: 3, 4: 3, 5: 3, 6: 90}
	for _, c := range []struct {
		name   string
		groups g
		want   []register.PersonID
	}{
		{"as before", g{{1, 2}, {3, 4, 5}, {6}}, []register.PersonID{1, 3, 90}},
		{"a merge keeps the older", g{{1, 2, 3, 4, 5}, {6}}, []register.PersonID{1, 90}},
		{"a split stays with the larger part", g{{1, 2}, {3}, {4, 5}, {6}}, []register.PersonID{1, minted, 3, 90}},
		{"or with the least record", g{{1}, {2}, {3, 4, 5}, {6}}, []register.PersonID{1, 2, 3, 90}},
		{"a part that is heir to none takes back a number", g{{1, 2}, {3, 4}, {5, 6}}, []register.PersonID{1, 3, 90}},
	} {
		got, _ := assign(c.groups, held, func(register.PersonID) bool { return false })
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: assign(%v) = %v, want %v", c.name, c.groups, got, c.want)
		}
	}
	got, n := assign(g{{1}, {2}}, map[register.RecordID]register.PersonID{1: 1, 2: 1}, func(p register.PersonID) bool { return p == 2 })
	if want := []register.PersonID{1, minted}; n != 1 || !slices.Equal(got, want) {
		t.Errorf("assign with 2 taken = %v, %d, want %v", got, n, want)
	}
}

// Whatever is said and linked: every record is in one group, parted pairs are
// in two, and the order in which bonds come does not matter.
func TestHoldProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 12).Draw(t, "records")
		record := rapid.Custom(func(t *rapid.T) register.RecordID { return register.RecordID(rapid.IntRange(1, n).Draw(t, "record")) })
		var records []register.RecordID
		for i := range n {
			records = append(records, register.RecordID(i+1))
		}
		bonds := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) bond {
			return bond{record.Draw(t, "l"), record.Draw(t, "r"), rapid.IntRange(0, 2000).Draw(t, "w")}
		}), 0, 20).Draw(t, "bonds")
		verdict := rapid.SampledFrom([]register.Verdict{register.SamePerson, register.Different, register.Relatives, register.CannotTell})
		var js []register.Judgement
		for i := range rapid.IntRange(0, 15).Draw(t, "judgements") {
			js = append(js, said(int64(i), record.Draw(t, "l"), record.Draw(t, "r"), verdict.Draw(t, "v")))
		}
		groups, _ := hold(records, bonds, js)
		of := map[register.RecordID]int{}
		for g, rs := range groups {
			for _, r := range rs {
				if _, twice := of[r]; twice {
					t.Fatalf("record %d is in two groups", r)
				}
				of[r] = g
			}
		}
		if len(of) != n {
			t.Fatalf("%d records in groups, want %d", len(of), n)
		}
		for _, j := range js {
			if j.Verdict.Parts() && j.Left != j.Right && of[j.Left] == of[j.Right] {
				t.Fatalf("%d and %d are one, though judged %s", j.Left, j.Right, j.Verdict)
			}
		}
		slices.Reverse(bonds)
		slices.Reverse(js)
		if again, _ := hold(records, bonds, js); cmp.Diff(groups, again) != "" {
			t.Fatalf("another order gives %v, want %v", again, groups)
		}
	})
}
