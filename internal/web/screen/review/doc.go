// Package review is the file review in the browser: the board of cases, one
// case on one page, a form for every act, the agenda, the policy in plain
// words, the draws of seats and the roster.
//
// A case's page is made of what [review.Service.See] gives the reader, which is
// what the reader's part in that case reads and nothing else; the forms are one
// table, [acts], that says for each act what it asks and what body it makes.
// Whether an act may be entered the review itself decides: a form that it
// refuses comes back with all that was typed, the rule, the article it comes
// from and what is missing, in the reader's language.
//
// The rules this package guards. A case that is not the reader's does not exist:
// no part, an ended part and a conflict of interest give the page of an address
// that never was. No page puts a name beside a class; a case is named by its
// key. Before a panel has found something, what is alleged is an allegation
// under examination, and the person is a person under review.
//
// Start with [Screen.Routes].
package review
