// Package export lets a selection of people leave the program as a file, by the
// word of two people: one asks and says what for, another of the same
// organisation approves.
//
// The rule this package guards: what leaves is what both may read, at the level
// of case staff (C2), with nothing adverse in it: no death, no release, no
// allegation. Whoever went out of sight in between is left out. Asking,
// approving and every taking are entries of the ledger.
package export
