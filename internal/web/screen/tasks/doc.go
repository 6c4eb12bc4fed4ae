// Package tasks shows an office's own work about files: the notes, tags and
// tasks beside a person's file, and the page of what somebody is to do.
//
// The rule this package guards: a note is read by the organisation that wrote
// it, at its level, beside records that the reader may see; a task names the
// file by its number and never by a name.
package tasks
