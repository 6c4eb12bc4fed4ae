package access

import "kashf.org/kashf/internal/journal"

// ReadsHeadKind is the kind of the entry that holds the head of the log of
// reads; its body is a [ReadsHead]. One an hour, it makes a log that was cut
// short or written anew differ from the ledger.
const ReadsHeadKind = "access.head"

// A ReadsHead is where the log of reads stands: the number of its last link and
// that link's hash in hexadecimal. The zero value is an empty log.
type ReadsHead struct {
	N    int64  `json:"n"`
	Hash string `json:"hash"`
}

// Kinds are the kinds of entries about rights and reads. None changes a table
// computed from the ledger: accounts and their credentials are kept beside it,
// since a hash of a password has no place among things that are never deleted.
func Kinds() []journal.Kind {
	names := []string{
		string(FactOrgCreated), string(FactAccountCreated), string(FactAccountUpdated), string(FactAccountReset),
		string(FactPasswordChanged), string(FactSecondFactorSet), string(FactPersonRevealed), string(FactSessionsEnded),
		string(FactDeploymentOpened), ReadsHeadKind,
	}
	kinds := make([]journal.Kind, len(names))
	for i, n := range names {
		kinds[i] = journal.Kind{Name: n, Version: 1}
	}
	return kinds
}
