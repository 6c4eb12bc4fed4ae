// Package signin is the way in and out: signing in, signing out, giving the
// password and a code again before something that cannot be taken back, and
// the first steps of a new account.
//
// The rule this package guards: every failed sign-in looks the same, and no
// form is lost to the end of a session. A form that was sent too late comes
// here whole (see [Kept]), waits in the page while its author signs in, and is
// sent again by the author's own hand. Passwords, codes and files are the only
// things that do not wait.
//
// Start with [Screen]; other screens wrap what needs a fresh sign-in in
// [Screen.Fresh].
package signin
