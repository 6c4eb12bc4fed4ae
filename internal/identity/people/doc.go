// Package people is where persons meet linkage: how names, places and lists of
// people are compared. The register's runs and the command line use the same
// comparators.
//
// [Kinds] brings them into a spec (see package spec): a column may then be of
// kind name, governorate, place or list. [Specs] are the specs that ship with
// the program.
package people
