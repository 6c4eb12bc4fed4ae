// Package web is the server that people's browsers talk to.
//
// A [Route] is a pattern, the action that its reader must be allowed, and a
// handler. The mux is built from the list of routes and from nothing else, so
// there is no address that nobody has decided on: a route without an action
// does not start. A handler reads its input, calls one domain method and draws
// one view; what goes wrong it returns, and one place turns the error into a
// page and a log line.
//
// The rule this package guards: what a reader may not see does not exist for
// that reader. Hidden and absent give the same status and the same bytes, and
// neither a page nor a log line carries a name in an address.
//
// Start with [Server.Handler].
package web
