package victims

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"

	"kashf.org/kashf/internal/journal"
)

// ActDone is the kind of every entry of this register but the last of each
// registration, see [Destroyed]. Its header names nobody, and what was done is in
// its body, of which no page tells anything.
const ActDone = "victims.act"

// A Registration is what the tables keep of one: seals and times.
type Registration struct {
	ID      string    `json:"id"`
	Many    bool      `json:"many,omitempty"` // an association
	By      string    `json:"by"`
	Org     string    `json:"org"`
	At      int64     `json:"at"` // microseconds
	Seq     int64     `json:"seq"`
	Told    []byte    `json:"told,omitempty"` // sealed; nil of those who left before that destroyed it
	List    *List     `json:"list,omitempty"`
	Opened  []Opening `json:"opened,omitempty"`
	Links   []Link    `json:"links,omitempty"`
	Left    int64     `json:"left,omitempty"`    // when they took themselves out
	Changed int64     `json:"changed,omitempty"` // when what was told was last mended
}

// Version names what was told as it stands: of another version it was changed. It
// is the hash of a seal, which tells nothing of what is sealed.
func (r Registration) Version() string { return versionOf(r.Told) }

func versionOf(sealed []byte) string {
	h := sha256.Sum256(sealed)
	return hex.EncodeToString(h[:16])
}

// A List is an association's sealed list, by the hash of its sealed form.
type List struct {
	Blob  string `json:"blob"`
	Lines int    `json:"lines"`
}

// Hash is what the ledger has of the list.
func (l *List) Hash() string {
	if l == nil || len(l.Blob) < 2 {
		return ""
	}
	return l.Blob[2:]
}

// An Opening is one time that a list was opened.
type Opening struct {
	By  string `json:"by"`
	At  int64  `json:"at"`
	Why []byte `json:"why"` // sealed
}

// A Link is what was made of a likeness to a case. Which case is sealed too; its
// id is that of the group, once there is one.
type Link struct {
	ID     string `json:"id"`
	At     int64  `json:"at"`
	By     string `json:"by"`
	Sealed []byte `json:"sealed"` // a [Linked]
	// Check is the last protection check, sealed; Passed is whether it passed.
	Check  []byte `json:"check,omitempty"`
	Passed bool   `json:"passed,omitempty"`
}

// Version names the last protection check as it stands.
func (l Link) Version() string { return versionOf(l.Check) }

// Act is the body of [ActDone].
type Act struct {
	ID     string `json:"id"`
	Act    string `json:"act"` // registered, changed, opened, judged, protected; left, before the cases are entered and [Destroyed]
	Many   bool   `json:"many,omitempty"`
	Link   string `json:"link,omitempty"`
	Sealed []byte `json:"sealed,omitempty"`
	List   *List  `json:"list,omitempty"`
	Passed bool   `json:"passed,omitempty"`
}

// Tables keep registrations inside one unit of work.
type Tables interface {
	// Registration returns one, or [register.ErrNotFound].
	Registration(ctx context.Context, id string) (Registration, error)
	PutRegistration(ctx context.Context, r Registration) error
	DropRegistration(ctx context.Context, id string) error
	// ActsOf returns the entries of a registration whose bodies stand, in order,
	// and the blob of its list, "" for none.
	ActsOf(ctx context.Context, id string) (seqs []int64, list string, err error)
}

func tablesOf(env journal.Env) Tables { return env.Tx.(interface{ Victims() Tables }).Victims() }

// Kinds are what the entries of this package do to the tables.
func Kinds() []journal.Kind {
	return []journal.Kind{{Name: ActDone, Version: 1, Apply: apply}, {Name: Destroyed, Version: 1, Apply: applyDestroyed}}
}

func apply(ctx context.Context, env journal.Env, e journal.Entry) error {
	if e.Body == nil {
		return nil // destroyed by law since
	}
	b, err := journal.Decode[Act](e)
	if err != nil {
		return err
	}
	t := tablesOf(env)
	r := Registration{ID: b.ID, Many: b.Many, By: e.Author, Org: e.Org, At: e.At, Seq: e.Seq, Told: b.Sealed, List: b.List}
	if b.Act != "registered" {
		if r, err = t.Registration(ctx, b.ID); err != nil {
			return err
		}
		r.apply(b, e)
	}
	return t.PutRegistration(ctx, r)
}

func (r *Registration) apply(b Act, e journal.Entry) {
	r.Seq = e.Seq
	i := slices.IndexFunc(r.Links, func(l Link) bool { return l.ID == b.Link })
	switch b.Act {
	case "changed":
		r.Told, r.Changed = b.Sealed, e.At
	case "opened":
		r.Opened = append(r.Opened, Opening{e.Author, e.At, b.Sealed})
	case "judged":
		if i >= 0 {
			r.Links = slices.Delete(r.Links, i, i+1)
		}
		r.Links = append(r.Links, Link{ID: b.Link, At: e.At, By: e.Author, Sealed: b.Sealed})
	case "protected":
		if i >= 0 {
			r.Links[i].Check, r.Links[i].Passed = b.Sealed, b.Passed
		}
	case "left":
		r.Told, r.Left = nil, e.At
	}
}
