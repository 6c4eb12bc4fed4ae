// Package exports shows what was asked to leave as a file, lets a second person
// approve it, and gives the file out: XLSX and CSV, made at the moment it is
// taken, of what its reader may see then, and never kept.
//
// The rule this package guards: two people, one purpose, seven days; what leaves
// is told in the ledger with its hash before it leaves.
package exports
