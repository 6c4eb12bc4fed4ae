package ledger

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/web/part"
)

// A ListView is the ledger's first page.
type ListView struct {
	Search        Search
	Kinds         []part.Option
	Authors       []part.Option
	Rows          []Row
	Older, Newest string // addresses, "" where there is nothing
	Head          HeadView
}

// A HeadView is what was last signed.
type HeadView struct {
	Signed    bool
	Size      int64
	Root, Key string
}

// A Row is an entry as the list shows it.
type Row struct {
	Seq    int64
	At     string
	Kind   string
	Code   string // of the kind, as the ledger has it
	Author string // "" where the reader is not told
	Org    string
	// Undone and Destroyed are the entries that did so, 0 where none did.
	Undone, Destroyed int64
}

func rowOf(p locale.Printer, n names, l journal.Line) Row {
	return Row{
		Seq: l.Seq, At: p.DateTime(time.UnixMicro(l.At)), Kind: kindName(p, l.Kind), Code: l.Kind,
		Author: n.author(l.Author), Org: n.orgs[l.Org], Undone: l.Undone, Destroyed: l.Destroyed,
	}
}

// who is the author, or as much of one as the reader is told.
func (r Row) who(p locale.Printer) string {
	if r.Author == "" {
		return p.T("ledger.someone")
	}
	return r.Author
}

func (r Row) class() string {
	if r.Undone != 0 {
		return "undone"
	}
	return ""
}

// An EntryView is the page of one entry.
type EntryView struct {
	Row    Row
	Facts  []part.Fact
	Body   string // "" where the reader may not read it, or it is destroyed
	Key    string
	Proved bool // is in what was signed, and the reader may have the proof
	Leaf   bool // the reader may have the leaf
	Undo   bool
	Undid  bool // has just been undone
}

// An UndoView asks whether an entry is to be undone.
type UndoView struct {
	Seq              int64
	Kind, Why, Wrong string
	Refused          bool // something rests on it
}

func factsOf(p locale.Printer, n names, e journal.Entry, subjects bool) []part.Fact {
	row := rowOf(p, n, journal.Line{Header: e.Header})
	facts := []part.Fact{
		{Label: p.T("ledger.at"), Value: row.At},
		{Label: p.T("ledger.author"), Value: row.who(p)},
		{Label: p.T("ledger.org"), Value: row.Org, None: row.Org == ""},
		{Label: p.T("ledger.kind"), Value: e.Kind},
		{Label: p.T("ledger.version"), Value: strconv.Itoa(e.Version)},
	}
	if row.Org == "" {
		facts[2].Value = p.T("ledger.none")
	}
	if e.Device != "" {
		facts = append(facts, part.Fact{Label: p.T("ledger.device"), Value: e.Device})
	}
	if !subjects {
		return facts
	}
	if len(e.Subjects) > 0 {
		facts = append(facts, part.Fact{Label: p.T("ledger.subjects"), Value: some(p, e.Subjects)})
	}
	return append(facts, part.Fact{Label: p.T("ledger.blobs"), Value: p.N("common.count.files", len(e.Blobs))})
}

// some names the first of a long list and counts the rest.
func some(p locale.Printer, ids []string) string {
	const shown = 12
	if len(ids) <= shown {
		return strings.Join(ids, " · ")
	}
	return strings.Join(ids[:shown], " · ") + " · " + p.T("ledger.more", len(ids)-shown)
}

// maxBody is as much of a body as a page shows. The whole of it is in the
// ledger's export.
const maxBody = 32 << 10

func bodyText(b []byte) string {
	if len(b) == 0 {
		return ""
	}
	var out bytes.Buffer
	if err := json.Indent(&out, b, "", "  "); err != nil {
		out.Reset()
		out.Write(b)
	}
	if out.Len() <= maxBody {
		return out.String()
	}
	return strings.ToValidUTF8(out.String()[:maxBody], "") + "\n…"
}

func columns(p locale.Printer) []part.Col {
	return []part.Col{
		{Label: p.T("ledger.what")},
		{Label: p.T("ledger.at"), Fit: true},
		{Label: p.T("ledger.author")},
		{Label: p.T("ledger.org")},
		{Label: p.T("ledger.state"), Fit: true},
	}
}

const (
	leastWhy = 8
	mostWhy  = 500
)

func whyWrong(p locale.Printer, why string) string {
	if n := utf8.RuneCountInString(strings.TrimSpace(why)); n < leastWhy || n > mostWhy {
		return p.T("ledger.why_wrong", leastWhy, mostWhy)
	}
	return ""
}
