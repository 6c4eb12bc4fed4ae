// Package lists is where lists come in: the sources, what is said of them, and
// the walk of a file from a person's disk to records.
//
//	choose a file   streamed into the vault, never on a disk in clear
//	preview         what the file is, what its columns mean; corrected by hand
//	take in         at once, or as a job where the list is long
//	result          what was taken, refused, not understood; undone with a click
//
// What stands between choosing and taking is an [Upload]: a draft of the
// account's, sealed, that can be left and gone on with. Nothing of it is in the
// register before it is taken in, and then it is one entry of the ledger.
//
// The rules this package guards: a reader meets only sources in sight, and of
// their rows only the cells in sight; what is wrong with a file is said in the
// reader's language, by row and column, with what to do about it; every step
// works without JavaScript.
//
// Start with [Screen.Routes].
package lists
