package vocab_test

import (
	"fmt"

	"kashf.org/kashf/internal/vocab"
)

func ExampleMatch() {
	code, ok := vocab.Match("fate_status", "أُطلق سراحه")
	fmt.Println(code, ok, vocab.Label("fate_status", code, "en"))

	// Adverse words about somebody else are not read as the person's.
	code, ok = vocab.Match("fate_status", "شقيقه متوفى")
	fmt.Printf("%q %v\n", code, ok)
	// Output:
	// free_reported true Free, as reported
	// "" false
}
