// Package help is the page of first steps: what there is to do for a newcomer,
// by role, in the order in which it is learnt, and what every mark means.
//
// The rule this package guards: a step that the reader may not take is not
// shown. Start with [Screen].
package help
