// Package wgeid holds a person's file against what the UN Working Group on
// Enforced or Involuntary Disappearances asks for, and fills its form: as a page
// to print on A4 and as a document to go on writing in (DOCX), in English and in
// Arabic, each statement with the sources that make it.
//
// The form is the house's own arrangement of what the Working Group asks for; it
// tells nothing of a death, and nothing that the reader may not read.
//
// The rule this package guards: nothing is filled in before the family, or the
// person, has agreed that the case is given to the United Nations, and a
// document that is taken out is entered with its hash and the consent it rests
// on. Start with [Doc].
package wgeid
