// Package vault keeps files so that they can be proved and not read by whoever
// takes the disk.
//
// A blob is named by what it holds: a file by the SHA-256 of its bytes, a blob
// of rows by the Merkle root over its salted rows, so that one row can be
// destroyed by law while the blob keeps its name and still proves. On disk a
// blob is encrypted with age and lies under HMAC(key, name): the folder tells
// neither names nor what two folders have in common.
//
// Keys live in a folder of their own, the [Keyring], never beside the data and
// never in a backup of it.
//
// A blob is there once [Vault.Put] or [RowWriter.Commit] has returned: written
// to a temporary ciphertext, synced, renamed, and the folder synced.
package vault
