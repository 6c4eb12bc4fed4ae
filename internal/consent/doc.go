// Package consent keeps who agreed to what: that a photograph is printed or goes
// with a form, that a case is given to the United Nations.
//
// A consent says who gave it and what that one is to the person, how, on which
// day, for which uses, and until when. Nothing is agreed to by silence, and one
// use does not carry another. It can be withdrawn at any time, without a reason;
// what it was good for until then stays in the ledger.
//
// The rule this package guards: what a family agreed to lapses once the person
// is found alive, and what one organisation was told is no leave for another
// (domain 6.1). Start with [Holds].
package consent
