// Package sample holds invented people for tests: a few files small enough to
// be held in the head, and a [Reader] that keeps them in memory.
//
// Nobody here exists. The names are common ones put together at random, the
// dates and numbers are made up.
//
// The people, by number:
//
//	1  Yamen   four records, one list of them passed on twice; sources
//	           contradict each other on birth, mother and place
//	5  Basel   his brother, arrested with him; two records
//	7  Rahaf   a release in the gate register, not confirmed by two people
//	9  Nizar   a death in the civil registry, confirmed by two people
//	11 Ilham   a single record that says little
//	12 Wael    one record of a source that only organisation B may read
package sample
