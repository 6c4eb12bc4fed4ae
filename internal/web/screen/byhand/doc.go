// Package byhand takes in a person that somebody tells of: a form that is
// filled in with the keyboard alone, offers possible duplicates while the name
// is typed, and enters what was told as claims of a source of the reader's own
// organisation.
//
// The rule this package guards: nothing is overwritten and nobody is joined by
// accident. What is typed becomes one record; it joins an existing file only
// where the one who types says so, by a judgement of theirs that can be taken
// back. Duplicates are looked for within the reader's sight, and the search is
// noted like any other.
//
// Start with [Screen.Routes].
package byhand
