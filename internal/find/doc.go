// Package find is the search index of a node: who is in the register, by name
// in either script.
//
// An [Index] lives in memory. It is loaded once ([Index.Load]) and then follows
// the ledger ([Index.Refresh]): imports add, undoing and destruction remove,
// runs and judgements say which records are one person. It is no projection:
// it can be thrown away and loaded again at any time.
//
// Between two runs of the program it stands on a [Shelf], encrypted, with the
// entry that it had come to and what that entry commits to: an index of another
// ledger, or a damaged one, is refused and loaded anew. What the law destroyed
// is taken off the shelf before anything else is done about it, and leaves
// memory when its entry is followed.
//
// # What a reader cannot learn
//
// A search is given the sources that its reader may read, and whatever is of
// another source is left out before anything is compared, ranked or counted:
// the answer is that of an index which never held it. Weights come from shares
// of names that ship with the program, never from the register. Names and
// numbers are searched by what any case worker may read (level C2); a claim that
// its source raised above that is not found by. Filters know what stands at C3
// as well, for those who read of it: see [Filter.Deep]. A hit says why it was
// found and nothing of what became of the person.
package find
