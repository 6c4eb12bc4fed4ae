package main

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"sort"
	"strconv"
	"strings"

	"kashf.org/kashf/names"
)

type script int

const (
	arabic script = iota
	latin
)

// token is a part of a name with its Latin spellings.
type token struct {
	arabic string
	latin  []string
	often  sampler
}

// sampler draws by weight.
type sampler []float64

func (s *sampler) add(w float64) {
	if n := len(*s); n > 0 {
		w += (*s)[n-1]
	}
	*s = append(*s, w)
}

func (s sampler) draw(r *rand.Rand) int { return sort.SearchFloat64s(s, r.Float64()*s[len(s)-1]) }

// draw makes persons and questions.
type draw struct {
	o             options
	r             *rand.Rand
	tokens        []token
	given, family sampler
	persons       []person
	borne         map[[4]int16]bool
}

type person struct {
	parts [4]int16 // tokens; -1 for none
	born  int
	place int
}

func newDraw(o options) (*draw, error) {
	d := &draw{o: o, r: rand.New(rand.NewPCG(o.seed, 3)), borne: map[[4]int16]bool{}}
	if err := d.read(filepath.Join(o.data, "names", "arabic_origin_tokens.tsv")); err != nil {
		return nil, err
	}
	for range o.persons {
		p := d.person()
		d.persons = append(d.persons, p)
		d.borne[p.parts] = true
	}
	return d, nil
}

// particles are tokens of names that are no names alone.
var particles = map[string]bool{"عبد": true, "ابو": true, "ابي": true, "ام": true, "ابن": true, "بن": true, "بنت": true, "ذو": true, "ايت": true, "ال": true}

// read takes the tokens. Families are drawn with the article four times as
// often, given names never.
func (d *draw) read(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	s := bufio.NewScanner(f)
	s.Buffer(nil, 1<<20)
	for s.Scan() {
		c := strings.Split(s.Text(), "\t")
		weight, err := strconv.ParseFloat(c[1], 64)
		if err != nil { // the head
			continue
		}
		if particles[c[0]] {
			continue
		}
		t := token{arabic: c[0]}
		for v := range strings.FieldsSeq(c[4]) {
			text, n, _ := strings.Cut(v, ":")
			w, err := strconv.ParseFloat(n, 64)
			if err != nil {
				return fmt.Errorf("%s: %q", path, v)
			}
			t.latin = append(t.latin, text)
			t.often.add(w)
		}
		d.tokens = append(d.tokens, t)
		if strings.HasPrefix(t.arabic, "ال") {
			d.given.add(0)
			d.family.add(4 * weight)
		} else {
			d.given.add(weight)
			d.family.add(weight)
		}
	}
	return s.Err()
}

func (d *draw) person() person {
	n := 3
	if d.r.Float64() < 0.6 {
		n = 4
	}
	p := person{parts: [4]int16{-1, -1, -1, -1}, born: 1940 + d.r.IntN(70), place: 1 + d.r.IntN(14)}
	for k := range n - 1 {
		p.parts[k] = int16(d.given.draw(d.r))
	}
	p.parts[n-1] = int16(d.family.draw(d.r))
	return p
}

// write spells parts in a script.
func (d *draw) write(parts []int16, s script) []string {
	var out []string
	for _, t := range parts {
		switch {
		case t < 0:
		case s == latin:
			tk := &d.tokens[t]
			out = append(out, tk.latin[tk.often.draw(d.r)])
		default:
			out = append(out, d.tokens[t].arabic)
		}
	}
	return out
}

func (d *draw) world(name string, list, query script) *world {
	w := &world{name: name}
	for i, p := range d.persons {
		w.entries = append(w.entries, names.Entry{
			ID: int64(i), Name: strings.Join(d.write(p.parts[:], list), " "), Born: p.born, Place: fmt.Sprint("G", p.place),
		})
	}
	w.same = func(h names.Hit, q *question) bool { return d.persons[h.ID].parts == d.persons[q.person].parts }
	w.ceiling = func(q *question) ceiling { return d.bestOf(q.meant, int(q.person)) }
	var alone, fields, unknown []question
	for range d.o.queries {
		id := d.r.IntN(len(d.persons))
		p := &d.persons[id]
		parts := d.write(p.parts[:], query)
		var tokens [4]int16
		m := meant{tokens: tokens[:p.tokens(&tokens)]}
		if list != query { // a list in the same script is asked as written
			parts, m.tokens = d.corrupt(parts, m.tokens, query)
		}
		q := question{person: int64(id), meant: m, query: names.Query{Name: strings.Join(parts, " "), Limit: 10}}
		alone = append(alone, q)
		q.query.Born, q.query.Places = p.born+d.r.IntN(5)-2, []string{fmt.Sprint("G", p.place)}
		q.meant.born, q.meant.place = q.query.Born, p.place
		fields = append(fields, q)
		stranger := d.person()
		for d.borne[stranger.parts] {
			stranger = d.person()
		}
		unknown = append(unknown, question{person: -1, query: names.Query{Name: strings.Join(d.write(stranger.parts[:], query), " "), Limit: 10}})
	}
	w.asked = []asked{{name: "name", questions: alone}, {name: "name, year, place", questions: fields, person: true}, {name: "unknown", questions: unknown, unknown: true}}
	return w
}

// corrupt makes of a name what people write, and gives the tokens that are left.
func (d *draw) corrupt(parts []string, tokens []int16, s script) ([]string, []int16) {
	if n := len(parts); n > 2 && d.r.Float64() < d.o.drop {
		k := 1 + d.r.IntN(n-2)
		parts, tokens = slices.Delete(parts, k, k+1), slices.Delete(tokens, k, k+1)
	}
	if d.r.Float64() < d.o.swap {
		parts[0], parts[1] = parts[1], parts[0]
		tokens[0], tokens[1] = tokens[1], tokens[0]
	}
	if d.r.Float64() < d.o.typo {
		k := d.r.IntN(len(parts))
		parts[k] = d.slip(parts[k], s)
	}
	if d.r.Float64() < d.o.bin {
		bin := [...]string{arabic: "بن", latin: "bin"}[s]
		parts = append(parts[:1], append([]string{bin}, parts[1:]...)...)
	}
	return parts, tokens
}

// slip leaves out a letter, exchanges two or writes another.
func (d *draw) slip(part string, s script) string {
	b := []rune(part)
	if len(b) <= 3 {
		return part
	}
	p := d.r.IntN(len(b) - 1)
	switch d.r.IntN(3) {
	case 0:
		b = append(b[:p], b[p+1:]...)
	case 1:
		b[p], b[p+1] = b[p+1], b[p]
	default:
		alphabet := []rune([...]string{arabic: "ابتثجحخدذرزسشصضطظعغفقكلمنهوي", latin: "abcdefghijklmnopqrstuvwxyz"}[s])
		b[p] = alphabet[d.r.IntN(len(alphabet))]
	}
	return string(b)
}
