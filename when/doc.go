// Package when holds dates that are known in part.
//
// A list says "2013", a mother says "before the feast in 2012", a register
// gives a Hijri day, a form asks for an age. None of these is a day, and none
// may be turned into one: a made-up 1 January is the commonest false date in
// the field. A [Date] keeps what is known and no more. Its text is EDTF
// (ISO 8601-2) level 1:
//
//	2013-05-19   a day             2013-05-19T14:30Z  an instant
//	2013-05      a month           2013-22            a season (summer)
//	2013-05-XX   its day not known 201X               a decade
//	1985~        about 1985        1985?              doubtful; % is both
//	1985/1987    some day from the one to the other
//	../2011      in 2011 or before 2013/..            in 2013 or after
//
// Negative years, years of more than four digits and unknown years (XXXX) are
// left out: no file of this field needs them.
//
// [Read] takes cells as people write them, in Arabic, English and French;
// [Parse] takes EDTF only. Every date has a first and a last possible day,
// [Date.Earliest] and [Date.Latest], and comparisons answer with [No],
// [Possibly] or [Certainly]. An [Interval] is a time that lasts, such as a stay
// in custody, whose ends are such dates.
//
// The package prints no words: months and seasons are numbers, and what a
// reader noticed is a [Note]. Words are the interface's business.
package when
