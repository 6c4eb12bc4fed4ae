package register

import "slices"

// SplitAdverse parts the claims that count for a person from adverse ones that
// do not yet. A death, a release, an allegation that one record reports counts
// for the person only when every other record of the file is tied to that one
// by links which two different people judged to be the same person, or when
// there is no other record. What does not count is reported in one source: it
// enters no assessment, no fate, no list, no result and no print. "Unknown" and
// "not asked" are adverse to nobody and stay.
//
// The counted records are copies without the pending claims.
func SplitAdverse(f File) (counted []Record, pending []Said) {
	ties := confirmed(f.Judgements).continued(f.Records)
	from := f.sources()
	for _, r := range f.Records {
		if ties.reachAll(r, f.Records) {
			counted = append(counted, r)
			continue
		}
		kept := make([]Claim, 0, len(r.Claims))
		for _, c := range r.Claims {
			if c.Adverse() {
				pending = append(pending, saidBy(r, from[r.Source], c))
			} else {
				kept = append(kept, c)
			}
		}
		r.Claims = kept
		counted = append(counted, r)
	}
	return counted, sorted(pending)
}

// Adverse reports whether the claim must not reach a person over a machine's
// link. A status that says no more than that the person is held or missing is
// none; one that was not understood may be. That a cause of death is withheld
// tells of a death too.
func (c Claim) Adverse() bool {
	switch {
	case !c.Field.Info().Adverse, c.Absence != Present && c.Absence != Withheld:
		return false
	case c.Field == Status:
		return statusFamily(c.Norm) != "held" && c.Norm != MissingOther
	}
	return true
}

// A pair is two records, the smaller number first.
type pair struct{ left, right RecordID }

func pairOf(a, b RecordID) pair { return pair{min(a, b), max(a, b)} }

// ties are the pairs that two people judged, by record.
type ties map[RecordID][]RecordID

// confirmed finds the pairs that two different people hold to be one person.
// Only judgements that stand count: not those taken back, nor those that rest
// on something undone. A person's latest answer is the person's answer, and one
// standing answer that they are two people keeps a pair from being confirmed.
func confirmed(js []Judgement) ties {
	latest := make(map[pair]map[string]Judgement)
	for _, j := range js {
		if !j.Stands() {
			continue
		}
		p := pairOf(j.Left, j.Right)
		if latest[p] == nil {
			latest[p] = make(map[string]Judgement)
		}
		if had, ok := latest[p][j.By]; !ok || had.Seq < j.Seq {
			latest[p][j.By] = j
		}
	}
	t := make(ties)
	for p, answers := range latest {
		if agreed(answers) {
			t[p.left] = append(t[p.left], p.right)
			t[p.right] = append(t[p.right], p.left)
		}
	}
	return t
}

// confirmations is how many people a pair needs.
const confirmations = 2

func agreed(answers map[string]Judgement) bool {
	same := 0
	for by, j := range answers {
		switch {
		case j.Verdict.Parts():
			return false
		case j.Verdict == SamePerson && by != "":
			same++
		}
	}
	return same >= confirmations
}

// reachAll reports whether every other record that says anything is tied to r.
// A correction of one of the records is left out: it was entered for this very
// person, and what it says of another field makes no death and no release of
// the file less sure. What is adverse in the correction itself still needs the
// ties: it is then r.
func (t ties) reachAll(r Record, all []Record) bool {
	seen := map[RecordID]bool{r.ID: true}
	for queue := []RecordID{r.ID}; len(queue) > 0; {
		at := queue[0]
		queue = queue[1:]
		for _, next := range t[at] {
			if !seen[next] {
				seen[next] = true
				queue = append(queue, next)
			}
		}
	}
	for _, o := range all {
		if !seen[o.ID] && o.Destroyed == 0 && !o.correctsOne(all) {
			return false
		}
	}
	return true
}

// Stands reports whether the judgement counts: nobody took it back, and
// nothing it rests on was undone.
func (j Judgement) Stands() bool { return j.Undone == 0 && j.Rests == 0 }

// Confirmed reports whether two different people hold the two records to be
// one person, and the judgements stand.
func Confirmed(js []Judgement, a, b RecordID) bool {
	for _, x := range confirmed(js)[a] {
		if x == b {
			return true
		}
	}
	return false
}

// Tied reports whether record r is one of a person's records and every other of
// them that says anything is tied to it by links that two people judged.
func Tied(records []Record, js []Judgement, r RecordID) bool {
	for _, x := range records {
		if x.ID == r {
			return x.Destroyed == 0 && confirmed(js).continued(records).reachAll(x, records)
		}
	}
	return false
}

// A Web is which records two people hold to be one person, for those who ask of
// many files at once.
type Web struct{ ties ties }

// WebOf gathers the pairs that two different people confirmed, of the standing
// judgements, and those of which one continues the other.
func WebOf(js []Judgement, cs []Continuation) Web {
	w := Web{confirmed(js)}
	for _, c := range cs {
		w.ties.tie(c.Record, c.Of)
	}
	return w
}

// Ties reports whether record r is tied to any other.
func (w Web) Ties(r RecordID) bool { return len(w.ties[r]) > 0 }

// Counts reports whether what is adverse in record r counts for a person whose
// records, those in the reader's sight and not destroyed, are the given ones. A
// tie can lead over those beside, which need none: corrections of the others.
func (w Web) Counts(r RecordID, records []RecordID, beside ...RecordID) bool {
	if len(records) <= 1 {
		return true
	}
	if len(w.ties[r]) == 0 {
		return false
	}
	all := make([]Record, len(records))
	inSight := make(ties, len(records))
	for i, id := range records {
		all[i].ID = id
	}
	linked := slices.Concat(records, beside)
	for _, id := range linked {
		for _, o := range w.ties[id] {
			if slices.Contains(linked, o) { // a tie through what is hidden is none
				inSight[id] = append(inSight[id], o)
			}
		}
	}
	return inSight.reachAll(Record{ID: r}, all)
}
