package organisations

import (
	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/register"
)

// What a role is called and what it may do, by key.
var roleWords = map[access.Role]struct{ name, may string }{
	access.Administrator:         {"organisations.role.administrator", "organisations.may.administrator"},
	access.DataOfficer:           {"organisations.role.data_officer", "organisations.may.data_officer"},
	access.CaseWorker:            {"organisations.role.case_worker", "organisations.may.case_worker"},
	access.Analyst:               {"organisations.role.analyst", "organisations.may.analyst"},
	access.Observer:              {"organisations.role.observer", "organisations.may.observer"},
	access.VictimsRepresentative: {"organisations.role.victims_representative", "organisations.may.victims_representative"},
	access.Auditor:               {"organisations.role.auditor", "organisations.may.auditor"},
	access.ReviewRegistrar:       {"organisations.role.registrar", "organisations.may.registrar"},
	access.Reviewer:              {"organisations.role.reviewer", "organisations.may.reviewer"},
	access.VictimsLiaison:        {"organisations.role.victims_liaison", "organisations.may.victims_liaison"},
}

// RoleName is a role in plain words.
func RoleName(p locale.Printer, r access.Role) string { return p.T(roleWords[r].name) }

// RoleNames are the roles in plain words, joined.
func RoleNames(p locale.Printer, s access.Roles) string {
	var names []string
	for _, r := range s.List() {
		names = append(names, RoleName(p, r))
	}
	return p.List(names...)
}

var levelWords = map[register.Level]string{
	register.C0: "organisations.level.c0",
	register.C1: "organisations.level.c1",
	register.C2: "organisations.level.c2",
	register.C3: "organisations.level.c3",
	register.C4: "organisations.level.c4",
}

// LevelName is a clearance with what it opens.
func LevelName(p locale.Printer, l register.Level) string { return p.T(levelWords[l], l.String()) }

// The kinds of organisation in the order in which they are offered.
var orgKinds = []struct {
	kind access.OrgKind
	name string
}{
	{access.Documentation, "organisations.kind.documentation"},
	{access.Victims, "organisations.kind.victims"},
	{access.Oversight, "organisations.kind.oversight"},
	{access.Authority, "organisations.kind.authority"},
	{access.Operator, "organisations.kind.operator"},
}

func kindName(p locale.Printer, k access.OrgKind) string {
	for _, o := range orgKinds {
		if o.kind == k {
			return p.T(o.name)
		}
	}
	return string(k)
}
