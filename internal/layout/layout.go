package layout

import (
	"context"
	"errors"
	"slices"
	"strings"
	"unicode/utf8"

	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/vocab"
)

// What a person can mend about a word.
var (
	ErrName   = errors.New("the part is not named, or its name is too long")
	ErrKind   = errors.New("the kind of part is not one of the kinds")
	ErrIn     = errors.New("the part that it lies in is not there, or lies in it")
	ErrSource = errors.New("the source is not said, or is not there")
	ErrLong   = errors.New("the note is too long")
	ErrWhy    = errors.New("the reason is not said")
	// ErrSameName: a part of this name is there already, in the same part.
	ErrSameName = errors.New("a part of this name is there already")
)

// Kinds is the vocabulary of parts.
const Kinds = "part_kind"

// Bounds of what is written.
const (
	MaxName  = 120
	MaxNote  = 1000
	leastWhy = 8
	maxWhy   = 500
)

// A Store knows what was told. See [register.Reader].
type Store interface {
	PartWords(ctx context.Context, v register.Sight, site register.FacilityID) ([]register.PartWord, error)
}

// A Service enters words on parts and takes them back. Its fields are set once.
type Service struct {
	Journal *journal.Journal
	Store   Store
	NewID   func() string
}

// A Word is what is to be entered.
type Word struct {
	register.PartWord
	// Another: the writer has seen that a part of this name is there already, and
	// says that this is another.
	Another bool
}

// Tell enters what a source tells of a part. The caller has made sure that the
// reader sees the source, the part and the one that it lies in; v is the
// reader's sight. Part is "" for a part that is new to the tree. The same word
// sent twice is one entry. It returns the word's id.
func (s *Service) Tell(ctx context.Context, a journal.Actor, v register.Sight, w Word) (string, error) {
	if err := check(&w); err != nil {
		return "", err
	}
	err := s.Journal.Do(ctx, a, func(ctx context.Context, u *journal.Unit) error {
		words, err := s.Store.PartWords(ctx, v, w.Site)
		if err != nil {
			return err
		}
		if was := told(words, w.PartWord, a.Org); was != "" {
			w.ID = was
			return nil
		}
		if err := fits(register.PartsOf(words), w); err != nil {
			return err
		}
		if _, err := register.TablesOf(u.Env).Source(ctx, w.Source); err != nil {
			return errors.Join(ErrSource, err)
		}
		w.ID = s.NewID()
		if w.Part == "" {
			w.Part = register.PartID(w.ID)
		}
		_, err = u.Append(ctx, journal.Draft{Kind: register.PartTold, Subjects: []string{string(w.Site), string(w.Source)}, Body: register.PartBody{
			ID: w.ID, Part: w.Part, Site: w.Site, In: w.In, Kind: w.Kind, Name: w.Name, Source: w.Source, Note: w.Note, Corrects: w.Corrects, Why: w.Why,
		}})
		return err
	})
	return w.ID, err
}

func check(w *Word) error {
	w.Name, w.Note, w.Why = strings.Join(strings.Fields(w.Name), " "), strings.TrimSpace(w.Note), strings.TrimSpace(w.Why)
	switch {
	case w.Name == "" || utf8.RuneCountInString(w.Name) > MaxName || register.CellKey(w.Name) == "":
		return ErrName
	case !vocab.Valid(Kinds, w.Kind):
		return ErrKind
	case w.Source == "":
		return ErrSource
	case utf8.RuneCountInString(w.Note) > MaxNote:
		return ErrLong
	case w.Corrects != "" && !stated(w.Why):
		return ErrWhy
	}
	return nil
}

func stated(why string) bool {
	n := utf8.RuneCountInString(strings.TrimSpace(why))
	return n >= leastWhy && n <= maxWhy
}

// told is the word that says the same for the same organisation and source, such
// as by a click before; "" where there is none.
func told(words []register.PartWord, w register.PartWord, org string) string {
	for _, x := range words {
		same := w.Part == x.Part || w.Part == "" && string(x.Part) == x.ID
		if same && x.In == w.In && x.Kind == w.Kind && x.Name == w.Name && x.Source == w.Source && x.Note == w.Note && x.Corrects == w.Corrects && string(x.Org) == org {
			return x.ID
		}
	}
	return ""
}

// fits reports whether a word fits the tree as its writer sees it: that what it
// speaks of is there, that nothing would lie in itself, and that no part of its
// name is there already in the same part, unless it is said to be another.
func fits(parts []register.Part, w Word) error {
	at := make(map[register.PartID]register.Part, len(parts))
	for _, p := range parts {
		at[p.ID] = p
		for _, x := range p.Words {
			at[x.Part] = p
		}
	}
	mine, ok := at[w.Part]
	if w.Part != "" && !ok {
		return register.ErrNotFound
	}
	if w.Corrects != "" && !slices.ContainsFunc(mine.Words, func(x register.PartWord) bool { return x.ID == w.Corrects }) {
		return register.ErrNotFound
	}
	in, ok := at[w.In]
	if w.In != "" && !ok {
		return ErrIn
	}
	for p := in; p.ID != ""; p = at[p.In] {
		if w.Part != "" && p.ID == mine.ID {
			return ErrIn
		}
	}
	if w.Part == "" && !w.Another && Named(parts, in.ID, w.Name) != "" {
		return ErrSameName
	}
	return nil
}

// Named is the part that lies in another, or in the place itself, and is called
// by a name; "" where none is.
func Named(parts []register.Part, in register.PartID, name string) register.PartID {
	key := register.CellKey(name)
	for _, p := range parts {
		if p.In == in && slices.ContainsFunc(p.Words, func(x register.PartWord) bool { return register.CellKey(x.Name) == key }) {
			return p.ID
		}
	}
	return ""
}

// TakeBack undoes a word for a stated reason.
func (s *Service) TakeBack(ctx context.Context, a journal.Actor, w register.PartWord, why string) error {
	if !stated(why) {
		return ErrWhy
	}
	return s.Journal.Do(ctx, a, func(ctx context.Context, u *journal.Unit) error {
		_, err := u.Undo(ctx, w.Seq, strings.TrimSpace(why), nil)
		return err
	})
}
