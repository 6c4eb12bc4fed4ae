// Package edition compares a list with the edition of it before: which of its
// rows are the same entries as rows there, cell by cell what was changed in
// them, which were added and which dropped.
//
// Rows of two editions are paired one to one, in four steps, each on what the
// steps before left over:
//
//  1. by a column of numbers that stays with its row, if the list has one: it is
//     there in nearly every row, names no two rows of an edition, and the names
//     beside it agree;
//  2. what is the same in every cell;
//  3. by name and what else the rows share, weighed by how rare it is, where no
//     other row comes near;
//  4. what is likely and no more is told as [Result.Perhaps], for a person to
//     answer: nothing is made of it otherwise.
//
// A name that cannot be the other's, a mother or a birth that cannot be, keep two
// rows apart but for a number that holds the rest together: two brothers were
// taken on one day from one house. Which rows are paired hangs on nothing but the
// two lists.
//
// Start with [Compare].
package edition
