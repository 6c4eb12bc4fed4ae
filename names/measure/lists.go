package main

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"kashf.org/kashf/names"
)

func readCSV(path string) ([][]string, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return rows[1:], nil
}

// readWorld reads lists made by gen_lists.py.
func readWorld(o options) (*world, error) {
	places, err := governorates(filepath.Join(o.data, "places", "syr_gazetteer.csv"))
	if err != nil {
		return nil, err
	}
	truth, err := readCSV(filepath.Join(o.lists, "truth.csv"))
	if err != nil {
		return nil, err
	}
	records, err := readCSV(filepath.Join(o.lists, "records.csv"))
	if err != nil {
		return nil, err
	}
	w := &world{name: strings.TrimSpace("lists " + o.script)}
	listed, borne := map[int64]bool{}, map[string]bool{}
	for i, r := range records {
		if o.script != "" && o.script != r[2] {
			continue
		}
		person, err := strconv.ParseInt(truth[i][1], 10, 64)
		if err != nil || truth[i][0] != r[0] {
			return nil, fmt.Errorf("record %s: truth %v", r[0], truth[i])
		}
		born, _ := strconv.Atoi(r[6])
		w.entries = append(w.entries, names.Entry{ID: person, Name: r[3], Mother: r[4], Born: born, Place: places[r[8]]})
		listed[person] = true
		borne[key(r[3])] = true
	}
	w.same = func(h names.Hit, q *question) bool { return h.ID == q.person || bears(h.Name, q.name) }
	queries, err := readCSV(filepath.Join(o.lists, "queries.csv"))
	if err != nil {
		return nil, err
	}
	w.ask(queries[:min(len(queries), o.queries)], listed, borne)
	return w, nil
}

// ask puts each query in both scripts, with and without the other fields. Those
// for a person who is on no list, and whose name no Arabic row bears, are unknown.
func (w *world) ask(queries [][]string, listed map[int64]bool, borne map[string]bool) {
	for column, name := range map[int]string{2: "Latin", 3: "Arabic"} {
		var alone, fields, unknown []question
		for _, r := range queries {
			person, _ := strconv.ParseInt(r[1], 10, 64)
			q := question{person: person, name: r[3], query: names.Query{Name: r[column], Limit: 10}}
			if !listed[person] {
				if !borne[key(r[3])] {
					unknown = append(unknown, q)
				}
				continue
			}
			alone = append(alone, q)
			q.query.Born, _ = strconv.Atoi(r[4])
			q.query.Places = []string{r[5]}
			fields = append(fields, q)
		}
		w.asked = append(w.asked, asked{name: name, questions: alone, person: true}, asked{name: name + ", namesake", questions: alone},
			asked{name: name + ", year, place", questions: fields, person: true}, asked{name: name + ", unknown", questions: unknown, unknown: true})
	}
	slices.SortFunc(w.asked, func(a, b asked) int { return strings.Compare(a.name, b.name) })
}

// key is given name, father and family, for there to be a namesake.
func key(name string) string {
	var b strings.Builder
	parts := names.Parse(name).Parts
	for i, p := range parts {
		if i > 1 && i < len(parts)-1 {
			continue
		}
		b.WriteString(p.Text)
		b.WriteByte(' ')
	}
	return b.String()
}

// bears reports whether a name has all the parts of another, in its order.
func bears(name, of string) bool {
	parts := names.Parse(name).Parts
	for _, p := range names.Parse(of).Parts {
		at := slices.IndexFunc(parts, func(q names.Part) bool { return q.Text == p.Text })
		if at < 0 {
			return false
		}
		parts = parts[at+1:]
	}
	return true
}

func governorates(path string) (map[string]string, error) {
	rows, err := readCSV(path)
	if err != nil {
		return nil, err
	}
	out := map[string]string{}
	for _, r := range rows {
		for i := range r {
			if r[i] == "governorate" {
				for _, c := range r {
					out[c] = pcodeOf(r)
				}
			}
		}
	}
	return out, nil
}

func pcodeOf(row []string) string {
	for _, c := range row {
		if len(c) == 4 && strings.HasPrefix(c, "SY") {
			return c
		}
	}
	return ""
}
