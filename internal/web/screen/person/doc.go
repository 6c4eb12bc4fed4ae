// Package person shows one person's file: what is held true of each field, by
// which rule, on whose word, and what contradicts it; the time in custody; what
// holds the records together; what was done, by whom and when.
//
// [Screen] reads one [dossier.PersonFile] and turns it into a [View], in which
// everything is words already; the templates lay it out and decide nothing.
//
// The rules this package guards. A file that the reader may not see is absent:
// the same answer, by the same way, as a number that nobody has. A reported
// death stands in the file for case staff, marked as not yet told to the
// family, and is in no print. Values at C4 are opened for one purpose, for
// half an hour, and each opening is an entry of the ledger.
//
// Start with [Screen.Routes].
package person
