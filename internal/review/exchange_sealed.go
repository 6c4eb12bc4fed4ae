package review

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"golang.org/x/mod/sumdb/note"

	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/ledger"
)

// A Sealed line is one of the package that is not proved, because its author is
// not told: the leaf of the entry that bears it out is hashed over the account of
// whoever wrote it. Leaf and proof say that an entry stands there, and hold to it
// whoever made the file; what is in it says who has the ledger, by
// [Service.Compare]. The leaf is hashed over a salt that stays, and tells nothing.
type Sealed struct {
	Line  string `json:"line"` // as [Package.lines] names it
	Seq   int64  `json:"seq"`
	Leaf  []byte `json:"leaf"`
	Proof string `json:"proof"` // C2SP tlog-proof
}

// sealedNote goes with sealed lines, for whoever reads nothing but the file.
const sealedNote = "Not proved: the authors of these lines are not told. Each proof shows that an entry with this leaf stands in the ledger, not what it says. " +
	"An observer, or whoever else has the ledger, compares the lines of this file with their entries: kashf verify --case FILE."

// lines are all that the package says and an entry bears out, each once.
func (p Package) lines() (out []string) {
	for _, a := range p.Allegations {
		out = append(out, a.line())
	}
	for _, f := range p.Facts {
		out = append(out, f.line())
	}
	for _, f := range p.Findings {
		out = append(out, f.line())
	}
	for _, l := range p.Lanes {
		out = append(out, LaneBody{l.Lane}.line())
	}
	for _, l := range p.Lapses {
		out = append(out, l.line())
	}
	if p.Outcome != nil {
		out = append(out, OutcomeLine)
	}
	return out
}

// twice is a line that stands in the package more than once, "" for none: what is
// proved of one of them would be taken for the other's.
func (p Package) twice() string {
	seen := map[string]bool{}
	for _, l := range p.lines() {
		if seen[l] {
			return l
		}
		seen[l] = true
	}
	return ""
}

// OutcomeLine is the line of a package's outcome.
const OutcomeLine = "outcome"

func (a Allegation) line() string { return "allegation " + string(a.ID) }
func (f Fact) line() string       { return "fact " + string(f.ID) }
func (f Finding) line() string    { return "finding " + string(f.ID) }
func (b LaneBody) line() string   { return "lane " + string(b.Lane) }
func (l Lapse) line() string      { return fmt.Sprintf("lapse %d", l.Seq) }

// borne are the lines of the package that an entry bears out, word for word.
func (p Package) borne(seq int64, b Body) (out []string) {
	switch b := b.(type) {
	case *AllegedBody:
		if slices.Contains(p.Allegations, b.Allegation) {
			out = append(out, b.line())
		}
	case *FactBody:
		if slices.ContainsFunc(p.Facts, func(f Fact) bool { return f.entered() == b.entered() }) {
			out = append(out, b.line())
		}
	case *ProposedBody:
		if slices.ContainsFunc(p.Findings, func(f Found) bool { return f.By != byPanel && f.within(b.Finding) }) {
			out = append(out, b.line())
		}
	case *DraftedBody:
		for _, x := range b.Findings {
			if slices.ContainsFunc(p.Findings, func(f Found) bool { return f.By == byPanel && f.within(x) }) {
				out = append(out, x.line())
			}
		}
		if p.Outcome != nil && essence(OutcomeLine, b.told(p.Outcome.Dissents)) == essence(OutcomeLine, p.Outcome) {
			out = append(out, OutcomeLine)
		}
	case *LaneBody:
		if slices.ContainsFunc(p.Lanes, func(l LaneEntry) bool { return l.Lane == b.Lane }) {
			out = append(out, b.line())
		}
	case *LapsedBody:
		if l := (Lapse{b.Clock, seq}); slices.Contains(p.Lapses, l) {
			out = append(out, l.line())
		}
	}
	return out
}

// entered is the fact in one writing, as it was entered: what stopped it came
// later, and speaks for itself.
func (f Fact) entered() string {
	f.Stopped = 0
	return essence("fact", f)
}

// within reports whether the finding is another one, but for facts that are
// withheld.
func (f Finding) within(of Finding) bool {
	for _, id := range f.Relied {
		if !slices.Contains(of.Relied, id) {
			return false
		}
	}
	for _, r := range f.Rejected {
		if !slices.Contains(of.Rejected, r) {
			return false
		}
	}
	f.Relied, f.Rejected, of.Relied, of.Rejected = nil, nil, nil, nil
	return essence("finding", f) == essence("finding", of)
}

// behind are the accounts of the two who let an exchange go, which the file may
// tell, and the program's own.
func behind(log []Event, exchange string) []string {
	out := []string{Machine}
	for _, e := range log {
		switch b := e.Body.(type) {
		case *ExchangeAskedBody:
			if b.ID == exchange {
				out = append(out, e.By)
			}
		case *ExchangeApprovedBody:
			if b.ID == exchange {
				out = append(out, e.By)
			}
		}
	}
	return out
}

// prove fills the package's proofs out of the case's entries: whole where an
// entry's author may be told and all of it may leave, sealed where not.
func (s *Service) prove(ctx context.Context, c *Case, p *Package, exchange string) error {
	entries, log, err := s.log(ctx, c.ID)
	if err != nil {
		return err
	}
	told := behind(log, exchange)
	p.Proofs = []Proven{}
	sealed := map[string]Sealed{}
	var shown []string
	for i, e := range entries {
		lines := p.borne(e.Seq, log[i].Body)
		if len(lines) > 0 && slices.Contains(told, e.Author) && c.proves(log[i].Body) {
			p.Proofs, shown = append(p.Proofs, Proven{Seq: e.Seq, Header: string(e.Raw), Salt: e.Salt, Body: e.Body}), append(shown, lines...)
			continue
		}
		leaf := e.Leaf()
		for _, l := range lines {
			sealed[l] = Sealed{Line: l, Seq: e.Seq, Leaf: leaf[:]}
		}
	}
	for _, l := range p.lines() {
		if x, ok := sealed[l]; ok && !slices.Contains(shown, l) {
			p.Sealed, p.SealedNote = append(p.Sealed, x), sealedNote
		}
	}
	return s.proofs(ctx, p)
}

// log is what was entered in a case and not destroyed.
func (s *Service) log(ctx context.Context, id CaseID) (entries []journal.Entry, log []Event, err error) {
	all, err := s.Store.EventsOf(ctx, id)
	if err != nil {
		return nil, nil, err
	}
	for _, e := range all {
		if e.Body == nil {
			continue // destroyed
		}
		_, ev, err := eventOf(e)
		if err != nil {
			return nil, nil, err
		}
		entries, log = append(entries, e), append(log, ev)
	}
	return entries, log, nil
}

func (s *Service) proofs(ctx context.Context, p *Package) error {
	var seqs []int64
	for _, x := range p.Proofs {
		seqs = append(seqs, x.Seq)
	}
	for _, x := range p.Sealed {
		seqs = append(seqs, x.Seq)
	}
	proofs, err := s.Prove(ctx, seqs)
	if err != nil {
		return err
	}
	for i := range p.Proofs {
		p.Proofs[i].Proof = string(proofs[i])
	}
	for i := range p.Sealed {
		p.Sealed[i].Proof = string(proofs[len(p.Proofs)+i])
	}
	return nil
}

func (x Sealed) check(key note.Verifier) error {
	if len(x.Leaf) != len(ledger.Hash{}) {
		return fmt.Errorf("%s: leaf %w", x.Line, ErrUnproven)
	}
	seq, _, err := ledger.CheckProof([]byte(x.Proof), ledger.Hash(x.Leaf), key)
	switch {
	case err != nil:
		return fmt.Errorf("%s: %w", x.Line, err)
	case seq != x.Seq:
		return fmt.Errorf("%s: entry %d %w", x.Line, x.Seq, ErrUnproven)
	}
	return nil
}

// Compare asks the ledger whether a package is the file that was made here, byte
// for byte, and whether what each line says is what the entry says that bears it
// out. It returns how many lines it compared, and an error that wraps
// [ErrUnproven] where one is not.
func (s *Service) Compare(ctx context.Context, text []byte) (int, error) {
	p, err := ReadPackage(text)
	if err != nil {
		return 0, err
	}
	entries, log, err := s.log(ctx, p.Case)
	if err != nil {
		return 0, err
	}
	made, borne := false, map[string]bool{}
	leaves := map[string]ledger.Hash{}
	for i, e := range log {
		if b, ok := e.Body.(*ExchangeMadeBody); ok {
			made = made || b.SHA256 == hashOf(string(text))
		}
		for _, l := range p.borne(e.Seq, e.Body) {
			borne[l] = true
			leaves[fmt.Sprint(l, e.Seq)] = entries[i].Leaf()
		}
	}
	for _, x := range p.Sealed {
		if leaf, ok := leaves[fmt.Sprint(x.Line, x.Seq)]; !ok || string(leaf[:]) != string(x.Leaf) {
			return 0, fmt.Errorf("%s: entry %d %w", x.Line, x.Seq, ErrUnproven)
		}
	}
	if l := p.twice(); l != "" {
		return 0, fmt.Errorf("%s stands twice and %w", l, ErrUnproven)
	}
	for _, l := range p.lines() {
		if !borne[l] {
			return 0, fmt.Errorf("%s %w", l, ErrUnproven)
		}
	}
	if !made {
		return 0, errNotMade
	}
	return len(slices.Collect(maps.Keys(borne))), nil
}

// errNotMade: the lines are the ledger's, the file is not.
var errNotMade = fmt.Errorf("no entry says that this file left: something beside its lines %w", ErrUnproven)
