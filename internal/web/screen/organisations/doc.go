// Package organisations is the screen on which an administrator keeps
// organisations and the people who work for them: who has an account, in which
// roles, up to which level.
//
// The rule this package guards: it holds no case content, so whoever makes
// accounts reads no file by it, and a one-time password is shown once, in the
// answer to the form that made it, and nowhere else.
//
// Start with [Screen].
package organisations
