package main

import (
	"bytes"
	"fmt"
	"hash/fnv"
	"io"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"kashf.org/kashf/names"
)

// check trains without a fifth of the Arabic-origin tokens, chosen by hash, and
// reports how often a Latin spelling of theirs finds its Arabic form among all
// forms (protocol P1: gold is every form seen with that spelling).
func check(w io.Writer, dir string, pairs []pair, rounds int) error {
	originTokens, err := readOrigin(dir)
	if err != nil {
		return err
	}
	var in, out []pair
	for _, p := range pairs {
		if originTokens[p.key] && heldOut(p.key) {
			out = append(out, p)
		} else {
			in = append(in, p)
		}
	}
	var b bytes.Buffer
	learn(in, rounds).write(&b, "check")
	m, err := names.ReadModel(&b)
	if err != nil {
		return err
	}
	gold := map[string]map[string]bool{}
	pool := map[string]bool{}
	for _, p := range pairs {
		if gold[p.text] == nil {
			gold[p.text] = map[string]bool{}
		}
		gold[p.text][p.key] = true
		pool[p.key] = true
	}
	for _, c := range []struct {
		name string
		pool []string
	}{{"all forms", keys(pool, nil)}, {"Arabic-origin forms", keys(pool, originTokens)}} {
		recall(w, c.name, m, out, c.pool, gold)
	}
	b2, err := foldLexicon(dir, heldOut)
	if err != nil {
		return err
	}
	lexicon, err := names.ReadLexicon(bytes.NewReader(b2))
	if err != nil {
		return err
	}
	cmp := names.NewComparer(names.Options{Model: m, Lexicon: lexicon})
	rankRecall(w, "ranked, all forms", cmp, out, keys(pool, nil), gold)
	rankRecall(w, "ranked, Arabic-origin forms", cmp, out, keys(pool, originTokens), gold)
	return nil
}

// rankRecall is recall as a user of Rank meets it: the lexicon is known, the
// forms held out are not in it.
func rankRecall(w io.Writer, name string, c *names.Comparer, queries []pair, pool []string, gold map[string]map[string]bool) {
	const work = 20_000_000
	step := max(1, len(queries)*len(pool)/work)
	ranker := c.NewRanker(pool)
	var n int
	var hits [3]int
	for i := 0; i < len(queries); i += step {
		q := queries[i].text
		n++
		for at, r := range ranker.Rank(q, 10) {
			if gold[q][r.Name] {
				for h, k := range []int{1, 5, 10} {
					if at < k {
						hits[h]++
					}
				}
				break
			}
		}
	}
	f := func(h int) float64 { return float64(hits[h]) / float64(n) }
	fmt.Fprintf(w, "%s: pool %d, %d held-out spellings, R@1 %.3f R@5 %.3f R@10 %.3f\n", name, len(pool), n, f(0), f(1), f(2))
}

func keys(m, within map[string]bool) []string {
	var ks []string
	for k := range m {
		if within == nil || within[k] {
			ks = append(ks, k)
		}
	}
	sort.Strings(ks)
	return ks
}

func recall(w io.Writer, name string, m *names.Model, queries []pair, pool []string, gold map[string]map[string]bool) {
	const work = 20_000_000 // token pairs compared, to end in a minute
	step := max(1, len(queries)*len(pool)/work)
	var n int
	var hits [3]int
	for i := 0; i < len(queries); i += step {
		q := queries[i].text
		scores := make([]float64, len(pool))
		best := -1e30
		for k, a := range pool {
			scores[k] = m.LogRatio(q, a)
			if gold[q][a] {
				best = max(best, scores[k])
			}
		}
		above := 0
		for k, a := range pool {
			if scores[k] > best && !gold[q][a] {
				above++
			}
		}
		n++
		for h, k := range []int{1, 5, 10} {
			if above < k {
				hits[h]++
			}
		}
	}
	f := func(h int) float64 { return float64(hits[h]) / float64(n) }
	fmt.Fprintf(w, "%s: pool %d, %d held-out spellings, R@1 %.3f R@5 %.3f R@10 %.3f\n", name, len(pool), n, f(0), f(1), f(2))
}

func heldOut(token string) bool {
	h := fnv.New32a()
	h.Write([]byte(token))
	return h.Sum32()%5 == 0
}

func readOrigin(dir string) (map[string]bool, error) {
	b, err := os.ReadFile(filepath.Join(dir, origin))
	if err != nil {
		return nil, fmt.Errorf("read origin tokens: %w", err)
	}
	m := map[string]bool{}
	for line := range strings.Lines(string(b)) {
		token, _, _ := strings.Cut(line, "\t")
		m[names.Loose(token)] = true
	}
	return m, nil
}
