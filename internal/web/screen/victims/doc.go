// Package victims is the screen of the victims' liaison: who registered, what may
// concern which case, and the check before anybody is told anything.
//
// Only the liaison's role leads here; for everybody else the addresses are not.
// What is read is noted like the reading of a file. A likeness says how it was
// reached, and never the name of the person of the case or whose case it is
// beyond its key.
package victims
