// Package situation is the first page: what is here, what waits for a
// decision, and what changed.
//
// Everything on it is counted within the reader's sight, and every count leads
// to the place where something can be done about it. Changes name who and what
// kind of thing, never a person of the register nor a file that may carry a
// person's name. Somebody who reads no case content, such as an administrator,
// sees accounts and whether the server is well, and nothing else.
//
// Start with [Screen.Routes].
package situation
