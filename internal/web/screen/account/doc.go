// Package account is the screen on which readers look after their own account:
// password, second factor, language, open sessions.
//
// The rule this package guards: a reader changes what proves who they are, never
// what they may do.
//
// Start with [Screen].
package account
