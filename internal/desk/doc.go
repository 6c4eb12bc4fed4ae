// Package desk keeps an office's own work about people's files: notes, tags,
// tasks with a due day, saved searches and saved lists.
//
// The rule this package guards: what an office writes about a file is no claim.
// It enters no assessment, no count and no link, and is read by the office that
// wrote it alone, unless a note says that all may. An [Item] hangs on records,
// so that it goes where the records go when files are joined or parted. Many
// records may be tagged, listed or given to somebody in one act; many are never
// joined in one.
//
// Every item is an entry of the ledger and can be taken back. Destruction by
// law reaches it ([Destroyed]): the entry keeps its hash and loses its words.
package desk
