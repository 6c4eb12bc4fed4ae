// Package photos shows the photographs of a person beside the file, takes new
// ones in, and keeps who agreed to what for each.
//
// A picture has a page of its own, reached from the file. That of a woman, of a
// child, and of whoever is not known to be neither, is covered there and in the
// file: it is shown for once, after a press of a button, and that it was shown
// is noted. A picture's address is no secret that opens it: under the cover it
// takes a mark that the page makes for one reader and some minutes.
//
// The rule this package guards: a picture is seen by who may read its record
// and its own level, and does not exist for anyone else; it is in no list, no
// result and no file that leaves.
package photos
