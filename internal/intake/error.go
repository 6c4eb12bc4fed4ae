package intake

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// A Kind says what is wrong with a file or a mapping. It is the last part of
// the message key by which the interface says it in the reader's language.
type Kind string

// What can be wrong with a whole file.
const (
	Empty           Kind = "empty"             // no bytes, or nothing but blank lines
	HeaderOnly      Kind = "header_only"       // a header and no row under it
	NotText         Kind = "not_text"          // args: seems (see [Error.Advice])
	UnknownEncoding Kind = "unknown_encoding"  // not UTF-8, UTF-16, Windows-1256 or Windows-1252
	TooManyColumns  Kind = "too_many_columns"  // args: row, limit
	HeaderTooLong   Kind = "header_too_long"   // args: row, limit
	HeaderUnread    Kind = "header_unreadable" // args: row
	ReadFailed      Kind = "read"              // the file could not be read to its end
	Destroyed       Kind = "destroyed"         // it was destroyed by law, in whole or in part
)

// What can be wrong with a workbook.
const (
	BookBroken        Kind = "book_broken"
	BookTooLarge      Kind = "book_too_large"       // it unpacks to far more than an honest book of its size
	BookTooManySheets Kind = "book_too_many_sheets" // args: limit
	BookLocked        Kind = "book_locked"          // needs a password
	BookNoSheet       Kind = "book_no_sheet"        // has no sheet of cells
	NoTable           Kind = "no_table"             // none of its tables was chosen
)

// JSONBroken: a file of JSON is not whole, or not of objects.
const JSONBroken Kind = "json_broken"

// What can be wrong with a newer edition.
const (
	EditionGone    Kind = "edition_gone"     // the list it is to be an edition of was undone, or has a newer one
	EditionDate    Kind = "edition_date"     // the day of the edition is not understood
	EditionTooLong Kind = "edition_too_long" // too long to be compared
	EditionForeign Kind = "edition_foreign"  // hardly a row of it is on the list before it; args: same, rows
)

// What can be wrong with a mapping or a map file.
const (
	MapSyntax      Kind = "map_syntax"       // args: line
	MapVersion     Kind = "map_version"      // args: line, found
	MapKey         Kind = "map_key"          // a key that map files do not have; args: line, found
	MapField       Kind = "map_field"        // no such field; args: line, found
	MapValue       Kind = "map_value"        // a value of the wrong kind; args: line, found
	MapColumn      Kind = "map_column"       // the file has no such column; args: found
	MapColumnCount Kind = "map_column_count" // args: found, want
	SealedField    Kind = "sealed_field"     // sealed input is not accepted; args: field, column
	NoName         Kind = "no_name"          // no column names a person
)

// Args are the values that a message needs: numbers, keys, short excerpts.
type Args map[string]string

// An Error refuses a file or a mapping.
type Error struct {
	Kind Kind
	Args Args
	Err  error // what lies beneath, nil where there is nothing
}

// Key is the key of the error's message, such as "intake.error.empty".
func (e *Error) Key() string { return "intake.error." + string(e.Kind) }

// Advice is the key of the message that says what to do about the error, ""
// where there is none: a workbook, for example, can be saved as CSV.
func (e *Error) Advice() string {
	switch {
	case e.Kind == NotText:
		return "intake.advice." + e.Args["seems"]
	case e.Kind == UnknownEncoding:
		return "intake.advice.save_utf8"
	}
	return ""
}

// Error is the message in English, for logs and the command line.
func (e *Error) Error() string {
	text := english[e.Kind]
	for _, k := range slices.Sorted(maps.Keys(e.Args)) {
		text = strings.ReplaceAll(text, "{"+k+"}", e.Args[k])
	}
	if e.Kind == NotText {
		text += whatToDo(e.Args["seems"])
	}
	if e.Err != nil {
		text += ": " + e.Err.Error()
	}
	return text
}

// Unwrap returns what lies beneath.
func (e *Error) Unwrap() error { return e.Err }

// Is makes errors.Is(err, &Error{Kind: k}) ask for the kind alone.
func (e *Error) Is(target error) bool {
	t, ok := target.(*Error)
	return ok && t.Kind == e.Kind && t.Args == nil && t.Err == nil
}

var english = map[Kind]string{
	Empty:             "the file is empty",
	HeaderOnly:        "the file has a header and no rows under it",
	NotText:           "the file is not a text table: it seems to be {seems}",
	UnknownEncoding:   "the file's letters are not UTF-8, UTF-16, Windows-1256, ISO 8859-6 or Windows-1252; save it as CSV UTF-8",
	TooManyColumns:    "row {row} has more than {limit} columns",
	HeaderTooLong:     "row {row} is longer than {limit} bytes",
	HeaderUnread:      "the header (row {row}) cannot be read",
	ReadFailed:        "read the list",
	BookBroken:        "the workbook is damaged or not whole",
	BookTooLarge:      "the workbook unpacks to far more than a list of its size can hold",
	BookTooManySheets: "the workbook has more than {limit} sheets",
	BookLocked:        "the workbook needs a password; save it without one",
	BookNoSheet:       "the workbook has no sheet of cells",
	NoTable:           "no table of the workbook was chosen",
	Destroyed:         "this very file was destroyed by law, in whole or in part",
	JSONBroken:        "the file of JSON is damaged, not whole, or no list of objects",
	EditionGone:       "the list of which this is to be a newer edition was undone, or has a newer edition already",
	EditionDate:       "the day of the edition is not understood",
	EditionTooLong:    "the list is too long to be compared row by row with the edition before it",
	EditionForeign:    "{same} of its {rows} rows are on the list before it: this seems to be another list. Look whether file and source are the right ones; --yes takes it in as an edition all the same",
	MapSyntax:         "map file, line {line}: not JSON",
	MapVersion:        "map file, line {line}: version {found} is not known",
	MapKey:            "map file, line {line}: no key {found} is known here",
	MapField:          "map file, line {line}: no field is called {found}",
	MapValue:          "map file, line {line}: {found} is not a value this key can have",
	MapColumn:         "the file has no column {found}",
	MapColumnCount:    "the mapping has {want} columns, the file {found}",
	SealedField:       "column {column} is mapped to {field}: sealed input is not accepted until two people can seal it",
	NoName:            "no column is mapped to a name or a number of a person",
}

func whatToDo(seems string) string {
	switch seems {
	case "xls":
		return "; open it and save it as an XLSX workbook"
	case "zip", "gzip", "7z", "rar":
		return "; unpack it first"
	case "jpeg", "png", "gif", "tiff", "pdf":
		return "; attach it to the source as a file instead"
	}
	return ""
}

// fail makes an Error; args are pairs of name and value.
func fail(k Kind, args ...any) *Error {
	e := &Error{Kind: k}
	for i := 0; i+1 < len(args); i += 2 {
		if e.Args == nil {
			e.Args = Args{}
		}
		e.Args[args[i].(string)] = fmt.Sprint(args[i+1])
	}
	return e
}
