// Package certificate is the page where somebody who is handed a status
// certificate finds out whether it still stands. It asks for no account.
//
// Think of who reads it at a checkpoint, with the holder standing before him. So
// the answer is one of three, valid, withdrawn and unknown; a paper that counts
// is answered with what it says itself and no more; and beside every answer
// stands that it is no ground to hold anybody. A paper whose holder closed the
// check is unknown, byte for byte as a code that was never drawn. The code comes
// in the body of a post, so that it is in no address and no log; nobody notes who
// asked. How often one address may ask is for the gate.
package certificate
