// Package layout enters what sources tell of how a place of detention is laid
// out: its buildings, wings, floors, dormitories and cells.
//
// A source's word is kept as it writes it. Two sources may call one cell by two
// names, put one cell into two wings, or use one number for two cells; so a part
// of a place is what people hold together, word by word, and never what a
// program finds alike. A correction takes the place of a word of the same
// organisation, for a stated reason, and both stay in the ledger.
//
// Start with [Service.Tell]; what the words come to is [register.PartsOf].
package layout
