package demo_test

import (
	"fmt"

	"kashf.org/kashf/internal/demo"
)

func ExampleNew() {
	w, err := demo.New(demo.Options{Persons: 300, Seed: 1})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(len(w.Persons), "persons")
	for _, l := range w.Lists() {
		fmt.Println(l.Key, l.Encoding)
	}
	// Output:
	// 300 persons
	// families utf-8-bom
	// documentation utf-8
	// english utf-8
	// romanised utf-8
	// circulated windows-1256
	// gate utf-8
	// transfers utf-8
	// deaths utf-8-bom
}
