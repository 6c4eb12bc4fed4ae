// Package intake reads lists: delimited text files and workbooks, written by
// many hands in many programs, into rows of claims.
//
// The walk of a file is
//
//	Sniff     what the file is: encoding, delimiter, quotes, header; of a
//	          workbook, which tables are on its sheets
//	Draft     which column is which field, how sure that is, and why
//	Preview   the same, with sample values, for a person to correct
//	Rows      one [Row] after another: cells as written, claims, issues
//	Report    what was taken, refused and not understood
//
// Three rules hold throughout.
//
// Nothing is lost or changed: a row keeps its cells exactly as decoded, a
// claim keeps the value as written beside the house's own form of it, and a
// cell that is not understood stays a value, with an [Issue] that says so.
//
// What is no data is no row of people: titles, totals, a header once more, a
// note at the foot are skipped, each with its reason.
//
// One bad row is one bad row: a broken quote, a byte that is no text or a name
// of five thousand letters refuses its row, by number and with a reason, and
// reading goes on at the next. Only a file that is no list at all is refused
// whole, with an [Error] that says what it seems to be.
//
// Memory is bounded, whatever the file says about itself: see the limits.
//
// Start with the example of [Rows].
package intake

// Limits of what is read. They are far beyond any honest list and small
// enough that a hostile one costs little.
const (
	sampleSize = 256 << 10 // what Sniff looks at
	// MaxColumns is the greatest number of columns of a list.
	MaxColumns = 512
	// MaxCell is the greatest size of a cell, in bytes of UTF-8.
	MaxCell = 64 << 10
	// MaxRow is the greatest size of a row, in bytes of UTF-8.
	MaxRow = 1 << 20
	// MaxName is the greatest length of a name, in runes: the longest names of
	// persons on record, with titles and lineage, stay under it.
	MaxName = 500
)
