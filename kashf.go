// Package kashf is the root of the register's source. It holds no code; the
// program is cmd/kashf, and docs/architecture.md draws the rooms.
package kashf
