// Package ledger is an append-only log that others can check.
//
// An [Entry] has a header (who, for which organisation, when, what kind, about
// which opaque subjects) and a body. What enters the Merkle tree of RFC 6962
// is the header and a commitment to the body:
//
//	commitment = SHA-256("kashf body v1\n" ‖ salt ‖ body)
//	leaf       = SHA-256(0x00 ‖ header ‖ "\n" ‖ commitment)
//
// The salt is 32 random bytes, so a published leaf says nothing about a body,
// not even to somebody who guesses it. When the law demands that a body be
// destroyed, its salt goes with it; header and commitment stay, and every
// proof made before or after still holds.
//
// Trees are kept with golang.org/x/mod/sumdb/tlog in whatever storage the
// caller has. Checkpoints are C2SP tlog-checkpoints (signed notes), hash tiles
// follow C2SP tlog-tiles, and a single inclusion proof is a C2SP tlog-proof: a
// text file that anybody can check with a page of code. Only checkpoints and
// hash tiles are ever published.
//
// Start with [Seal], [Append] and the package example.
package ledger
