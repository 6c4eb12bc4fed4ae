// Package victims is the register of victims: who was harmed, where, when and by
// whom as they know it, and the associations that speak for many.
//
// # The rule it guards
//
// What a victim tells is read by the victims' liaison of the organisation that it
// was told to, and by nobody else: not by the bench, the observer, the person's
// side, the holder, an administrator or an auditor. Everything told is sealed
// under the office's key before it enters the ledger; a table, a dump, a backup
// and the ledger's pages hold ids and seals. A case never learns of a
// registration. Where a check found that nobody is put in danger, it learns that
// there is a group, by an id that means nothing elsewhere.
//
// # From what was told to a case
//
// [Service.Proposals] compares every registration with the cases in which the
// liaison plays that part, by place, unit, time and name, and says how each
// likeness was reached. [Service.Judge] enters what the liaison makes of one.
// [Service.Protect] enters the check: the risk to the victims, the risk to the
// person, and whether the two could meet through being told. Only where it passes
// is a group entered in the case (review.GroupBody), and only then may anything
// be told.
//
// # An association's list
//
// A list of members is taken as it came, sealed in the vault behind a random
// line, so that nobody can find out by guessing what is in it. Its hash is in the
// ledger: that it was not changed can be shown at any time. Each opening takes a
// reason and is an entry, made before anything is shown.
//
// Start with [Told] and [Service.Register].
package victims
