// Package matches asks people whether two records are one person, and runs
// the linkage that finds what to ask.
//
// The page /matches shows one pair at a time: the two names spelling by
// spelling, every field of both beside each other, what each weighs, and four
// answers of which each is one key. [Screen] reads two read models (the pair
// from dossier, its weights from identity) and turns them into a [Pair], in
// which everything is words already; the templates lay it out.
//
// The rules this package guards. Nothing is answered for anybody: a run orders
// what people look at. An answer that somebody else gave meanwhile is shown
// beside one's own before either counts. A pair of which one record is out of
// the reader's sight does not exist: not in the queue, its counts or by its
// address. What a whole run counted is shown only to readers of the whole
// register, since the counts of others would tell them of lists they cannot
// see.
//
// Start with [Screen.Routes].
package matches
