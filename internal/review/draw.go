package review

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"
)

// A draw gives seats by chance that nobody can steer and anybody can check.
//
// Each organisation enters the hash of a secret seed. With the last hash the list
// of candidates and cases is frozen, at no moment that anybody chooses: it is
// entered, and a signed checkpoint of the ledger covers it. Only then do the organisations reveal
// their seeds. The seats follow from the list and the seeds together; see
// [Draw.Assign]. Whoever froze the list did not know the seeds, and whoever
// chose a seed did not know the list.
//
// Nobody chooses who is asked: it is every organisation that the roster
// accredits for a seat of the panel. A draw that was begun is finished, or void
// by the names of who withheld; only then does the next begin, without those and
// their members, so that no outcome is refused by keeping silent. A seat is
// given by the last finished draw that has it, to the first in its order who may
// sit; see [Draw.Line].

// A Candidate is somebody who may be drawn, known by a code.
type Candidate struct {
	Code string `json:"code"`
	Org  string `json:"org"`
	Part string `json:"part"`
	Sex  string `json:"sex,omitempty"`
	Load int    `json:"load"` // cases open now
}

// A DrawnCase is a case that needs a panel.
type DrawnCase struct {
	Case  CaseID `json:"case"`
	Entry int64  `json:"entry"` // that opened it
	// Excluded are the codes and organisations that may not sit in it. Why is
	// nobody's business here.
	Excluded []string `json:"excluded,omitempty"`
	// Empty are the seats to be filled; Seated are the codes that stay.
	Empty  []SeatRule `json:"empty"`
	Role   Role       `json:"role,omitempty"` // that the seats are of
	Seated []string   `json:"seated,omitempty"`
}

// A Freeze is what a draw is about, fixed before any seed is known.
type Freeze struct {
	Size       int64       `json:"size"` // of the ledger that the checkpoint covers
	Root       string      `json:"root"`
	Candidates []Candidate `json:"candidates"`
	Cases      []DrawnCase `json:"cases"`
	SexBalance int         `json:"sex_balance"`
	OneOrg     bool        `json:"one_org,omitempty"` // an archive's: all are of one organisation
}

// A Draw is the fold of its entries.
type Draw struct {
	ID      string            `json:"id"`
	Orgs    []string          `json:"orgs"`
	Commits map[string]string `json:"commits,omitempty"` // organisation → hash of its seed
	Frozen  *Freeze           `json:"frozen,omitempty"`
	Seeds   map[string]string `json:"seeds,omitempty"` // organisation → seed, hexadecimal
	At      Micros            `json:"at,omitempty"`    // of its beginning, its freezing or its end without seats
	// Void are the organisations by whose silence it ended without seats.
	Void []string `json:"void,omitempty"`
	// Without are those that withheld in the draws just before: they are not
	// asked, and their members are not drawn.
	Without []string `json:"without,omitempty"`
}

// SeedWait is how long organisations have for their hashes, and then for their
// seeds. Who keeps silent for longer has withheld.
const SeedWait = 48 * time.Hour

// SeedSize is the length of an organisation's seed.
const SeedSize = 32

// CommitSeed is the hash that an organisation enters for its seed.
func CommitSeed(draw, org, seed string) string {
	text, err := json.Marshal([]string{draw, org, seed})
	if err != nil {
		panic(err) // strings always encode
	}
	h := sha256.Sum256(append([]byte("kashf seed v1\n"), text...))
	return hex.EncodeToString(h[:])
}

var ruleDraw = rule{"a draw that anyone can check", "domain 4.3; A/HRC/30/37 principle 6"}

// Begin opens a draw among organisations.
func Begin(id string, orgs []string) (Draw, error) {
	if id == "" || len(orgs) == 0 || len(slices.Compact(slices.Sorted(slices.Values(orgs)))) != len(orgs) {
		return Draw{}, ruleDraw.refuse("a draw's id, and organisations that are each named once")
	}
	return Draw{ID: id, Orgs: slices.Clone(orgs), Commits: map[string]string{}, Seeds: map[string]string{}}, nil
}

// Commit takes in the hash of an organisation's seed.
func (d *Draw) Commit(org, hash string) error {
	switch {
	case !slices.Contains(d.Orgs, org) || d.Commits[org] != "":
		return ruleDraw.refuse("an organisation of the draw that has not committed")
	case len(hash) != hex.EncodedLen(sha256.Size):
		return ruleDraw.refuse("the hash of a seed")
	case slices.Contains(slices.Collect(maps.Values(d.Commits)), hash):
		return ruleDraw.refuse("a seed of one's own")
	}
	if d.Commits == nil { // an empty map is not stored
		d.Commits = map[string]string{}
	}
	d.Commits[org] = hash
	return nil
}

// Freeze fixes what is drawn.
func (d *Draw) Freeze(f Freeze) error {
	switch {
	case d.Frozen != nil || len(d.Commits) != len(d.Orgs):
		return ruleDraw.refuse("the commitment of every organisation, and nothing frozen yet")
	case !slices.IsSortedFunc(f.Candidates, func(a, b Candidate) int { return cmp.Compare(a.Code, b.Code) }):
		return ruleDraw.refuse("candidates in the order of their codes")
	case !slices.IsSortedFunc(f.Cases, func(a, b DrawnCase) int { return cmp.Compare(a.Entry, b.Entry) }):
		return ruleDraw.refuse("cases in the order of their entries")
	}
	for i, c := range f.Cases {
		if c.Entry >= f.Size || i > 0 && f.Cases[i-1].Entry == c.Entry {
			return ruleDraw.refuse("cases entered before the checkpoint, each once")
		}
	}
	d.Frozen = &f
	return nil
}

// Reveal takes in an organisation's seed.
func (d *Draw) Reveal(org, seed string) error {
	switch raw, err := hex.DecodeString(seed); {
	case d.Frozen == nil:
		return ruleDraw.refuse("a frozen list, before any seed is known")
	case err != nil || len(raw) != SeedSize || d.Commits[org] == "" || CommitSeed(d.ID, org, seed) != d.Commits[org]:
		return ruleDraw.refuse("the seed that was committed to")
	case d.Seeds[org] != "":
		return ruleOnce.refuse("a seed not revealed before")
	}
	if d.Seeds == nil {
		d.Seeds = map[string]string{}
	}
	d.Seeds[org] = seed
	return nil
}

// Done reports whether every organisation revealed its seed.
func (d *Draw) Done() bool { return d.Frozen != nil && len(d.Withheld()) == 0 }

// Owing are the organisations whose hash, or after the freeze whose seed, is
// awaited.
func (d *Draw) Owing() []string {
	if d.Frozen != nil {
		return d.Withheld()
	}
	return slices.DeleteFunc(slices.Clone(d.Orgs), func(o string) bool { return d.Commits[o] != "" })
}

// end makes the draw void by the names of who withheld.
func (d *Draw) end(withheld []string, at Micros) error {
	if len(withheld) == 0 || !slices.Equal(withheld, d.Owing()) || at < d.At.Add(SeedWait) {
		return ruleDraw.refuse("the names of all who withheld, after the time that they had")
	}
	d.Void, d.At = slices.Clone(withheld), at
	return nil
}

// has reports whether the draw is about a seat.
func (d *Draw) has(id CaseID, r Role, seat string) bool {
	return d.Frozen != nil && slices.ContainsFunc(d.Frozen.Cases, func(c DrawnCase) bool {
		return c.Case == id && (c.Role == r || c.Role == "") && slices.ContainsFunc(c.Empty, func(s SeatRule) bool { return s.Seat == seat })
	})
}

// Withheld are the organisations that have not revealed their seeds.
func (d *Draw) Withheld() []string {
	return slices.DeleteFunc(slices.Clone(d.Orgs), func(o string) bool { return d.Seeds[o] != "" })
}

// A Seating gives one seat of one case to a code, or to nobody where nobody may
// sit in it.
type Seating struct {
	Case CaseID `json:"case"`
	Seat string `json:"seat"`
	Code string `json:"code,omitempty"`
}

// slack is how many more cases than the least burdened somebody may have and
// still be drawn. With none, the next to be drawn could be foretold.
const slack = 1

// Assign computes the seats. Case by case in the order of entry, the seats of a
// case are filled with those of the right part whom nothing excludes, no two of
// one organisation, from among the least burdened, in the order of
// SHA-256(seed ‖ case ‖ seat ‖ code). The first combination that fits is taken;
// the balance of the sexes is given up where none keeps it.
func (d *Draw) Assign() ([]Seating, error) {
	seats, _, err := d.work()
	return seats, err
}

// Line is the order of a seat: first whom the draw gives it to, then who follows
// where that one may not sit. A seat is given to the first who may.
func (d *Draw) Line(id CaseID, seat string) ([]Candidate, error) {
	_, lines, err := d.work()
	return lines[placeOf(id, seat)], err
}

func placeOf(id CaseID, seat string) string { return string(id) + "\n" + seat }

// work computes the seats, and the order of each.
func (d *Draw) work() ([]Seating, map[string][]Candidate, error) {
	if !d.Done() {
		return nil, nil, ruleDraw.refuse(fmt.Sprintf("the seeds of %d organisations", len(d.Withheld())))
	}
	seed := d.seed()
	lines := map[string][]Candidate{}
	load := map[string]int{}
	for _, c := range d.Frozen.Candidates {
		load[c.Code] = c.Load
	}
	var out []Seating
	for _, c := range d.Frozen.Cases {
		picks := d.picks(seed, c, load)
		for i, code := range d.fill(picks, c) {
			out = append(out, Seating{c.Case, c.Empty[i].Seat, code})
			first := func(x Candidate) int {
				if x.Code == code {
					return 0
				}
				return 1
			}
			slices.SortStableFunc(picks[i], func(a, b Candidate) int { return cmp.Compare(first(a), first(b)) })
			lines[placeOf(c.Case, c.Empty[i].Seat)] = picks[i]
			if code != "" {
				load[code]++
			}
		}
	}
	return out, lines, nil
}

// seed mixes all seeds and the frozen list into one.
func (d *Draw) seed() []byte {
	h := sha256.New()
	h.Write([]byte("kashf draw v1\n" + d.ID + "\n" + d.Frozen.Root + "\n"))
	for _, o := range slices.Sorted(slices.Values(d.Orgs)) {
		h.Write([]byte(o + "\n" + d.Seeds[o] + "\n"))
	}
	return h.Sum(nil)
}

// picks are, for each seat of a case, those who may take it.
func (d *Draw) picks(seed []byte, c DrawnCase, load map[string]int) [][]Candidate {
	picks := make([][]Candidate, len(c.Empty))
	for i, s := range c.Empty {
		picks[i] = d.ranked(seed, c, s, load)
	}
	return picks
}

// fill fills the seats of a case, with "" where nobody fits.
func (d *Draw) fill(picks [][]Candidate, c DrawnCase) []string {
	var stay []Candidate
	for _, x := range d.Frozen.Candidates {
		if slices.Contains(c.Seated, x.Code) {
			stay = append(stay, x)
		}
	}
	for _, balance := range []int{d.Frozen.SexBalance, 0} {
		if got, ok := d.choose(picks, stay, balance); ok {
			return got
		}
	}
	return d.partial(picks, stay)
}

// ranked are those who may take a seat: the least burdened first, by chance, and
// then the rest.
func (d *Draw) ranked(seed []byte, c DrawnCase, s SeatRule, load map[string]int) []Candidate {
	var out []Candidate
	least := int(^uint(0) >> 1)
	for _, x := range d.Frozen.Candidates {
		if x.Part == s.From && !slices.Contains(c.Excluded, x.Code) && !slices.Contains(c.Excluded, x.Org) && !slices.Contains(c.Seated, x.Code) {
			out = append(out, x)
			least = min(least, load[x.Code])
		}
	}
	burden := func(x Candidate) int { return max(0, load[x.Code]-least-slack) }
	slices.SortFunc(out, func(a, b Candidate) int {
		return cmp.Or(cmp.Compare(burden(a), burden(b)), slices.Compare(lot(seed, c.Case, s.Seat, a.Code), lot(seed, c.Case, s.Seat, b.Code)))
	})
	return out
}

// lot is the place of a code in the order of chance.
func lot(seed []byte, parts ...any) []byte {
	h := sha256.New()
	h.Write(seed)
	for _, p := range parts {
		s := fmt.Sprint(p)
		h.Write(binary.BigEndian.AppendUint32(nil, uint32(len(s))))
		h.Write([]byte(s))
	}
	return h.Sum(nil)
}

// choose finds the first combination of one candidate a seat, no two of one
// organisation, with at least balance women and as many men.
func (d *Draw) choose(picks [][]Candidate, stay []Candidate, balance int) ([]string, bool) {
	if len(picks) == 0 {
		women, men := sexes(stay)
		return nil, women >= balance && men >= balance
	}
	for _, x := range picks[0] {
		if d.clash(stay, x) {
			continue
		}
		if rest, ok := d.choose(picks[1:], append(slices.Clone(stay), x), balance); ok {
			return append([]string{x.Code}, rest...), true
		}
	}
	return nil, false
}

func (d *Draw) clash(stay []Candidate, x Candidate) bool {
	return slices.ContainsFunc(stay, func(y Candidate) bool { return y.Code == x.Code || y.Org == x.Org && !d.Frozen.OneOrg })
}

func sexes(cs []Candidate) (women, men int) {
	for _, c := range cs {
		switch c.Sex {
		case "f":
			women++
		case "m":
			men++
		}
	}
	return women, men
}

// partial fills what it can where not every seat can be filled.
func (d *Draw) partial(picks [][]Candidate, stay []Candidate) []string {
	out := make([]string, len(picks))
	for i, seat := range picks {
		j := slices.IndexFunc(seat, func(x Candidate) bool { return !d.clash(stay, x) })
		if j >= 0 {
			out[i] = seat[j].Code
			stay = append(slices.Clone(stay), seat[j])
		}
	}
	return out
}

// Check walks the steps of a draw's record again, and refuses what no draw could
// have become: a list out of its order, a case twice, a seed that was not
// committed to.
func (d *Draw) Check() error {
	again, err := Begin(d.ID, d.Orgs)
	if err != nil {
		return err
	}
	if len(d.Void) > 0 {
		return ruleDraw.refuse("a draw that is not void")
	}
	if d.Frozen != nil && len(d.Orgs) < leastOrgs && !d.Frozen.OneOrg {
		return ruleDraw.refuse("two organisations accredited for the panel")
	}
	for _, o := range d.Orgs {
		if err := again.Commit(o, d.Commits[o]); err != nil {
			return fmt.Errorf("hash of %s: %w", o, err)
		}
	}
	if d.Frozen == nil {
		return ruleDraw.refuse("a frozen list, before any seed is known")
	}
	if err := again.Freeze(*d.Frozen); err != nil {
		return err
	}
	for _, o := range d.Orgs {
		if err := again.Reveal(o, d.Seeds[o]); err != nil {
			return fmt.Errorf("seed of %s: %w", o, err)
		}
	}
	return nil
}

// A Deviation is a seat that was given to another than the draw gives it to.
type Deviation struct {
	Case     CaseID
	Seat     string
	Drawn    string // the code that the draw gives
	Recorded string
}

// Deviations recomputes a draw and names each seat, in the order of the draw,
// that was recorded otherwise. recorded is in the order of the ledger: a seat
// that was given again goes to the next in the draw's order.
func (d *Draw) Deviations(recorded []Seating) ([]Deviation, error) {
	want, lines, err := d.work()
	if err != nil {
		return nil, err
	}
	var out []Deviation
	left := slices.Clone(recorded)
	now := map[CaseID]map[string]string{} // case → seat → who sits
	for _, w := range want {
		i := slices.IndexFunc(left, func(s Seating) bool { return s.Case == w.Case && s.Seat == w.Seat })
		got := Seating{}
		if i >= 0 {
			got = left[i]
			left = slices.Delete(left, i, i+1)
		}
		if got.Code != w.Code {
			out = append(out, Deviation{w.Case, w.Seat, w.Code, got.Code})
		}
		if now[w.Case] == nil {
			now[w.Case] = map[string]string{}
		}
		now[w.Case][w.Seat] = got.Code
	}
	var had []Seating
	for _, s := range recorded {
		if !slices.Contains(left, s) {
			had = append(had, s)
		}
	}
	for _, s := range left {
		next := d.following(lines[placeOf(s.Case, s.Seat)], s, now[s.Case], had)
		if next != s.Code {
			out = append(out, Deviation{s.Case, s.Seat, next, s.Code})
		}
		if now[s.Case] != nil {
			now[s.Case][s.Seat] = s.Code
		}
		had = append(had, s)
	}
	return out, nil
}

// following is who follows in a seat: the first of its order who had no seat of
// the case, beside those who sit in the others.
func (d *Draw) following(line []Candidate, s Seating, now map[string]string, had []Seating) string {
	var stay []Candidate
	for _, x := range d.Frozen.Candidates {
		for seat, code := range now {
			if seat != s.Seat && code == x.Code {
				stay = append(stay, x)
			}
		}
	}
	for _, x := range line {
		if !d.clash(stay, x) && !slices.ContainsFunc(had, func(h Seating) bool { return h.Case == s.Case && h.Code == x.Code }) {
			return x.Code
		}
	}
	return ""
}
