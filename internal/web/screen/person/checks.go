package person

import (
	"kashf.org/kashf/internal/dossier"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/web/part"
)

// Checks are what the law asks of who held the person, as far as sources tell.
type Checks struct {
	Alarms []CheckLine // to be looked at, the gravest first
	Told   []CheckLine // kept, or told too roughly to say
	// Unknown are the things of which nobody tells: no failure of anybody's that
	// is documented, and none of the person's.
	Unknown []string
}

// A CheckLine is one of them.
type CheckLine struct {
	ID        string
	Title     string
	State     part.Label
	Text      string
	Law       string
	Claims    []CheckClaim
	Otherwise []CheckClaim
}

// A CheckClaim is a claim that it rests on.
type CheckClaim struct {
	Field, Value string
	Chip         part.Chip
}

// checkStates are the labels of what sources tell of a check.
var checkStates = map[register.CheckState]toned{
	register.CheckFailed:  {"person.check.failed", part.Bad},
	register.CheckDiffers: {"person.check.differs", part.Warn},
	register.CheckClash:   {"person.check.clash", part.Warn},
	register.CheckOpen:    {"person.check.open", part.Warn},
	register.CheckUnclear: {"person.check.unclear", part.Quiet},
	register.CheckKept:    {"person.check.kept", part.Good},
}

// checkTitles, checkLaws and checkTexts put a check into words; a text is named by
// the check and its state.
var (
	checkTitles = map[register.CheckKind]string{
		register.CheckOrder: "person.check.order", register.CheckNotice: "person.check.notice", register.CheckExam: "person.check.exam",
		register.CheckAppearance: "person.check.appearance", register.CheckSentence: "person.check.sentence", register.CheckTransfer: "person.check.transfer",
		register.CheckRelease: "person.check.release", register.CheckDeath: "person.check.death", register.CheckEntry: "person.check.entry",
	}
	checkLaws = map[register.CheckKind]string{
		register.CheckOrder: "person.law.order", register.CheckNotice: "person.law.notice", register.CheckExam: "person.law.exam",
		register.CheckAppearance: "person.law.appearance", register.CheckSentence: "person.law.sentence", register.CheckTransfer: "person.law.transfer",
		register.CheckRelease: "person.law.release", register.CheckDeath: "person.law.death", register.CheckEntry: "person.law.entry",
	}
	checkTexts = map[register.CheckKind]map[register.CheckState]string{
		register.CheckOrder:    {register.CheckFailed: "person.failed.order", register.CheckDiffers: "person.failed.order"},
		register.CheckTransfer: {register.CheckOpen: "person.open.transfer"},
		register.CheckRelease:  {register.CheckClash: "person.clash.release"},
		register.CheckDeath:    {register.CheckClash: "person.clash.death"},
	}
	// checkDays are the texts that count days.
	checkDays = map[register.CheckKind]map[register.CheckState]string{
		register.CheckNotice:     {register.CheckFailed: "person.failed.notice", register.CheckDiffers: "person.failed.notice"},
		register.CheckExam:       {register.CheckFailed: "person.failed.exam", register.CheckDiffers: "person.failed.exam"},
		register.CheckAppearance: {register.CheckFailed: "person.failed.appearance", register.CheckDiffers: "person.failed.appearance"},
		register.CheckSentence:   {register.CheckFailed: "person.failed.sentence", register.CheckDiffers: "person.failed.sentence", register.CheckOpen: "person.open.sentence"},
		register.CheckEntry:      {register.CheckFailed: "person.failed.entry"},
	}
)

func (d *describer) checks() Checks {
	var out Checks
	for _, c := range d.f.Checks {
		switch {
		case c.State == register.CheckUnknown:
			out.Unknown = append(out.Unknown, d.p.T(checkTitles[c.Kind]))
		case c.Alarm():
			out.Alarms = append(out.Alarms, d.check(c))
		default:
			out.Told = append(out.Told, d.check(c))
		}
	}
	return out
}

func (d *describer) check(c dossier.CheckRow) CheckLine {
	l := CheckLine{
		ID: "check-" + string(c.Kind), Title: d.p.T(checkTitles[c.Kind]), State: checkStates[c.State].label(d.p), Law: d.p.T(checkLaws[c.Kind]),
		Claims: append(d.checkClaims(c.Says), d.checkClaims(c.Since)...), Otherwise: d.checkClaims(c.Otherwise),
	}
	if key := checkTexts[c.Kind][c.State]; key != "" {
		l.Text = d.p.T(key)
	}
	if key := checkDays[c.Kind][c.State]; key != "" {
		l.Text = d.p.T(key, d.p.N("person.days", c.Days))
	}
	return l
}

func (d *describer) checkClaims(all []dossier.CheckClaim) []CheckClaim {
	var out []CheckClaim
	for _, c := range all {
		out = append(out, CheckClaim{Field: d.p.T("field." + c.Field.Key()), Value: say(d.p, c.Field, c.Norm, c.Text), Chip: d.chip(c.Source, c.Record)})
	}
	return out
}
