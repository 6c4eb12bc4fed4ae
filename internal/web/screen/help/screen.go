package help

import (
	"net/http"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/web"
	"kashf.org/kashf/internal/web/gate"
	"kashf.org/kashf/internal/web/part"
)

// A Screen shows the first steps. Its fields are set once.
type Screen struct {
	Web *web.Server
}

// Routes are the screen's addresses. Everybody who is signed in may read them.
func (s *Screen) Routes() []web.Route {
	return []web.Route{{Pattern: "GET " + web.HelpPath, Action: string(access.SelfPassword), Handler: s.show}}
}

// A step is something to do first, and where.
type step struct {
	text   string // key
	href   string
	action access.Action
}

var (
	link   = step{"help.step.link", "/matches/runs", access.RunStart}
	judge  = step{"help.step.match", "/matches", access.MatchList}
	find   = step{"help.step.search", "/people", access.PersonRead}
	book   = step{"help.step.ledger", "/ledger", access.LedgerList}
	policy = step{"help.step.policy", "/reviews/policy", access.ReviewExplain}
)

// steps are what each role learns first.
var steps = map[access.Role][]step{
	access.DataOfficer:           {{"help.step.list", "/lists", access.SourceCreate}, link, judge, find, {"help.step.browse", "/people/list", access.PeopleFilter}, {"help.step.export", "/people/list?find=1", access.ExportAsk}, {"help.step.undo", "/ledger", access.LedgerUndo}},
	access.CaseWorker:            {find, {"help.step.enter", "/people/new", access.PersonCreate}, {"help.step.desk", "/desk", access.DeskOwn}},
	access.Analyst:               {judge, {"help.step.runs", "/matches/runs", access.MatchList}, {"help.step.browse", "/people/list", access.PeopleFilter}},
	access.Observer:              {find, {"help.step.places", "/facilities", access.FacilityRead}, book},
	access.VictimsRepresentative: {{"help.step.ask", "/people", access.PeopleSearch}, {"help.step.reviews", "/reviews", access.ReviewList}},
	access.Administrator:         {{"help.step.accounts", "/organisations", access.AccountCreate}, {"help.step.roster", "/reviews/roster", access.ReviewRoster}, book},
	access.Auditor:               {book, {"help.step.draws", "/reviews/draws", access.ReviewCheck}},
	access.ReviewRegistrar:       {{"help.step.board", "/reviews", access.ReviewList}, find, policy},
	access.VictimsLiaison:        {{"help.step.victims", "/victims", access.VictimsRead}, {"help.step.tasks", "/reviews/tasks", access.ReviewList}, policy},
	access.Reviewer:              {{"help.step.tasks", "/reviews/tasks", access.ReviewList}, policy},
}

// A View is the page.
type View struct {
	Roles []Role
	Marks []string
}

// A Role is what one role of the reader's does first.
type Role struct {
	ID    string
	Name  string
	Steps []Step
}

// A Step is one thing to do.
type Step struct{ Text, Href string }

func (s *Screen) show(w http.ResponseWriter, r *http.Request) error {
	p, session := web.PrinterOf(r.Context()), web.SessionOf(r.Context())
	var v View
	for _, role := range gate.PrincipalOf(r.Context()).Roles.List() {
		v.Roles = append(v.Roles, roleOf(p, role, session.Can))
	}
	for _, m := range web.Marks() {
		v.Marks = append(v.Marks, p.T(m))
	}
	f := s.Web.Frame(r, p.T("help.start.title"))
	f.Crumbs = []part.Crumb{{Label: p.T("help.start.title")}}
	return s.Web.Page(w, r, f, Page(p, v))
}

func roleOf(p locale.Printer, role access.Role, can func(string) bool) Role {
	out := Role{ID: string(role), Name: p.T("organisations.role." + string(role))}
	for _, x := range steps[role] {
		if can(string(x.action)) {
			out.Steps = append(out.Steps, Step{p.T(x.text), x.href})
		}
	}
	return out
}
