// Package register holds what sources said about people, and what the office
// makes of it.
//
// A [Source] is a list, a register, a testimony. Each row or mention in it is
// a [Record], kept as written and never changed. A record carries [Claim]s:
// one field, one value, as the source put it. A person is a decision: a set of
// records held together by [Link]s, each with its author and its reversal.
//
// The rule this package guards: nothing is ever overwritten. Contradictory
// values stand side by side for ever; what a page shows is an [Assessment]
// computed by [Fold] from the claims its reader may see, and it names the rule
// that chose each value. A machine's link carries nothing adverse: a death, a
// release, an allegation reaches a person only over links that two people
// judged.
//
// Start with [Fold] and its example.
package register
