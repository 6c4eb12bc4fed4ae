package part

// A Fact is one line of [Facts].
type Fact struct {
	Label string
	Value string
	Lang  string // of the value, where it is not the page's
	None  bool   // the value says that there is none: "unknown", "not asked", "withheld"
	Tag   *Label
}

// A Label is a short text in a tone, shown by [Tag].
type Label struct {
	Tone Tone
	Text string
}

// A PersonName is a name as shown: how it is mainly written and, beside it,
// another writing.
type PersonName struct {
	Text string
	Lang string // "ar" or "en"; "" when not known
	Also string // the name in the other script, "" for none
}

func (n PersonName) alsoLang() string {
	if n.Lang == "ar" {
		return "en"
	}
	return "ar"
}

// A Chip names a source.
type Chip struct {
	Name string
	Href string // "" where the reader may not open it
	Note string // such as its reliability or its row
	// Colour is 1 to 6, the same for the source all over a page; 0 for none.
	Colour int
}

var tones = [...]string{"", "tone-1", "tone-2", "tone-3", "tone-4", "tone-5", "tone-6"}

// tone is the class of the nth colour; colours repeat after six.
func tone(n int) string {
	if n <= 0 {
		return ""
	}
	return tones[(n-1)%6+1]
}

// A Strength is how much speaks for an answer: 0 to 3 bars.
type Strength int

// An EmptyKind picks the drawing of an [Empty].
type EmptyKind string

// The kinds of empty states.
const (
	NothingYet   EmptyKind = "yet"
	NothingFound EmptyKind = "found"
	AllDone      EmptyKind = "done"
)

// An Empty says that there is nothing, why, and what to do next.
type Empty struct {
	Kind   EmptyKind
	Title  string
	Text   string
	Action string // label of the next step
	Href   string
}

// A Key is a row of [KeyHelp].
type Key struct{ Press, Does string }

// A Work is something long that the server does. [Progress] asks for it anew
// each second until it is no longer Running.
type Work struct {
	ID      string // of the element
	URL     string // gives the part again
	Title   string
	Stage   string // what is being done now
	Done    int
	Total   int // 0 while it is not known
	Running bool
	Cancel  string // where stopping is posted to, "" where it cannot be
}

func (w Work) percent() int {
	if w.Total <= 0 {
		return 0
	}
	return min(100, 100*w.Done/w.Total)
}

// A ProblemView is what [Problem] shows.
type ProblemView struct {
	Key       string // of the words: problem.KEY.title and problem.KEY.text
	Reference string // names the error in the log, "" where none is needed
	// SignIn is where to sign in again, "" where that is not the matter.
	SignIn string
}
