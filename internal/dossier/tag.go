package dossier

import (
	"slices"

	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/when"
)

// The tags of a file, keys of messages.
const (
	TagOneSource    = "tag.one_source"   // nothing independent supports it
	TagContradicted = "tag.contradicted" // sources contradict each other
	TagPending      = "tag.pending"      // something waits for a second person
	TagConflict     = "tag.conflict"     // the custody as told cannot be true
	TagUnderAge     = "tag.under_age"    // certainly under eighteen at the arrest
	TagAlarm        = "tag.alarm"        // something of the custody should be looked at
	TagNotConfirmed = "tag.machine_link" // held together by a machine's link alone
)

// adult is the age at which a person is no child in law.
const adult = 18

func tagsOf(p PersonFile, fold register.Assessment) []string {
	var out []string
	add := func(tag string, is bool) {
		if is {
			out = append(out, tag)
		}
	}
	add(TagUnderAge, underAge(fold))
	add(TagOneSource, fold.Origins <= 1)
	add(TagContradicted, contradicted(fold))
	add(TagConflict, len(p.Timeline.Conflicts) > 0)
	add(TagAlarm, slices.ContainsFunc(p.Checks, CheckRow.Alarm))
	add(TagNotConfirmed, machineOnly(p.Links))
	add(TagPending, len(p.Pending) > 0)
	return out
}

func contradicted(a register.Assessment) bool {
	for _, l := range a.Lines {
		if len(l.Contradictions()) > 0 {
			return true
		}
	}
	return false
}

func machineOnly(links []LinkRow) bool {
	for _, l := range links {
		if len(l.Judged) == 0 {
			return true
		}
	}
	return false
}

// underAge reports whether the person was certainly a child at the arrest.
func underAge(a register.Assessment) bool {
	if v, ok := a.Line(register.AgeAtArrest).Held(); ok {
		if age, err := when.ParseAge(v.Norm); err == nil {
			return age.Most < when.Aged(adult).Least
		}
	}
	v, ok := a.Line(register.ArrestDate).Held()
	if !ok {
		return false
	}
	on, err := when.Parse(v.Norm)
	if err != nil {
		return false
	}
	_, most, ok := when.Ages(a.Birth.Date, on)
	return ok && most < adult
}
