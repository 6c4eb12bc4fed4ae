// Measure runs protocol P3, the search of full names among very many, and
// prints a table of what it found.
//
//	go run ./names/measure -n 1000000                 # names drawn from the tokens of -data
//	go run ./names/measure -lists DIR                 # lists made by gen_lists.py
//	go run ./names/measure -lists DIR -script arab    # only their Arabic rows
//
// # Drawn names
//
// N persons get three or four parts, drawn by how common each is; tokens that
// are no names alone, such as عبد, are left out. A list bears
// them in Arabic, asked in Latin letters; in Latin letters, asked in Arabic; and
// in Arabic, asked in Arabic. A Latin query has lost a middle part (-drop), two
// parts changed places (-swap), a letter is wrong (-typo), a "bin" was put in
// (-bin). By name alone an answer is right when it bears the name that was meant:
// a namesake cannot be told apart. With birth year (known within two years) and
// governorate only the person is right.
//
// # Lists
//
// Every row is an entry, under its person's number. "namesake" also counts an
// Arabic row that bears the same given name, father and family.
//
// # Columns
//
// R@1 and R@10 are the shares of queries whose answer came first, or among ten.
// Many names meet a query that lost a part equally well; "even" counts the right
// one before the others that say as many bits, as the protocol's first
// measurement did.
// "best" is what nobody can do better who knows every token that was meant and
// how often parts are left out and exchanged (oracle.go); of equals it takes any.
// "strong" is the share of queries for names that nobody in the index bears,
// uncorrupted, that got an answer in the strong band. Times are of one search on one
// processor: the time that it was given on Linux, the time on the wall elsewhere. Bytes a record are the heap that the index and its comparer hold.
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"runtime"
	"text/tabwriter"
)

// options are what is measured.
type options struct {
	data, lists, script string
	persons, queries    int
	seed                uint64
	drop, swap          float64
	typo, bin           float64
	profile             string
	only                string
}

func main() {
	log.SetFlags(0)
	var o options
	flag.StringVar(&o.data, "data", "../shared/data", "folder with names/arabic_origin_tokens.tsv and places/syr_gazetteer.csv")
	flag.StringVar(&o.lists, "lists", "", "folder of records.csv, truth.csv and queries.csv; empty draws names")
	flag.StringVar(&o.script, "script", "", "only rows in this script, arab or latn")
	flag.StringVar(&o.only, "only", "", "only this way: latin-arabic, arabic-latin or arabic-arabic")
	flag.IntVar(&o.persons, "n", 100_000, "persons drawn")
	flag.IntVar(&o.queries, "queries", 1000, "queries of each kind")
	flag.Uint64Var(&o.seed, "seed", 1, "of the draw")
	flag.Float64Var(&o.drop, "drop", 0.30, "share of queries that lost a middle part")
	flag.Float64Var(&o.swap, "swap", 0.05, "share whose first two parts changed places")
	flag.Float64Var(&o.typo, "typo", 0.15, "share with a wrong letter")
	flag.Float64Var(&o.bin, "bin", 0.20, "share with a bin put in")
	flag.StringVar(&o.profile, "profile", "", "write a processor profile of the searches here")
	flag.Parse()
	if err := run(o); err != nil {
		log.Fatal("measure: ", err)
	}
}

func run(o options) error {
	worlds, err := worldsOf(o)
	if err != nil {
		return err
	}
	out := tabwriter.NewWriter(os.Stdout, 2, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(out, "list\tasked by\tR@1\tR@10\teven R@1\teven R@10\tstrong\tbest R@1\tbest R@10\tp50 ms\tp95 ms\tmax ms\tqueries\t")
	var notes []string
	for _, make := range worlds {
		w, err := make()
		if err != nil {
			return err
		}
		x, note := build(w)
		loaded, err := reload(x)
		if err != nil {
			return err
		}
		notes = append(notes, note+"; "+loaded)
		if err := measure(out, o, w, x); err != nil {
			return err
		}
		out.Flush()
		runtime.GC()
	}
	for _, n := range notes {
		fmt.Println(n)
	}
	return nil
}
