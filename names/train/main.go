// Train learns the table of package names: P(Latin chunk | Arabic letter), by
// expectation maximisation, from two public sets of spelling pairs.
//
//	go run ./names/train -data DIR -out names/table.tsv     # write the table
//	go run ./names/train -data DIR -check                   # hold out tokens, report recall
//
// The table says for each style of names.Style what it says otherwise: the style
// of a pair is latent, and each style leans on the table of all together, tilted
// to its conventions (styles.go).
//
// DIR holds wd_arabic_train.tsv (Latin, Arabic letters parted by spaces, count;
// Wikidata labels, CC0) and google_ar2en_train.tsv (Arabic, Latin; Apache-2.0).
// The same files give the same bytes.
package main

import (
	"bytes"
	"crypto/sha256"
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
)

const (
	wikidata = "wd_arabic_train.tsv"
	google   = "google_ar2en_train.tsv"
	origin   = "arabic_origin_tokens.tsv"
)

func main() {
	log.SetFlags(0)
	data := flag.String("data", "../shared/data/names", "folder of the training files")
	out := flag.String("out", "names/table.tsv", "table to write")
	lexicon := flag.String("lexicon", "", "also write the lexicon, folded from "+origin)
	rounds := flag.Int("rounds", 6, "rounds of expectation maximisation")
	hold := flag.Bool("check", false, "train without a fifth of the Arabic-origin tokens and report recall on them")
	flag.Parse()
	if err := run(*data, *out, *lexicon, *rounds, *hold); err != nil {
		log.Fatal("train: ", err)
	}
}

func run(dir, out, lexicon string, rounds int, hold bool) error {
	pairs, hash, err := readPairs(dir)
	if err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "%d pairs\n", len(pairs))
	if hold {
		return check(os.Stdout, dir, pairs, rounds)
	}
	if lexicon != "" {
		if err := writeLexicon(dir, lexicon); err != nil {
			return err
		}
	}
	var b bytes.Buffer
	shared := learn(pairs, rounds)
	shared.write(&b, hash)
	writeStyles(&b, shared, learnStyles(shared, pairs))
	if err := os.WriteFile(out, b.Bytes(), 0o644); err != nil {
		return fmt.Errorf("write table: %w", err)
	}
	return nil
}

// readPairs reads both sets and gives the hash of their bytes.
func readPairs(dir string) ([]pair, string, error) {
	h := sha256.New()
	var all []pair
	for _, f := range []struct {
		name          string
		latin, arabic int
	}{{wikidata, 0, 1}, {google, 1, 0}} {
		b, err := os.ReadFile(filepath.Join(dir, f.name))
		if err != nil {
			return nil, "", fmt.Errorf("read training pairs: %w", err)
		}
		h.Write(b)
		all = append(all, parsePairs(string(b), f.latin, f.arabic)...)
	}
	return all, fmt.Sprintf("sha256:%x", h.Sum(nil)), nil
}
