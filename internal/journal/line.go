package journal

import "kashf.org/kashf/ledger"

// A Filter chooses entries for the ledger's page. Zero fields choose all.
type Filter struct {
	Before  int64 // entries below this number; 0 for the newest
	Kind    string
	Author  string
	Org     string
	Subject string
	From    int64 // microseconds
	To      int64
	Limit   int
}

// A Line is an entry as the ledger's page lists it: no body.
type Line struct {
	ledger.Header
	Undone    int64
	Destroyed int64
}
