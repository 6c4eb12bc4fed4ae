//go:build ignore

// Gen makes syria.tsv.gz from the gazetteer's CSV (OCHA COD-AB Syria):
//
//	go run gen.go syr_gazetteer.csv
package main

import (
	"cmp"
	"compress/gzip"
	"encoding/csv"
	"fmt"
	"log"
	"os"
	"slices"
	"strconv"
	"strings"
)

func main() {
	if err := run(os.Args[1], "syria.tsv.gz"); err != nil {
		log.Fatal(err)
	}
}

// run keeps code, parent, both names and the position to four decimals (ten metres).
func run(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	rows, err := csv.NewReader(in).ReadAll()
	if err != nil {
		return err
	}
	rows = rows[1:]
	slices.SortFunc(rows, func(a, b []string) int {
		return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[3], b[3]), cmp.Compare(a[2], b[2]))
	})
	out, err := os.Create(to)
	if err != nil {
		return err
	}
	z, err := gzip.NewWriterLevel(out, gzip.BestCompression)
	if err != nil {
		return err
	}
	for _, r := range rows {
		names := strings.Join(strings.Fields(r[5]), " ") + "\t" + strings.Join(strings.Fields(r[4]), " ")
		if _, err := fmt.Fprintf(z, "%s\t%s\t%s\t%s\t%s\n", r[2], r[3], names, short(r[6]), short(r[7])); err != nil {
			return err
		}
	}
	if err := z.Close(); err != nil {
		return err
	}
	return out.Close()
}

func short(s string) string {
	f, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return ""
	}
	return strconv.FormatFloat(f, 'f', 4, 64)
}
