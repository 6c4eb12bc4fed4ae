// Package review is the file review: an independent panel studies the file of
// somebody in custody, or already free, under the eyes of an observer, with the
// person and the victims heard.
//
// # The rule it guards
//
// The program decides nothing. It knows which step may follow which, what must
// be on record before a step is taken, and when a clock runs out. An act whose
// conditions are not met is refused with a [*Refusal] that names the rule, the
// article it comes from and what is missing. No clock that runs out ever
// lengthens custody.
//
// # How it is built
//
// A [Policy] is data: a commission or an organisation writes one file, and
// [ParsePolicy] refuses what no policy may allow. A [Case] is the fold of its
// [Event]s. [Case.Admit] says whether an event may be entered, given the policy
// and the moment; [Case.Apply] takes it in without asking again, so that a
// replay of the ledger under a later version of the program gives the same
// states. Both are pure.
//
// A case has two regions that move on their own. Its [State] is how far the
// review has come. Its [Liberty] is what the person's custody rests on, and only
// clocks, orders and decisions move it: suspending, voiding or restarting a
// review cannot touch it, since it lies in the other region. See
// docs/decisions/0007-two-regions-of-a-case.md.
//
// Start with the example of [ParsePolicy] and with [Case.Clocks].
package review
