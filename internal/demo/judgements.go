package demo

import (
	"slices"

	"kashf.org/kashf/internal/register"
)

// A Judgement is an answer about two rows that somebody in the demo has
// already given.
type Judgement struct {
	Left, Right Ref
	Verdict     register.Verdict
	By          string // login of an account
	Why         string // in Arabic, as the demo's people write
}

// Judgements are answers about up to n pairs of each kind (the same person,
// relatives, different people with one name), each given by two people. On
// the last pair of namesakes the two do not agree.
func (w *World) Judgements(n int) []Judgement {
	rows := w.rowsByPerson()
	var out []Judgement
	for _, pair := range w.samePairs(rows, n) {
		out = append(out, twice(pair, register.SamePerson,
			"اسم الأم وسنة الولادة والبلدة متطابقة، والفرق في الرسم فقط", "تاريخ الاعتقال نفسه والعائلة نفسها")...)
	}
	for _, pair := range w.siblingPairs(rows, n) {
		out = append(out, twice(pair, register.Relatives,
			"أخوان: الأب والأم نفسهما والاسم مختلف", "ذكرت العائلة الأخوين معاً")...)
	}
	for _, pair := range w.namesakes(rows, n) {
		out = append(out, twice(pair, register.Different,
			"اسم شائع، والأم والمحافظة مختلفتان", "فارق العمر كبير والبلدة مختلفة")...)
	}
	if last := len(out) - 1; last >= 0 && out[last].Verdict == register.Different {
		out[last].Verdict, out[last].Why = register.CannotTell, "لا يكفي ما في القائمتين للحكم"
	}
	return out
}

func twice(pair [2]Ref, v register.Verdict, first, second string) []Judgement {
	return []Judgement{
		{pair[0], pair[1], v, "data", first},
		{pair[0], pair[1], v, "analyst", second},
	}
}

// rowsByPerson are the rows of each person, in the order of the lists.
func (w *World) rowsByPerson() map[int][]Ref {
	rows := map[int][]Ref{}
	for m := range w.Truth() {
		rows[m.Person] = append(rows[m.Person], m.Ref)
	}
	return rows
}

// samePairs are pairs of rows of one person in two lists: first those where a
// reported death meets somebody at the gate, who was alive.
func (w *World) samePairs(rows map[int][]Ref, n int) [][2]Ref {
	var alive, others [][2]Ref
	for id := 1; id <= len(w.Persons); id++ {
		refs := rows[id]
		if len(refs) < 2 || refs[0].List == refs[len(refs)-1].List {
			continue
		}
		pair := [2]Ref{refs[0], refs[len(refs)-1]}
		dead := slices.IndexFunc(refs, func(r Ref) bool { return r.List == "deaths" })
		gate := slices.IndexFunc(refs, func(r Ref) bool { return r.List == "gate" })
		if dead >= 0 && gate >= 0 {
			alive = append(alive, [2]Ref{refs[gate], refs[dead]})
		} else {
			others = append(others, pair)
		}
	}
	pairs := append(alive, others...)
	return pairs[:min(n, len(pairs))]
}

// siblingPairs are rows of two children of one family.
func (w *World) siblingPairs(rows map[int][]Ref, n int) [][2]Ref {
	var pairs [][2]Ref
	for _, f := range w.Families {
		if len(pairs) == n {
			break
		}
		if len(f.Members) < 2 {
			continue
		}
		a, b := rows[f.Members[0]], rows[f.Members[1]]
		if len(a) > 0 && len(b) > 0 {
			pairs = append(pairs, [2]Ref{a[0], b[0]})
		}
	}
	return pairs
}

// namesakes are rows of two people with the same given and family name.
func (w *World) namesakes(rows map[int][]Ref, n int) [][2]Ref {
	var pairs [][2]Ref
	seen := map[string]int{}
	for id := 1; id <= len(w.Persons) && len(pairs) < n; id++ {
		if len(rows[id]) == 0 {
			continue
		}
		p := w.Person(id)
		name := p.Given + "|" + w.Family(p).Name
		if other, ok := seen[name]; ok && w.Person(other).Family != p.Family {
			pairs = append(pairs, [2]Ref{rows[other][0], rows[id][0]})
			continue
		}
		seen[name] = id
	}
	return pairs
}
