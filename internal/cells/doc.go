// Package cells keeps the small counts of published tables from being read, or
// worked out.
//
// A count of one to four may point at a person, so it is hidden; and because a
// table gives its totals, hiding one count alone hides nothing: the others are
// subtracted. A [Sheet] therefore knows which counts add up to which, over rows,
// columns, groups and from one month to the next, and hides further counts until
// every hidden one could, as far as a reader can work out, have at least [Least]
// different values.
//
// A reader knows more than sums: nobody is verified free who was not released. So
// a sheet takes what an inequality leaves as a count that is published nowhere
// ([Sheet.Unknown]).
//
// What was shown once stays shown: a later month hides its own counts where they
// would give an earlier one away.
//
// The rule is that of statistical offices (Hundepool et al., Statistical
// Disclosure Control, 2012, chapter 4); the check has three parts, each dearer
// than the one before. Bounds are narrowed along the sums until nothing narrows
// any more, which finds what follows from counts never being negative; the
// equations are solved by elimination, which finds what follows from several at
// once; and a linear program asks for the least and the most that each hidden
// count can be, which finds what follows from both together.
//
// Start with the example of [Sheet.Hide].
package cells
