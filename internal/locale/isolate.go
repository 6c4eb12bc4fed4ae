package locale

import "strings"

// Isolate wraps a name or a value that goes into a sentence, so that its
// direction turns nothing around it and the sentence keeps its own (UAX 9,
// first strong isolate). Where a value stands alone on a page, <bdi> does it.
func Isolate(s string) string { return "\u2068" + strings.TrimSpace(s) + "\u2069" }
