// Package locale says what the interface says, in Arabic and in English.
//
// The words are JSON files, one for each part of the interface and language:
// words/ar/people.json and words/en/people.json hold the keys "people.…". A
// value is a sentence, or for a counted one an object with the plural forms
// of the language:
//
//	"lists.rows": {"one": "%[1]d row", "other": "%[1]d rows"}
//
// Arabic has six forms (zero, one, two, few, many, other) and needs all of
// them. Other words go in as %[1]s, %[2]s; a percent sign is written %%.
//
// The rule this package guards: no page is in one language only. Its test
// reads every template and Go file of the module and fails when a key that is
// asked for is missing in either language, and when one is kept that nobody
// asks for.
//
// docs/words.md has one term for one idea, and how a text is written; words/terms.tsv
// and words/forbidden.tsv hold what a test can.
//
// Start with [For] and its example.
package locale
