// Package photo keeps photographs of people beside the record they came with.
//
// A picture comes in as it is and stays in the vault as evidence. What pages
// show is a copy made once, at the moment it is attached: turned upright, at
// most [Side] pixels long, without a word of what the file tells besides: no
// place, no time, no device. [Read] makes it, and refuses what would cost the
// server more than a picture may.
//
// The rule this package guards: a photograph is shown to nobody who may not
// read its record and its level; never in a list, a result of a search or a
// file that leaves; and whoever is a woman, a child, or not known to be
// neither, stands behind a cover that is lifted by a deliberate act (domain
// 6.3: no image of women and children by default).
//
// Who agreed to what is kept by package consent.
package photo
