// Package voice reads what telephones record, so far that a review can say what
// it was given: which of a few forms of sound, and how long it is.
//
// [Read] plays nothing and changes nothing. It knows a file by its bytes and
// never by what its sender calls it, finds its length in the container (WAV,
// Ogg, MPEG-4, AMR) or by walking its frames (MP3), and refuses what it does not
// know, what has no sound in it, and what is longer than may be submitted. A
// file is taken whole or not at all.
package voice
