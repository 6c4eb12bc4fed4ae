package intake

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"iter"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"kashf.org/kashf/internal/intake/sheet"
)

// JSON is the format of what an office exports of a database of documentation:
// actors, incidents and bulletins as Bayanat writes them, as an array, under
// "items" or one after another. Every value of every object becomes a cell, under
// its path, whatever the version of the program that wrote it: what no field is
// known for is kept as written and reported.
const JSON sheet.Format = "json"

// What one object of a file of JSON may weigh, and how deep it may go.
const (
	maxObject = 4 << 20
	maxDepth  = 12
)

// jsonKeys are what tells a file of this kind: an object has at least three.
var jsonKeys = []string{
	"name", "name_ar", "first_name", "first_name_ar", "title", "title_ar", "actor_profiles", "events", "roles", "sources", "labels", "locations",
	"related_actors", "actor_relations", "originid", "sjac_title", "potential_violations", "status", "mother_name", "father_name",
}

func looksJSON(head []byte) bool {
	text := strings.TrimLeft(string(head[:min(len(head), 512)]), "\ufeff \t\r\n")
	if text == "" || text[0] != '{' && text[0] != '[' {
		return false
	}
	found := 0
	for _, k := range jsonKeys {
		if strings.Contains(string(head), `"`+k+`"`) {
			found++
		}
	}
	return found >= 3
}

// A jsonPair is one value of an object with its path.
type jsonPair struct{ path, text string }

// sniffJSON reads the whole file once: which columns it has is known at its end.
func sniffJSON(r io.Reader) (Sniffed, error) {
	s := Sniffed{Format: JSON, Encoding: UTF8, Header: true, Why: []string{"header"}}
	seen := map[string]int{}
	var sample []map[string]string
	rows := 0
	for o, err := range jsonObjects(r) {
		if err != nil {
			return Sniffed{}, err
		}
		for _, row := range o {
			rows++
			cells := map[string]string{}
			for _, p := range row {
				if _, met := seen[p.path]; !met && len(s.Columns) < MaxColumns-1 {
					seen[p.path] = len(s.Columns)
					s.Columns = append(s.Columns, p.path)
				}
				cells[p.path] = p.text
			}
			if len(sample) < sampleRows {
				sample = append(sample, cells)
			}
		}
	}
	if rows == 0 {
		return Sniffed{}, fail(HeaderOnly)
	}
	s.Columns = append(s.Columns, jsonRest)
	for _, cells := range sample {
		row := make([]string, len(s.Columns))
		for path, text := range cells {
			if i, ok := seen[path]; ok {
				row[i] = text
			}
		}
		s.Sample = append(s.Sample, row)
	}
	s.Tables = []Table{{Name: "JSON", Header: 1, Lines: 1, First: 1, Last: rows, Rows: rows, Chosen: true}}
	return s, nil
}

// jsonRest is the column that keeps what a file of more columns than a list may
// have holds beyond them.
const jsonRest = "…"

// A jsonReader gives the rows of a file of JSON.
type jsonReader struct {
	next   func() ([][]jsonPair, error, bool)
	stop   func()
	at     map[string]int
	width  int
	number int
	queue  [][]jsonPair
}

func newJSONReader(r io.Reader, s Sniffed) *jsonReader {
	j := &jsonReader{at: make(map[string]int, len(s.Columns)), width: len(s.Columns)}
	for i, c := range s.Columns {
		j.at[c] = i
	}
	j.next, j.stop = iter.Pull2(jsonObjects(r))
	return j
}

func (j *jsonReader) close() { j.stop() }

func (j *jsonReader) row(ctx context.Context) (Row, error) {
	if j.number%checkEvery == 0 {
		if err := ctx.Err(); err != nil {
			return Row{}, err
		}
	}
	for len(j.queue) == 0 {
		rows, err, ok := j.next()
		if !ok {
			return Row{}, io.EOF
		}
		if err != nil {
			return Row{}, err
		}
		j.queue = rows
	}
	pairs := j.queue[0]
	j.queue = j.queue[1:]
	j.number++
	row := Row{Number: j.number, Line: j.number, Cells: make([]string, j.width)}
	var rest []string
	for _, p := range pairs {
		if i, ok := j.at[p.path]; ok && p.path != jsonRest {
			row.Cells[i] = p.text
		} else {
			rest = append(rest, p.path+": "+p.text)
		}
	}
	if len(rest) > 0 {
		row.Cells[j.width-1] = strings.Join(rest, "\n")
	}
	for i, c := range row.Cells {
		switch {
		case len(c) > MaxCell:
			row.refuse(CellTooLong, i+1)
			return row, nil
		case strings.IndexByte(c, 0) >= 0:
			row.refuse(HasNUL, i+1)
			return row, nil
		}
	}
	if t, ok := j.at["type"]; ok && strings.EqualFold(row.Cells[t], "entity") {
		row.skip(NotAPerson)
	}
	return row, nil
}

// jsonObjects yields what each object of a file says, in rows: one for an actor,
// one for each person whom an incident or a bulletin names.
func jsonObjects(r io.Reader) iter.Seq2[[][]jsonPair, error] {
	return func(yield func([][]jsonPair, error) bool) {
		d := json.NewDecoder(&withoutBOM{r: r})
		d.UseNumber()
		stop := errors.New("stopped")
		err := eachObject(d, func(raw json.RawMessage) error {
			rows, err := rowsOfRaw(raw)
			if err != nil {
				return err
			}
			if !yield(rows, nil) {
				return stop
			}
			return nil
		})
		if err != nil && !errors.Is(err, stop) {
			yield(nil, err)
		}
	}
}

func rowsOfRaw(raw json.RawMessage) ([][]jsonPair, error) {
	if len(raw) > maxObject {
		return nil, fail(JSONBroken)
	}
	var o map[string]any
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	if d.Decode(&o) != nil {
		return nil, fail(JSONBroken)
	}
	return rowsOfObject(o), nil
}

// eachObject walks to the objects of the file without holding it: those of an
// array, of the array under one of a few keys, or one after another.
func eachObject(d *json.Decoder, do func(json.RawMessage) error) error {
	for {
		t, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return jsonError(err)
		}
		switch t {
		case json.Delim('['):
			if err := eachOf(d, do); err != nil {
				return err
			}
		case json.Delim('{'):
			if err := insideObject(d, do); err != nil {
				return err
			}
		default:
			return fail(JSONBroken)
		}
	}
}

func eachOf(d *json.Decoder, do func(json.RawMessage) error) error {
	for d.More() {
		var raw json.RawMessage
		if err := d.Decode(&raw); err != nil {
			return jsonError(err)
		}
		if len(raw) == 0 || raw[0] != '{' {
			return fail(JSONBroken)
		}
		if err := do(raw); err != nil {
			return err
		}
	}
	if _, err := d.Token(); err != nil {
		return jsonError(err)
	}
	return nil
}

// jsonLists are the keys under which an export keeps its objects.
var jsonLists = []string{"items", "data", "results", "actors", "incidents", "bulletins"}

// insideObject takes an object that was opened for a list of others, or for one
// of the objects themselves.
func insideObject(d *json.Decoder, do func(json.RawMessage) error) error {
	own := map[string]json.RawMessage{}
	lists := false
	for d.More() {
		t, err := d.Token()
		if err != nil {
			return jsonError(err)
		}
		key, _ := t.(string)
		if slices.Contains(jsonLists, key) && len(own) < 8 && own["id"] == nil {
			t, err := d.Token()
			if err != nil {
				return jsonError(err)
			}
			if t != json.Delim('[') {
				return fail(JSONBroken)
			}
			lists = true
			if err := eachOf(d, do); err != nil {
				return err
			}
			continue
		}
		var raw json.RawMessage
		if err := d.Decode(&raw); err != nil {
			return jsonError(err)
		}
		own[key] = raw
	}
	if _, err := d.Token(); err != nil {
		return jsonError(err)
	}
	if lists {
		return nil // what stands beside the list is about the export: how many, which page
	}
	raw, err := json.Marshal(own)
	if err != nil {
		return fail(JSONBroken)
	}
	return do(raw)
}

func jsonError(err error) error {
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		return fail(JSONBroken)
	}
	return &Error{Kind: ReadFailed, Err: err}
}

// withoutBOM leaves out the mark that some programs put before the text.
type withoutBOM struct {
	r    io.Reader
	past bool
}

func (w *withoutBOM) Read(p []byte) (int, error) {
	n, err := w.r.Read(p)
	if !w.past && n > 0 {
		w.past = true
		if n >= 3 && string(p[:3]) == "\xef\xbb\xbf" {
			n = copy(p, p[3:n])
		}
	}
	return n, err
}

// flatten gives every value below v with its path.
func flatten(path string, v any, depth int, out *[]jsonPair) {
	if depth > maxDepth {
		b, _ := json.Marshal(v)
		v = string(b)
	}
	switch x := v.(type) {
	case nil:
	case map[string]any:
		flattenObject(path, x, depth, out)
	case []any:
		flattenList(path, x, depth, out)
	case bool:
		add(path, strconv.FormatBool(x), out)
	case json.Number:
		add(path, x.String(), out)
	case string:
		add(path, x, out)
	}
}

func add(path, text string, out *[]jsonPair) {
	if strings.TrimSpace(text) == "" {
		return
	}
	if !utf8.ValidString(text) {
		text = strings.ToValidUTF8(text, "\ufffd")
	}
	base := path
	for n := 2; slices.ContainsFunc(*out, func(p jsonPair) bool { return p.path == path }); n++ {
		path = base + " (" + strconv.Itoa(n) + ")"
	}
	*out = append(*out, jsonPair{path, text})
}

// titles are the keys by which an object is called, in the order of choice.
var titles = []string{"title_ar", "title", "name_ar", "name", "full_string", "full_location", "tr"}

// titleOf is what an object is called, and by which key.
func titleOf(o map[string]any) (text, key string) {
	for _, k := range titles {
		if s, ok := o[k].(string); ok && strings.TrimSpace(s) != "" {
			return s, k
		}
	}
	return "", ""
}

func flattenObject(path string, o map[string]any, depth int, out *[]jsonPair) {
	called := ""
	if depth > 0 {
		var title string
		if title, called = titleOf(o); called != "" {
			add(path, title, out)
		}
	}
	for _, k := range sortedKeys(o) {
		if k == called {
			continue
		}
		below := k
		if path != "" {
			below = path + "." + k
		}
		flatten(below, o[k], depth+1, out)
	}
}

func sortedKeys(o map[string]any) []string {
	keys := make([]string, 0, len(o))
	for k := range o {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// kinds are the keys by which the members of a list are told apart: events by
// their type, numbers by what they are of, relations by how.
var kinds = []string{"eventtype", "etype", "type", "related_as", "relation", "category"}

func flattenList(path string, list []any, depth int, out *[]jsonPair) {
	for _, v := range list {
		o, ok := v.(map[string]any)
		if !ok {
			flatten(path, v, depth+1, out)
			continue
		}
		kind, key := kindOf(o)
		if kind == "" {
			flatten(path, o, depth+1, out)
			continue
		}
		rest := make(map[string]any, len(o))
		for k, v := range o {
			if k != key {
				rest[k] = v
			}
		}
		flatten(path+": "+kind, rest, depth+1, out)
	}
}

func kindOf(o map[string]any) (kind, key string) {
	for _, k := range kinds {
		switch x := o[k].(type) {
		case string:
			if x != "" {
				return x, k
			}
		case map[string]any:
			if t, ok := x["title"].(string); ok && t != "" {
				return t, k
			}
		case []any:
			if len(x) > 0 {
				if s, ok := x[0].(string); ok {
					return s, k
				}
			}
		}
	}
	return "", ""
}

// redactJSON copies a file's objects as an array, with one that names nobody in
// the place of each row of an object of which a row is destroyed. Rows keep
// their numbers.
func redactJSON(ctx context.Context, w io.Writer, r io.Reader, rows map[int]bool, replacement string) (int, error) {
	instead, err := json.Marshal(map[string]string{"name": replacement})
	if err != nil {
		return 0, err
	}
	d := json.NewDecoder(&withoutBOM{r: r})
	done, number, first := 0, 0, true
	put := func(b []byte) error {
		lead := ",\n"
		if first {
			lead, first = "[", false
		}
		_, err := w.Write(append([]byte(lead), b...))
		return err
	}
	err = eachObject(d, func(raw json.RawMessage) error {
		of, err := rowsOfRaw(raw)
		if err != nil {
			return err
		}
		gone := 0
		for range of {
			if number++; rows[number] {
				gone++
			}
		}
		if gone == 0 {
			return errors.Join(put(raw), ctx.Err())
		}
		done += gone
		for range of {
			if err := put(instead); err != nil {
				return err
			}
		}
		return ctx.Err()
	})
	if err == nil {
		_, err = io.WriteString(w, "]\n")
	}
	return done, err
}
