package when_test

import (
	"fmt"

	"kashf.org/kashf/when"
)

func ExampleRead() {
	for _, cell := range []string{"19/5/2013", "حوالي ١٩٨٥", "before 2012", "1434/7/9 هـ"} {
		d, notes, err := when.Read(cell, when.Options{})
		fmt.Println(d, d.Earliest(), d.Latest(), notes.Codes(), err)
	}
	// Output:
	// 2013-05-19 2013-05-19 2013-05-19 [] <nil>
	// 1985~ 1983-01-01 1987-12-31 [] <nil>
	// ../2011 .. 2011-12-31 [] <nil>
	// 2013-05-19~ 2013-05-16 2013-05-22 [from_hijri] <nil>
}

func ExampleInterval_Contains() {
	stay, _ := when.ParseInterval("2012-05/2013-05")
	seen, _ := when.Parse("2012-05-10")
	fmt.Println(stay.Contains(seen)) // the stay may have begun on the 20th
	// Output: possibly
}

func ExampleDigits() {
	fmt.Println(when.Digits("٢٠١٣ / ۵"))
	// Output: 2013 / 5
}
