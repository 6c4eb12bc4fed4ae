// Package journal is the one way in: every change of the register is an entry
// of the ledger, and every table is computed from entries.
//
// A change runs inside [Journal.Do]. The store's head is taken first, so that
// writers come one after another on every engine; then the caller reads,
// decides and calls [Unit.Append], which seals the entry, grows the tree and
// applies the entry to the tables, all in one transaction. Order is the
// entry's number, never the clock.
//
// What an entry does to the tables is its [Kind]'s Apply. The rule it must
// keep: it reads only the entry and the blobs the entry names, never a parser,
// the clock, chance or a model. So [Journal.Replay] computes the same tables
// from the same ledger, today and with every later version of the program.
// Bodies are frozen once shipped; an older shape is led to the present one by
// the kind's Upcast.
package journal
