// Package access holds the people who use a deployment, the organisations they
// work for, what each may do, and the sessions in which they do it.
//
// # One question, one answer
//
// Everything that a reader or a machine asks for is an [Action] on a
// [Resource]. [Authorizer.Authorize] answers nil or an error that wraps
// [ErrDenied]; nothing else in the program decides. The rules are Cedar
// policies in policies.cedar, written to be read by an auditor: roles permit
// actions, and forbids override them (a level above one's clearance, a sealed
// value, a source that is not shared with one's organisation, a conflict of
// interest, an administrator near case content). Three guards stand around
// them: an error while evaluating denies and raises the alarm, every attribute
// is always set and the policies are checked against a schema at start, and a
// table written by hand says what each role may do and is compared with every
// decision.
//
// Authorize says no to an act. What a page may show is the [View] of its
// reader: values above its level and sources outside its sharing are left out,
// as if they did not exist.
//
// # Signing in
//
// A [Service] checks a password (argon2id) and a one-time code (RFC 6238), and
// answers every failure alike, in the same time, so that nobody learns which
// logins exist. A session is a random token of which only the hash is kept. It
// ends after 20 idle minutes, or 12 hours. Acts that cannot be taken back ask
// for the password and a code again ([Service.StepUp]).
//
// Accounts and sessions are not projections of the ledger, but every change of
// an account, an organisation or a role is a [Fact] that the [Recorder] enters
// in it together with the change.
package access
