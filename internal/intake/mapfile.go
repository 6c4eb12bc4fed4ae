package intake

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"

	"kashf.org/kashf/internal/register"
)

// A map file is a mapping as JSON, for `kashf import --map FILE`:
//
//	{
//	  "version": 1,
//	  "sure": true,
//	  "columns": [
//	    {"header": "الاسم الكامل", "field": "full_name", "confidence": 0.97, "reason": "header"},
//	    {"header": "تاريخ الاعتقال", "field": "arrest_date", "date_order": "dmy", "unknown": ["لا نعلم"]},
//	    {"header": "رقم الصفحة", "field": ""}
//	  ],
//	  "constants": [{"field": "facility", "value": "SED"}],
//	  "nameless": false,
//	  "unknown": ["؟؟"],
//	  "withheld": []
//	}
//
// Only "columns" with their "header" must be there. A field of "" keeps the
// column raw. Field keys are those of [register.Fields].
const mapVersion = 1

// maxMapFile bounds a map file: 512 columns with long headers stay far below.
const maxMapFile = 1 << 20

type mapFile struct {
	Version   int           `json:"version"`
	Sure      bool          `json:"sure"`
	Columns   []mapColumn   `json:"columns"`
	Constants []mapConstant `json:"constants,omitempty"`
	Nameless  bool          `json:"nameless,omitempty"`
	Unknown   []string      `json:"unknown,omitempty"`
	Withheld  []string      `json:"withheld,omitempty"`
}

type mapColumn struct {
	Header     string   `json:"header"`
	Field      string   `json:"field"`
	Also       string   `json:"also,omitempty"`
	Confidence float64  `json:"confidence,omitempty"`
	Reason     string   `json:"reason,omitempty"`
	DateOrder  string   `json:"date_order,omitempty"`
	Swapped    bool     `json:"swapped_days,omitempty"`
	Asks       bool     `json:"asks,omitempty"`
	Unknown    []string `json:"unknown,omitempty"`
	Withheld   []string `json:"withheld,omitempty"`
}

type mapConstant struct {
	Field string `json:"field"`
	Value string `json:"value"`
}

// MarshalJSON writes m as a map file.
func (m Mapping) MarshalJSON() ([]byte, error) {
	f := mapFile{Version: mapVersion, Sure: m.Sure, Columns: []mapColumn{}, Nameless: m.Nameless, Unknown: m.Unknown, Withheld: m.Withheld}
	for _, c := range m.Columns {
		f.Columns = append(f.Columns, mapColumn{
			Header: c.Header, Field: c.Field.Key(), Also: c.Also.Key(), Confidence: c.Confidence, Reason: string(c.Reason),
			DateOrder: string(c.DateOrder), Swapped: c.Swapped, Asks: c.Asks, Unknown: c.Unknown, Withheld: c.Withheld,
		})
	}
	for _, c := range m.Constants {
		f.Constants = append(f.Constants, mapConstant{Field: c.Field.Key(), Value: c.Value})
	}
	return json.Marshal(f)
}

// UnmarshalJSON is [ReadMapping] of b.
func (m *Mapping) UnmarshalJSON(b []byte) error {
	got, err := ReadMapping(bytes.NewReader(b))
	if err == nil {
		*m = got
	}
	return err
}

// WriteMapping writes m as a map file that a person can correct.
func WriteMapping(w io.Writer, m Mapping) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(m)
}

// ReadMapping reads a map file. What is wrong with it is an [Error] that names
// the line.
func ReadMapping(r io.Reader) (Mapping, error) {
	b, err := io.ReadAll(io.LimitReader(r, maxMapFile+1))
	if err != nil {
		return Mapping{}, &Error{Kind: ReadFailed, Err: err}
	}
	if len(b) > maxMapFile {
		return Mapping{}, fail(MapSyntax, "line", 1)
	}
	w := &mapWalker{text: b, dec: json.NewDecoder(bytes.NewReader(b))}
	m := w.mapping()
	if w.err != nil {
		return Mapping{}, w.err
	}
	return m, nil
}

// A mapWalker reads a map file token by token, since only so can it say on
// which line a wrong value stands. After the first error it does nothing.
type mapWalker struct {
	text []byte
	dec  *json.Decoder
	err  error
}

func (w *mapWalker) mapping() Mapping {
	var m Mapping
	version := mapVersion
	w.object(map[string]func(){
		"version":   func() { w.value(&version); w.check(version == mapVersion, MapVersion, version) },
		"sure":      func() { w.value(&m.Sure) },
		"columns":   func() { w.array(func() { m.Columns = append(m.Columns, w.column()) }) },
		"constants": func() { w.array(func() { m.Constants = append(m.Constants, w.constant()) }) },
		"nameless":  func() { w.value(&m.Nameless) },
		"unknown":   func() { w.value(&m.Unknown) },
		"withheld":  func() { w.value(&m.Withheld) },
	})
	w.check(len(m.Columns) > 0, MapValue, "columns")
	w.check(len(m.Columns) <= MaxColumns, MapValue, "columns")
	if w.err == nil {
		if _, err := w.dec.Token(); err != io.EOF {
			w.fail(MapSyntax, "")
		}
	}
	return m
}

func (w *mapWalker) column() Column {
	c := Column{Reason: ByPerson}
	header := false
	w.object(map[string]func(){
		"header": func() { w.value(&c.Header); header = true },
		"field":  func() { c.Field = w.field() },
		"also":   func() { c.Also = w.field() },
		"confidence": func() {
			w.value(&c.Confidence)
			w.check(c.Confidence >= 0 && c.Confidence <= 1, MapValue, c.Confidence)
		},
		"reason":       func() { w.value(&c.Reason) },
		"date_order":   func() { w.value(&c.DateOrder); w.check(knownOrder(c.DateOrder), MapValue, c.DateOrder) },
		"swapped_days": func() { w.value(&c.Swapped) },
		"asks":         func() { w.value(&c.Asks) },
		"unknown":      func() { w.value(&c.Unknown) },
		"withheld":     func() { w.value(&c.Withheld) },
	})
	w.check(header, MapValue, "header")
	return c
}

func knownOrder(o DateOrder) bool {
	return o == "" || o == DayFirst || o == MonthFirst || o == YearFirst || o == SerialDays
}

func (w *mapWalker) constant() Constant {
	var c Constant
	w.object(map[string]func(){
		"field": func() { c.Field = w.field() },
		"value": func() { w.value(&c.Value) },
	})
	w.check(c.Field != register.NoField && c.Value != "", MapValue, c.Value)
	return c
}

func (w *mapWalker) field() register.Field {
	var key string
	w.value(&key)
	if key == "" {
		return register.NoField
	}
	f, ok := register.ParseField(key)
	w.check(ok, MapField, key)
	return f
}

// object reads an object whose values the given functions read.
func (w *mapWalker) object(keys map[string]func()) {
	w.delim('{')
	for w.err == nil && w.dec.More() {
		t, err := w.dec.Token()
		key, ok := t.(string)
		if err != nil || !ok {
			w.fail(MapSyntax, "")
			return
		}
		read := keys[key]
		if read == nil {
			w.fail(MapKey, key)
			return
		}
		read()
	}
	w.delim('}')
}

func (w *mapWalker) array(item func()) {
	w.delim('[')
	for w.err == nil && w.dec.More() {
		item()
	}
	w.delim(']')
}

func (w *mapWalker) delim(want json.Delim) {
	if w.err != nil {
		return
	}
	if t, err := w.dec.Token(); err != nil {
		w.fail(MapSyntax, "")
	} else if t != want {
		w.fail(MapValue, t)
	}
}

func (w *mapWalker) value(into any) {
	if w.err != nil {
		return
	}
	var raw json.RawMessage
	if err := w.dec.Decode(&raw); err != nil {
		w.fail(MapSyntax, "")
	} else if json.Unmarshal(raw, into) != nil {
		w.fail(MapValue, excerpt(string(raw)))
	}
}

func (w *mapWalker) check(ok bool, k Kind, found any) {
	if w.err == nil && !ok {
		w.fail(k, found)
	}
}

// fail keeps the first error, with the line that was being read.
func (w *mapWalker) fail(k Kind, found any) {
	line := 1 + bytes.Count(w.text[:min(int(w.dec.InputOffset()), len(w.text))], []byte{'\n'})
	w.err = fail(k, "line", line, "found", fmt.Sprint(found))
}
