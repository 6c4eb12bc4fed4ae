// Package sheet reads the sheets of a workbook, XLSX or ODS, row by row, and
// writes plain XLSX.
//
// It reads what a list needs and no more: the text of each cell, what is odd
// about it ([Mark]), which cells are merged. Formulas give the value that was
// kept with them; nothing is computed, no link is followed, no macro, picture,
// chart or comment is opened, and [Book.Left] says which of these a file has.
//
// A cell's text is what its author would read out from it, without what a
// country's settings add: a date by style is written 2013-05-19, a number
// padded by its format keeps its zeros, any other number has the digits that are
// stored. Where the program that kept the file changed what was typed, the mark
// says so: [NoYear] is a day typed as 13/5 to which a year was added.
//
// Everything is bounded, whatever the file says about itself. Parts are read as
// streams, out of memory or out of an encrypted store: nothing is unpacked to a
// disk. What a book may unpack to is measured by its size on the disk, so that
// a bomb is refused before it has cost anything. XML is read by a scanner that
// knows no document types and so no entities of a file's own.
//
// Start with [Open] and [Book.Rows].
package sheet

// Limits of a workbook. They are those of the programs that write workbooks,
// or far beyond any honest list.
const (
	// MaxSheets is the greatest number of sheets.
	MaxSheets = 1000
	// MaxColumns and MaxRows are the greatest a sheet can have in any program
	// in use.
	MaxColumns = 16384
	MaxRows    = 1 << 20

	maxUnpacked = 4 << 30   // bytes that one reading of a book may unpack
	freeUnpack  = 64 << 20  // bytes that the smallest book may
	maxRatio    = 250       // and how many times its own size more: sheets of numbers reach 40
	maxDir      = 8 << 20   // bytes of the list of parts
	maxStrings  = 256 << 20 // bytes of all shared strings
	maxString   = 256 << 10 // bytes of one cell; Excel holds 32,767 characters
	maxMerges   = 100_000   // merged ranges of a sheet
	maxFormats  = 1 << 20   // cell styles
	maxCodes    = 10_000    // number formats of a book's own
	maxTag      = 256 << 10 // bytes of one tag
	maxDepth    = 200       // elements within elements
	maxRepeats  = 100_000   // rows that stand for several in an ODS sheet
	maxRow      = 2 << 20   // bytes of one row's texts
	maxCells    = 100 << 20 // cells of one reading, empty ones before a row's last with them: a full sheet of a hundred columns
	maxOpen     = 512       // merged ranges over one row that go on below it
)
