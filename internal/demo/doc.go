// Package demo makes a synthetic world to try the house on: families, people
// who were arrested, the places they were moved through, what became of them,
// and the lists that such a world leaves behind. No person in it is real.
//
// The places of detention and the towns are real and public, used as places
// only. Names are put together at random from tables of common names; a
// combination that a publicly known person bears is thrown again. A child is
// never arrested in this world: children who were born inside, or taken along
// with their mother, have no arrest, and appear only where a list notes them.
//
// Everything follows from two numbers, how many persons and the seed: the same
// two give the same bytes of every file, on any machine and any number of
// processors. (Keys, salts and passwords of a demo are no part of this
// package; they always come from crypto/rand.) The world is held in memory,
// about 400 bytes a person; the files are written row by row.
//
//	w, err := demo.New(demo.Options{Persons: 1200, Seed: 1})
//	for _, l := range w.Lists() {
//		f, _ := os.Create(l.FileName)
//		l.WriteTo(f)
//	}
//	w.WriteTruth(truth)
//
// The lists differ as lists do in the field: script, wording of the headers,
// encoding, delimiter, what they know, when they were closed, how they spell.
// [World.WriteTruth] says which row is which person, so that linkage and
// search can be measured.
//
// # Where the tables come from
//
// Latin spellings and their weights in tokens.tsv are in part derived from
// labels of Wikidata (CC0) and from google/transliteration (Apache-2.0).
// towns.tsv is a selection from the Syrian common operational dataset on
// administrative boundaries by OCHA (CC BY-IGO).
package demo
