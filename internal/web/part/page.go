package part

import (
	"strings"

	"kashf.org/kashf/internal/locale"
)

// A Frame is what [Page] shows around a screen.
type Frame struct {
	Title   string // of the page, without the program's name
	Path    string // where the reader is, for the language switch to come back to
	Account *Account
	Nav     []NavItem
	Flashes []Flash
	Crumbs  []Crumb
	// Search is where the header's search of names is posted to, "" for none.
	Search string
	Keys   []Key // the page's own keys, for the list that "?" opens
	// Help stands beside the page, nil where there is none.
	Help *Help
	// Lost marks pages shown instead of the one asked for (sign-in, a
	// problem): what was typed into the last form is then kept.
	Lost bool
	// SignedOut makes the browser forget all unsaved work.
	SignedOut bool
}

// allKeys are the page's own keys, then those that every page has.
func (f Frame) allKeys(p locale.Printer) []Key {
	keys := append([]Key(nil), f.Keys...)
	if f.Search != "" {
		keys = append(keys, Key{"/", p.T("common.key.search")})
	}
	if f.Help != nil {
		keys = append(keys, Key{"h", p.T("common.key.about")})
	}
	return append(keys, Key{"?", p.T("common.key.help")})
}

// A Help says what a page is for and what its marks mean.
type Help struct {
	Use   string
	Marks []string
	More  string // where the first steps are told, "" for who is not signed in
}

// An Account is who is signed in.
type Account struct {
	Key  string // opaque; unsaved work in the browser is kept apart by it
	Name string
	Org  string
	// Links of the account's menu, before signing out.
	Links []NavItem
	// SignOut is where signing out is posted to.
	SignOut string
}

// Initial is the first letter of the account's name.
func (a Account) Initial() string {
	for _, r := range strings.TrimSpace(a.Name) {
		return strings.ToUpper(string(r))
	}
	return "·"
}

// A NavItem is one section of the program.
type NavItem struct {
	Label   string
	Href    string
	Count   int    // what waits there; 0 shows nothing
	Waiting string // the count in words, such as "14 wait for a decision"
	Current bool
}

// A Crumb is one step of the way to a page. The last has no Href.
type Crumb struct{ Label, Href string }

// words are the words of a title, each with the space after it: a number of a
// file is not broken at its hyphen.
func words(title string) []string { return strings.SplitAfter(title, " ") }

// A Tone is what a colour says.
type Tone string

// The tones. Each has a shape of its own beside its colour.
const (
	Plain Tone = ""
	Good  Tone = "good"
	Warn  Tone = "warn"
	Bad   Tone = "bad"
	Info  Tone = "info"
	Quiet Tone = "quiet"
)

// class is the class of a part in a tone, such as "tag tag-good".
func class(part string, t Tone) string {
	if t == Plain {
		return part
	}
	return part + " " + part + "-" + string(t)
}

// A Flash is a message about what has just been done.
type Flash struct {
	Tone Tone
	Text string
	// Undo is where taking it back is posted to, "" where it cannot be.
	Undo string
	// First: whoever reads the page begins here, as with what is bad. It is for
	// forms that come back for another reason than a mistake.
	First bool
}

func (f Flash) role() string {
	if f.Tone == Bad {
		return "alert"
	}
	return "status"
}

func current(on bool) string {
	if on {
		return "page"
	}
	return "false"
}
