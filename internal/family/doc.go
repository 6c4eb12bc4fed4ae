// Package family enters what was done for a family after a death was reported:
// that it was told, and that the remains came back to it.
//
// A death that a list reports is shown to case staff alone, and marked: the
// family has not been told. Nothing lifts the mark but an entry that names who
// told the family, when, how, and whom ([Service.Enter]). The entry can be
// taken back ([Service.TakeBack]). It changes who must be called, and nothing
// else: a death that a family knows of stays out of lists, results and prints.
//
// The guards are here and not in the page: the notice hangs on a record in the
// reader's sight whose death counts for the person, and a record has one notice
// of a kind that stands.
package family
