// Package dossier reads across services what one page shows: a person's file,
// the situation, two records side by side, the sources.
//
// It turns what the register holds into plain structs that a page lays out and
// an API encodes. It asks for everything within the reader's sight and computes
// the rest: what is out of sight is in no struct, no count and no error.
//
// The rule this package guards: a reported death is read by case staff in the
// person's file, marked as not yet told to the family, and nowhere else. A card
// of a result, a relative's name, a print never carries one; see [Audience].
// Keys of messages ("fate.fact.last_sign") stand where a page says something
// in the reader's language.
//
// Start with [Dossier.Person].
package dossier
