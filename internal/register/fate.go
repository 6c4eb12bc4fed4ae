package register

import (
	"cmp"
	"slices"

	"kashf.org/kashf/when"
)

// The codes of the vocabulary fate_status.
const (
	FreeVerified        = "free_verified"
	FreeReported        = "free_reported"
	DetainedKnown       = "detained_known"
	DetainedUnknown     = "detained_unknown"
	ForciblyDisappeared = "forcibly_disappeared"
	MissingOther        = "missing_other"
	ReportedDead        = "reported_dead"
	DeadDocument        = "dead_document"
	DeadIdentified      = "dead_identified"
	Exchanged           = "exchanged"
	Escaped             = "escaped"
	FateUnknown         = "unknown"
)

// RuleFate is the rule of [FateOf]. The first version knew nothing of notices:
// whoever died in custody stayed in the class of the disappeared for ever.
const RuleFate = "fate.v2"

// A FatePolicy is what a deployment may set about the rule.
type FatePolicy struct {
	// DisappearedAfter is how many days without a sign or an acknowledgement
	// make a deprivation of liberty count as enforced disappearance. In law
	// there is no least time: 0. Documentation groups count from 20 days.
	DisappearedAfter int
}

// UsualPolicy counts from 20 days on.
var UsualPolicy = FatePolicy{DisappearedAfter: 20}

// A Fact is one thing that a fate rests on.
type Fact struct {
	Key  string // of the message that says it: "fate.fact." and what it is
	Date string // EDTF, "" where the fact has no day
	Code string // of a vocabulary or a facility, where the message names one
	Days int    // where the message gives a number of days
	Says []Said // who says so
}

// A Fate is what is assessed about what became of a person.
type Fate struct {
	Status string // code of fate_status
	// CountClass is the class in which the person is counted. Documentation
	// groups count the dead among the forcibly disappeared until their remains
	// are given back, which a notice says.
	CountClass string
	Rule       string
	AsOf       when.Day
	// Facts are what the status rests on, the first the most.
	Facts []Fact
	// FamilyNotYetTold: a death is reported, and nothing says that the family
	// has been told. It is shown to case staff alone.
	FamilyNotYetTold bool
	// Told and Returned are the newest notices that count, zero where none does.
	Told, Returned Notice
}

// Dead reports whether the status says that the person is dead.
func (f Fate) Dead() bool { return statusFamily(f.Status) == "dead" }

// FateOf assesses what became of a person, as known on a day, by the rule
// fate.v2:
//
//  1. A death counts as reported, whatever a list calls it. It is a document's
//     when the source is a register or a file that certifies deaths, and that
//     of identified remains when the source is a laboratory.
//  2. A release counts as reported. It is verified when the person or the
//     family says so and another independent source does too.
//  3. Where both are reported, the one with more independent origins holds,
//     unless the death certainly came after the release. Where they are equal
//     the person is presumed alive.
//  4. Being held again certainly after the release ends the release.
//  5. Whoever was deprived of liberty and is neither is detained at a known
//     place when a source says so and names the place, and forcibly disappeared
//     when the days of the policy have passed since the last sign of life.
//  6. Whoever died in custody is counted among the forcibly disappeared until a
//     notice says that the remains were given back.
//
// Adverse claims that do not count yet ([SplitAdverse]) play no part.
func FateOf(f File, p FatePolicy, asOf when.Day) Fate {
	f = f.inOrder()
	counted := f
	counted.Records = f.standing()
	e := gather(counted)
	fate := Fate{Rule: RuleFate, AsOf: asOf}
	dead, free := e.outcome()
	switch {
	case dead:
		fate.Status, fate.Facts = e.dead()
		fate.Told, fate.Returned = f.notice(FamilyTold), f.notice(RemainsReturned)
		fate.FamilyNotYetTold = fate.Told.IsZero()
	case free:
		fate.Status, fate.Facts = e.free()
	case e.heldSomehow():
		fate.Status, fate.Facts = e.held(p, asOf)
	case len(e.missing) > 0:
		fate.Status, fate.Facts = MissingOther, []Fact{fact("missing", e.missing)}
	default:
		fate.Status, fate.Facts = FateUnknown, []Fact{{Key: "fate.fact.nothing"}}
	}
	fate.Facts = append(fate.Facts, e.besides(dead, free)...)
	fate.CountClass = fate.Status
	switch {
	case !fate.Returned.IsZero():
		fate.Facts = append(fate.Facts, Fact{Key: "fate.fact.remains_returned", Date: fate.Returned.On})
	case dead && e.diedInCustody():
		fate.CountClass = ForciblyDisappeared
		fate.Facts = append(fate.Facts, Fact{Key: "fate.fact.remains_not_returned"})
	}
	return fate
}

func fact(key string, said []Said) Fact {
	return Fact{Key: "fate.fact." + key, Date: firstDate(said), Says: said}
}

// firstDate is the date most precisely said among claims, "" where none is.
func firstDate(said []Said) string {
	dated := slices.DeleteFunc(slices.Clone(said), func(s Said) bool { return dateOf(s.Claim).IsZero() })
	if len(dated) == 0 {
		return ""
	}
	return slices.MinFunc(dated, func(a, b Said) int {
		return cmp.Or(cmp.Compare(dateGrain(a), dateGrain(b)), cmp.Compare(a.Record, b.Record))
	}).Norm
}
