package identity

import (
	"cmp"
	"context"
	"slices"

	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/linkage"
)

// A row that continues one of an older edition of its list is held together
// with it as if somebody had said, when the edition was taken in, that the two
// are one person. So whoever says that they are not is followed, and taking that
// back, or the edition, is the same computation.

// binding are the judgements that stand and, among them, what editions say,
// which have no number of their own.
func binding(ctx context.Context, store Store) ([]register.Judgement, error) {
	said, err := store.Standing(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := store.Continuations(ctx)
	if err != nil {
		return nil, err
	}
	for _, c := range rows {
		said = append(said, register.Judgement{
			Left: min(c.Record, c.Of), Right: max(c.Record, c.Of), Verdict: register.SamePerson, Seq: c.Seq,
		})
	}
	return said, nil
}

// byEdition reports whether an edition said it, and no person.
func byEdition(j register.Judgement) bool { return j.ID == "" }

// collapse leaves of the rows that continue each other one to be compared with
// others: the newest, or the oldest that says the same in what is compared. All
// would say to a model that lists agree with themselves. What people said of
// any of them is said of that one.
func (in *input) collapse() {
	in.linked = in.ids
	chains := in.chains()
	if len(chains) == 0 {
		return
	}
	at := make(map[register.RecordID]int, len(in.ids))
	for i, id := range in.ids {
		at[id] = i
	}
	in.same = map[register.RecordID][]register.RecordID{}
	as := map[register.RecordID]register.RecordID{}
	for _, chain := range chains {
		newest := in.records[at[chain[len(chain)-1]]].Cells
		i := slices.IndexFunc(chain, func(r register.RecordID) bool { return slices.Equal(in.records[at[r]].Cells, newest) })
		for _, r := range chain {
			as[r] = chain[i]
			if r != chain[i] {
				in.same[chain[i]] = append(in.same[chain[i]], r)
			}
		}
	}
	in.drop(as)
	in.judgements = asSaid(in.judgements, as)
	in.refused = asSaid(in.refused, as)
}

// chains are the rows that editions hold together and nobody parts, each from
// the oldest record to the newest.
func (in *input) chains() [][]register.RecordID {
	refused := map[[2]register.RecordID]bool{}
	for _, j := range in.refused {
		if byEdition(j) {
			refused[[2]register.RecordID{j.Left, j.Right}] = true
		}
	}
	p := newPartition(in.ids)
	any := false
	for _, j := range in.judgements {
		if byEdition(j) && !refused[[2]register.RecordID{j.Left, j.Right}] {
			p.join(j.Left, j.Right)
			any = true
		}
	}
	if !any {
		return nil
	}
	return slices.DeleteFunc(p.groups(), func(g []register.RecordID) bool { return len(g) < 2 })
}

// drop leaves out of the comparison what another record stands for.
func (in *input) drop(as map[register.RecordID]register.RecordID) {
	records, linked := make([]linkage.Record, 0, len(in.records)), make([]register.RecordID, 0, len(in.ids))
	for i, id := range in.ids {
		if now, ok := as[id]; !ok || now == id {
			records, linked = append(records, in.records[i]), append(linked, id)
		}
	}
	in.records, in.linked = records, linked
}

// asSaid are people's judgements of the records that stand for those judged.
func asSaid(js []register.Judgement, as map[register.RecordID]register.RecordID) []register.Judgement {
	out := make([]register.Judgement, 0, len(js))
	for _, j := range js {
		l, r := cmp.Or(as[j.Left], j.Left), cmp.Or(as[j.Right], j.Right)
		if byEdition(j) || l == r {
			continue
		}
		j.Left, j.Right = min(l, r), max(l, r)
		out = append(out, j)
	}
	return out
}

// whole gives the groups the records that others stood for.
func (in *input) whole(groups [][]register.RecordID) [][]register.RecordID {
	if len(in.same) == 0 {
		return groups
	}
	for i, g := range groups {
		for _, r := range g {
			groups[i] = append(groups[i], in.same[r]...)
		}
		slices.Sort(groups[i])
	}
	slices.SortFunc(groups, func(a, b []register.RecordID) int { return cmp.Compare(a[0], b[0]) })
	return groups
}
