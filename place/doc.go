// Package place knows where things are: the places of Syria down to the
// village, the places of detention, and the way from a site to a cell.
//
// Places carry the p-codes of the humanitarian data exchange, so that lists of
// different organisations meet: governorate SY02, district SY0203, sub-district
// SY020300, community C1366, neighbourhood C10011010. [Find] reads a name as a
// list spells it, in Arabic or Latin letters, best first; with the governorate
// known it is right far more often. [Distance] says how near two codes are.
//
// [FindFacility] reads the name of a place of detention. Names are traps here:
// numbers of branches are used again, one name means a prison to one source
// and one building of it to another, and a press item may give a branch the name
// of another. So it returns candidates, each with what the name refers to and a
// warning where it has two meanings; it never picks one silently.
//
// [ParseLocation] takes apart "جناح ب / الطابق الثاني / مهجع ٧".
//
// The gazetteer is derived from the Common Operational Dataset of administrative
// boundaries and populated places of Syria by OCHA, licensed CC BY 3.0 IGO;
// coordinates are rounded to ten metres.
package place
