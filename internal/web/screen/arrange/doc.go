// Package arrange joins files, parts them, and moves rows from one to another,
// from a person's file.
//
// The rule this package guards: a person is a decision. Nothing is moved as
// such; the reader says which rows are one person and which are two, with a
// reason, and these answers are judgements like those of the section Matches:
// they bind every later run, are seen beside the rows, and can each be taken
// back.
package arrange
