package find_test

import (
	"context"
	"fmt"

	"kashf.org/kashf/internal/find"
	"kashf.org/kashf/internal/register"
)

// A name typed in Latin letters finds the one that a list wrote in Arabic.
func ExampleIndex_Search() {
	m := &memory{}
	m.take("i1", "s1", row("سامر خليل الحلاق", "فاطمة", "1985", "SY12"))
	x := find.New(m)
	ctx := context.Background()
	if err := x.Load(ctx); err != nil {
		fmt.Println(err)
		return
	}
	mine := func(s register.SourceID) bool { return s == "s1" }
	hits, err := x.Search(ctx, find.Query{Name: "Samer Khalil Hallaq", Born: 1986}, mine)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, h := range hits {
		fmt.Println(h.Person, h.Name, h.Band, h.BornFrom)
	}
	// Output:
	// 1 سامر خليل الحلاق strong 1985
}
