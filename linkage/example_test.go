package linkage_test

import (
	"context"
	"fmt"
	"strings"

	"kashf.org/kashf/linkage"
)

// Two harbour books list some of the same boats in two spellings.
func ExampleRun() {
	books := `a1,Marisol,Tartus,1988-04-02
a2,Nadir,Arwad,1971-09-20
a3,Qamar,Tartus,1990-11-05
a4,Haddaf,Latakia,1966-02-17
a5,Sabbah,Banyas,1979-06-30
a6,Rimal,Latakia,2001-08-14
b1,Marisoll,Tartus,1988-04-02
b2,Zafir,Latakia,unknown
b3,Qamar,Tartus,1990-11-05
b4,Jawwal,Arwad,1984-12-09
b5,Farah,Banyas,1993-03-26
b6,Rimal,Latakia,2001-08-14`
	in := linkage.Input{Columns: []string{"name", "port", "built"}}
	for line := range strings.Lines(books) {
		cells := strings.Split(strings.TrimSpace(line), ",")
		in.Records = append(in.Records, linkage.Record{ID: cells[0], Cells: cells[1:]})
	}
	spec, err := linkage.AutoSpec(in.Columns, map[string]string{"name": "text", "port": "category", "built": "date"})
	if err != nil {
		fmt.Println(err)
		return
	}
	result, err := linkage.Run(context.Background(), spec, in, linkage.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, m := range result.Clusters {
		if m.ID != m.Cluster {
			fmt.Println(m.ID, "is", m.Cluster)
		}
	}
	// Output:
	// b1 is a1
	// b3 is a3
	// b6 is a6
}

func ExampleEvaluate() {
	truth := map[string]string{"1": "A", "2": "A", "3": "A", "4": "B"}
	found := map[string]string{"1": "x", "2": "x", "3": "y", "4": "y"}
	e := linkage.Evaluate(truth, found)
	fmt.Printf("pairwise %.2f %.2f, B-cubed %.2f %.2f\n", e.Pairwise.Precision, e.Pairwise.Recall, e.BCubed.Precision, e.BCubed.Recall)
	// Output: pairwise 0.50 0.33, B-cubed 0.75 0.67
}
