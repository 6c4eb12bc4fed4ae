// Package store keeps the ledger, the tables computed from it and the office's
// own tables in a database: SQLite in the deployment's folder by default,
// PostgreSQL when a team outgrows one machine.
//
// There is one SQL text for both engines, in queries/, checked and turned into
// package sqlc by sqlc. What the engines do differently (bulk copies, leases,
// the lock on the head, snapshots) is in sqlite.go and postgres.go and nowhere
// else. The suite in storetest runs on both.
//
// Every change of a projection happens inside [Store.Write], which takes the
// ledger's head first: writers come one after another on either engine.
package store
