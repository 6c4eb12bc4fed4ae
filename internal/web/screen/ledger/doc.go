// Package ledger is the screen of the ledger: what was done, when, by whom, and
// the proof that nothing of it was changed since.
//
// Everybody with a part in the work may see that something was done. What an
// entry says is for those who may read its body, and which files it concerns,
// by their opaque ids, is for the organisation that entered it and for auditors:
// the number of a person whose file is hidden must lead nowhere, also here.
//
// The signed head of the ledger and its tiles of hashes are public, in the
// formats of C2SP, so that anybody can watch that the ledger only grows. They
// never reach beyond what was last signed.
//
// Start with [Screen].
package ledger
