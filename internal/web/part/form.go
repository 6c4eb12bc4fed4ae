package part

import "github.com/a-h/templ"

// An Input is one field of a form. Its Value is what the reader typed last, so
// that a refused form comes back as it was sent.
type Input struct {
	Name     string
	Label    string
	Hint     string
	Error    string // what is wrong with the value, in plain words
	Value    string
	Type     string // of the input element; "" is "text"
	Required bool
	Optional bool   // says so beside the label
	Dir      string // "" is "auto": a name may be in either script
	Complete string // the autocomplete attribute; "" is "off"
	Key      string // the key that goes to it
	Accept   string // of a file
	Max      int    // most characters, 0 is 5000
	Rows     int    // of a [TextArea], 0 is 3
	Private  bool   // never kept in the browser as unsaved work
	Focus    bool   // typing begins here when the page opens
	Options  []Option
}

// An Option is one choice of a [Select], of [Radios] or of [Checks].
type Option struct {
	Value, Label, Note string
	Chosen             bool
}

func (in Input) id() string { return "f-" + in.Name }

// describedBy lists the elements that explain the field.
func (in Input) describedBy() string {
	switch {
	case in.Hint != "" && in.Error != "":
		return in.id() + "-error " + in.id() + "-hint"
	case in.Error != "":
		return in.id() + "-error"
	case in.Hint != "":
		return in.id() + "-hint"
	}
	return ""
}

func (in Input) attrs() templ.Attributes {
	a := templ.Attributes{"id": in.id(), "name": in.Name}
	if d := in.describedBy(); d != "" {
		a["aria-describedby"] = d
	}
	if in.Error != "" {
		a["aria-invalid"] = "true"
	}
	if in.Required {
		a["required"] = true
	}
	if in.Key != "" {
		a["data-key"] = in.Key
	}
	if in.Private {
		a["data-private"] = true
	}
	if in.Focus || in.Error != "" { // the first on the page has it
		a["autofocus"] = true
	}
	return a
}

// textAttrs are the attributes of a field that is typed into.
func (in Input) textAttrs() templ.Attributes {
	a := in.attrs()
	a["dir"] = orElse(in.Dir, "auto")
	a["placeholder"] = " " // lets the styles know that the field is empty
	a["autocomplete"] = orElse(in.Complete, "off")
	if a["maxlength"] = 5000; in.Max > 0 {
		a["maxlength"] = in.Max
	}
	return a
}

func orElse(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

// A Button sends a form.
type Button struct {
	Text  string
	Look  Look
	Name  string
	Value string
	Key   string // the key that presses it, shown on it
}

// A Look is how much a button asks to be pressed.
type Look string

// The looks of buttons. A screen has one primary button.
const (
	Normal  Look = ""
	Primary Look = "primary"
	Danger  Look = "danger"
	Subtle  Look = "quiet"
	Tiny    Look = "tiny"
)

// A Confirm asks before something that cannot be passed over is done. It says
// what will happen; nothing is done on the way to it.
type Confirm struct {
	Action string // where it is posted to
	Title  string
	Text   string
	Points []string // what will happen
	Button string
	Cancel string // where to go instead
	Why    *Input // asks for a reason when it is not nil
	Grave  bool
	Hidden []Option // carried along: version seen, subject
	Draft  string   // keeps what is typed under this name
}

// A Before is said to whoever takes back what was taken back before.
type Before struct {
	Title string
	Text  string // by whom, and when
	Why   string // the reason as it was typed, "" for none
	Back  string
}

func (c Confirm) look() Look {
	if c.Grave {
		return Danger
	}
	return Primary
}

func (c Confirm) class() string {
	if c.Grave {
		return "panel confirm grave"
	}
	return "panel confirm"
}

func attrsOf(b Button) templ.Attributes {
	a := templ.Attributes{}
	if b.Name != "" {
		a["name"], a["value"] = b.Name, b.Value
	}
	if b.Key != "" {
		a["data-key"], a["aria-keyshortcuts"] = b.Key, b.Key
	}
	return a
}
