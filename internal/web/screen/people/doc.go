// Package people is the section People: finding a person by name in either
// script, by a file's number, or by a number given inside a facility or a list.
//
// The rule this package guards: a result says enough to tell people apart and
// never a death, a release or an allegation; what the reader may not see is
// filtered before anything is ranked, so that it changes neither the order nor
// the number of results. A search is a POST: no name stands in an address.
//
// A victims' representative is told that a record may concern a family, and
// whom to ask; not what it says.
package people
