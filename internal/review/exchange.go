package review

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/mod/sumdb/note"

	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/ledger"
)

// PackageFormat is the form of a [Package].
const PackageFormat = "kashf case 2"

// firstFormat is the form of those that were made before lines were sealed: their
// proofs tell who wrote each entry.
const firstFormat = "kashf case 1"

// A Package is a case as another body gets it: what is alleged, what speaks for
// and against, what was found and decided, with proofs that it stands in the
// ledger. It has no room for who voted how, for ties, submissions, contacts or
// the plan of a release.
type Package struct {
	Format      string       `json:"format"`
	To          string       `json:"to"`
	Purpose     string       `json:"purpose"`
	Basis       string       `json:"basis"`
	Made        Micros       `json:"made"`
	Case        CaseID       `json:"case"`
	Person      int64        `json:"person"`
	Policy      string       `json:"policy"`
	Outcomes    Form         `json:"outcomes"` // what the body's outcomes are
	State       State        `json:"state"`
	Custody     LibertyState `json:"custody"`
	Opened      Micros       `json:"opened"`
	Lanes       []LaneEntry  `json:"lanes,omitempty"`
	Lapses      []Lapse      `json:"lapses,omitempty"`
	Allegations []Allegation `json:"allegations,omitempty"`
	Facts       []Fact       `json:"facts,omitempty"`
	Gists       []string     `json:"gists,omitempty"` // of what is withheld
	// Stays is how many facts stay where they are by the sharing rules of the
	// sources that they rest on.
	Stays    int      `json:"stays,omitempty"`
	Findings []Found  `json:"findings,omitempty"`
	ToldIn   Telling  `json:"told_in,omitzero"` // how the person was first told
	Heard    *Hearing `json:"heard,omitempty"`
	Outcome  *Told    `json:"outcome,omitempty"`
	Proofs   []Proven `json:"proofs"`
	// Sealed are the lines that are not proved, because whoever wrote them is not
	// told, and SealedNote says how they are checked.
	Sealed     []Sealed `json:"not_proved,omitempty"`
	SealedNote string   `json:"not_proved_note,omitempty"`
}

// Found is a finding without the accounts behind it.
type Found struct {
	Finding
	By     string `json:"by"` // analysts, court or [byPanel]
	Policy string `json:"policy"`
	At     Micros `json:"at"`
}

const byPanel = "panel"

// A Hearing is how the person was heard, without who was in the room.
type Hearing struct {
	How       How    `json:"how"`
	HolderOut bool   `json:"holder_out"`
	Fit       bool   `json:"fit"`
	Language  string `json:"language"`
}

// Told is an outcome as it was told, without the answers to submissions, which
// quote them.
type Told struct {
	Outcome    Outcome     `json:"outcome"`
	Law        string      `json:"law"`
	Conditions []Condition `json:"conditions,omitempty"`
	BoundUntil Micros      `json:"bound_until,omitempty"`
	Order      string      `json:"order,omitempty"`
	Notice     string      `json:"notice"`
	Abstract   string      `json:"abstract"`
	Hash       string      `json:"hash"`
	Dissents   int         `json:"dissents"`
}

// A Proven entry is an act of the case with all that its leaf is computed from,
// and the proof that the leaf is in the ledger.
type Proven struct {
	Seq    int64           `json:"seq"`
	Header string          `json:"header"`
	Salt   []byte          `json:"salt"`
	Body   json.RawMessage `json:"body"`
	Proof  string          `json:"proof"` // C2SP tlog-proof
}

// A Prover proves entries of the ledger; see [ledger.Prove].
type Prover func(ctx context.Context, seqs []int64) ([][]byte, error)

func hashOf(text string) string {
	h := sha256.Sum256([]byte(text))
	return hex.EncodeToString(h[:])
}

// packed is a case as another body gets it, without proofs.
func (c *Case) packed(x Exchange, form Form, at Micros) Package {
	p := Package{
		Format: PackageFormat, To: x.To, Purpose: x.Purpose, Basis: x.Basis, Made: at, Case: c.ID, Person: int64(c.Person), Policy: c.Policy, Outcomes: form,
		State: c.State, Custody: c.Liberty.State, Opened: c.Opened, Lanes: c.Lanes, Lapses: overtLapses(c.Lapses), Allegations: c.Allegations, Facts: open(c.Facts),
		ToldIn: c.Told,
	}
	if c.Disclosed != nil {
		for _, f := range c.Facts {
			if g := c.Disclosed.Gists[f.ID]; f.Closed && g != "" {
				p.Gists = append(p.Gists, g)
			}
		}
	}
	for _, f := range c.Findings {
		if f.Stopped != 0 || f.Told && !f.stands() {
			continue // a court's judgment that one person told of is nothing to pass on
		}
		by := "analysts"
		switch {
		case f.Court:
			by = "court"
		case f.Panel:
			by = byPanel
		}
		p.Findings = append(p.Findings, Found{c.overt(f.Finding), by, f.Policy, f.At})
	}
	if h := c.Heard; h != nil {
		p.Heard = &Hearing{h.How, h.HolderOut, h.Fit, h.Language}
	}
	if r := c.Outcome; r != nil {
		p.Outcome = r.told(c.Dissents)
	}
	return p
}

func (r Ruling) told(dissents int) *Told {
	return &Told{r.Outcome, r.Law, r.Conditions, r.BoundUntil, r.Order, r.Notice, r.Abstract, r.Hash, dissents}
}

// inward reports whether a clock runs on what no other body is told of: a
// question about somebody's tie, a group of victims that asks for standing.
func (x Clock) inward() bool { return x.Name == QuestionClock || x.Name == StandingClock }

func overtLapses(all []Lapse) []Lapse {
	return slices.DeleteFunc(slices.Clone(all), func(l Lapse) bool { return l.inward() })
}

// overt is a finding without the facts that are withheld, nor why they were set
// aside.
func (c *Case) overt(f Finding) Finding {
	shut := func(id FactID) bool { x, _ := c.fact(id); return x.Closed }
	f.Relied = slices.DeleteFunc(slices.Clone(f.Relied), shut)
	f.Rejected = slices.DeleteFunc(slices.Clone(f.Rejected), func(r Rejection) bool { return shut(r.Fact) })
	return f
}

// proves reports whether an act's whole body may leave: what it is about is in
// the package, and nothing else.
func (c *Case) proves(b Body) bool {
	switch b := b.(type) {
	case *AllegedBody, *LaneBody:
		return true
	case *LapsedBody:
		return !b.inward()
	case *FactBody:
		f, _ := c.fact(b.ID)
		return !b.Closed && !f.Closed
	case *ProposedBody:
		i := c.finding(b.ID)
		return i >= 0 && c.Findings[i].Stopped == 0 && len(c.overt(b.Finding).Relied) == len(b.Relied) && len(c.overt(b.Finding).Rejected) == len(b.Rejected)
	}
	return false
}

// MakeExchange makes the file of an approved exchange and enters it.
func (s *Service) MakeExchange(ctx context.Context, w Who, id CaseID, exchange string) error {
	if s.Prove == nil {
		return errors.New("review: nothing signs the ledger")
	}
	c, err := s.Read(ctx, w.Account, id)
	if err != nil {
		return err
	}
	i := c.exchange(exchange)
	if i < 0 || c.Exchanges[i].Approved == 0 {
		return ruleExchange.refuse("a request that a second person has approved")
	}
	if c.outgrown(c.Exchanges[i]) {
		return ruleExchange.refuse("the word of a second person on what the case holds now: it holds something else than when this was approved")
	}
	k, err := s.setting(ctx, c)
	if err != nil {
		return err
	}
	stays, err := s.stays(ctx, c, w, exchange)
	if err != nil {
		return err
	}
	c = c.without(stays)
	p := c.packed(c.Exchanges[i], k.Policy.Form(), MicrosOf(s.Journal.Now()))
	p.Stays = len(stays)
	if err := s.prove(ctx, c, &p, exchange); err != nil {
		return err
	}
	text, err := json.MarshalIndent(p, "", "  ")
	if err != nil {
		return fmt.Errorf("encode case %s: %w", id, err)
	}
	return s.Enter(ctx, w, id, 0, &ExchangeMadeBody{ID: exchange, SHA256: hashOf(string(text)), Text: string(text)})
}

// ReadPackage reads a package: the whole text is one, in UTF-8. What stood after
// its end would be read by people and checked by nobody.
func ReadPackage(text []byte) (p Package, err error) {
	if !utf8.Valid(text) {
		return p, errors.New("a file that is no text in UTF-8")
	}
	if err = json.Unmarshal(text, &p); err == nil && p.Format != PackageFormat && p.Format != firstFormat {
		err = fmt.Errorf("a file of another form: %q", p.Format)
	}
	return p, err
}

// Errors of [Package.Check].
var (
	// ErrUnproven: something in the file is not what an entry of the ledger says.
	ErrUnproven = errors.New("is not what the ledger's entry says")
)

// Check checks every proof of the package against the key of the ledger it comes
// from: that what a proven entry bears out is what it says, word for word, and
// that an entry stands in the ledger for every line that is sealed. What those
// say it cannot check: [Service.Compare] does. It returns how many entries were
// proven whole.
func (p Package) Check(key note.Verifier) (int, error) {
	held := map[string]bool{}
	for _, x := range p.Proofs {
		body, err := x.body(key, p.Case)
		if err != nil {
			return 0, err
		}
		for _, l := range p.borne(x.Seq, body) {
			held[l] = true
		}
	}
	for _, x := range p.Sealed {
		if err := x.check(key); err != nil {
			return 0, err
		}
		held[x.Line] = true
	}
	if l := p.twice(); l != "" {
		return 0, fmt.Errorf("%s stands twice and %w", l, ErrUnproven)
	}
	for _, l := range p.lines() {
		if !held[l] && (p.Format != firstFormat || !lateLine(l)) {
			return 0, fmt.Errorf("%s %w", l, ErrUnproven)
		}
	}
	return len(p.Proofs), nil
}

// Unproven are the lines of a package that [Package.Check] let pass with no entry
// shown that says what they say: those that are sealed, and in a file of the first
// form those that no proof had to bear out.
func (p Package) Unproven() (out []string) {
	shown := map[string]bool{}
	for _, x := range p.Proofs {
		if _, e, err := eventOf(journal.Entry{Header: ledger.Header{Kind: ActDone}, Body: x.Body}); err == nil {
			for _, l := range p.borne(x.Seq, e.Body) {
				shown[l] = true
			}
		}
	}
	return slices.DeleteFunc(p.lines(), func(l string) bool { return shown[l] })
}

// lateLine reports whether a line is of those that no proof had to bear out in
// files of the first form.
func lateLine(l string) bool {
	return l == OutcomeLine || strings.HasPrefix(l, "finding ") || strings.HasPrefix(l, "lane ")
}

// essence is something of a kind in one writing.
func essence(kind string, b any) string {
	text, err := json.Marshal(b)
	if err != nil {
		panic(err) // strings and numbers always encode
	}
	return kind + " " + string(text)
}

func (x Proven) body(key note.Verifier, id CaseID) (Body, error) {
	h, err := ledger.ParseHeader([]byte(x.Header))
	if err != nil {
		return nil, fmt.Errorf("entry %d: %w", x.Seq, err)
	}
	var body bytes.Buffer
	if err := json.Compact(&body, x.Body); err != nil {
		return nil, fmt.Errorf("entry %d: body: %w", x.Seq, err)
	}
	e := ledger.Entry{Header: h, Raw: []byte(x.Header), Commitment: ledger.Commit(x.Salt, body.Bytes())}
	seq, _, err := ledger.CheckProof([]byte(x.Proof), e.Leaf(), key)
	if err != nil {
		return nil, fmt.Errorf("entry %d: %w", x.Seq, err)
	}
	of, ev, err := eventOf(journal.Entry{Header: h, Body: body.Bytes()})
	switch {
	case err != nil:
		return nil, err
	case seq != x.Seq || h.Seq != x.Seq || of != id:
		return nil, fmt.Errorf("entry %d %w", x.Seq, ErrUnproven)
	}
	return ev.Body, nil
}

// check is what a proven entry says, in one writing.
func (x Proven) check(key note.Verifier, id CaseID) (string, error) {
	b, err := x.body(key, id)
	if err != nil {
		return "", err
	}
	return essence(b.Kind(), b), nil
}

// Claims are what a package says, as claims of the body it comes from: its
// findings and its outcome are no findings and no outcome here.
func (p Package) Claims() (out []Claim) {
	for _, f := range p.Findings {
		about := string(f.Holding)
		for _, a := range p.Allegations {
			if a.ID == f.Allegation {
				about = string(a.Conduct) + " " + a.Text
			}
		}
		out = append(out, Claim{"finding", about + ": " + f.Reasons, f.Standard.String()})
	}
	if o := p.Outcome; o != nil {
		out = append(out, Claim{Kind: "outcome", Text: string(o.Outcome) + ": " + o.Abstract})
	}
	return out
}

// Receive is the act that takes another body's file in.
func Receive(from, text string, p Package) *ReceivedBody {
	return &ReceivedBody{From: from, Text: text, Says: p.Claims(), Hash: hashOf(text)}
}
