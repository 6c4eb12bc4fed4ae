// Package monthly is the public account of file reviews: what a month's reviews
// came to, in figures, with no name, no key of a case and no count that points at
// a person.
//
// # The rule it guards
//
// Every figure is counted from the ledger and from nothing else, so that an
// observer who holds a copy of it gets the same bytes with one command,
//
//	kashf account --dir DIR --month 2026-10
//
// whatever was entered since: the account of a month is one of the entries before
// the first that was made after the month's end, and names their number and root.
// It is published by two people, each of whom has counted it anew.
//
// Counts of one to four are hidden, and as many others as it takes for none to be
// worked out from rows, columns, groups, or the accounts of other months; see
// package cells. So the accounts of all earlier months are counted again first.
//
// Start with [Reckon]; [Account] is what is published.
package monthly
