// Package attach keeps files beside what they are about: a photograph of a
// register beside its source, a court paper beside a person, a plan beside a
// place of detention.
//
// A file goes from the request straight into the vault, part by part; it never
// lies on a disk in clear. It is entered in the ledger with a level, a note and
// a sharing rule, and comes out only as a download: nothing that somebody sent
// is ever shown inside a page of the program, and the name it came with, which
// may be a person's, stays out of addresses and headers.
//
// The rule this package guards: a file is read by those who may see what it is
// about and the file's own level, and does not exist for anyone else.
//
// Other screens show the files of a thing with [Screen.View] and [Panel].
package attach
