// Package gate stands between browsers and pages: it knows who asks.
//
// [Gate.Authenticate] finds the session of a request's cookie, and the pages
// behind it ask [PrincipalOf], [ViewOf] and [Sight] who reads and what that
// reader may see. Nothing is kept in the cookie but a random token.
//
// The rule this package guards: nobody who is not signed in reaches a page that
// is not public, an account whose first steps are not done reaches those steps
// and nothing else, and neither loses what was typed. A form that arrives after
// its session ended is sent on, with all it holds, to the sign-in page; see
// package signin.
//
// Start with [New].
package gate
