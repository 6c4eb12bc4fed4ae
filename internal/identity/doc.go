// Package identity decides which records are one person.
//
// A [Service] links the whole register ([Service.Run]), takes people's answers
// about pairs ([Service.Judge]) and takes either back. All three are entries
// of the ledger that carry their own result, so that replaying them needs no
// comparator and no model.
//
// # What holds records together
//
// At any time the persons of the register follow from two things alone, the
// links of the latest standing run and the judgements that stand:
//
//  1. Two records that someone called different people, or relatives, are
//     never one person, whatever else is said. To part two wrongly costs a
//     look; to join two wrongly hides one.
//  2. Two records that someone called the same person are one, in the order
//     in which it was said, unless 1 forbids.
//  3. Links of the run join what they hold, strongest first, unless 1 forbids.
//
// So taking back a judgement, a run or an import is the same computation as
// making one: see hold.go. Numbers of persons are kept through all of it: a
// merge keeps the older, a split leaves it with the larger part, and whoever
// follows an old number is led to where its records are now; see assign.go.
//
// # What a run decided on
//
// Commands are computed outside the transaction, on the ledger as they found
// it, and entered only if nothing that matters came in between; otherwise they
// are computed again. No writer waits for a linkage.
package identity
