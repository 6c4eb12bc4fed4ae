// Package monthly shows the public account of file reviews: the months that were
// published, to everybody, and to those who publish the months that could be.
//
// The page says no more than the published bytes: it is made from them and from
// nothing else, so that `kashf account --page` writes the same page from a copy of
// the ledger.
package monthly
