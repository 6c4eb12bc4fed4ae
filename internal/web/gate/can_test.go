package gate_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/web"
)

// A page offers what its reader may do to something at all: to the own
// organisation's things, and after a fresh sign-in where one is asked for.
func TestCan(t *testing.T) {
	o := office(t)
	can := func(role access.Role) func(access.Action) bool {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.AddCookie(&http.Cookie{Name: "kashf", Value: string(signIn(t, o, o.Account(string(role), role)))})
		var s web.Session
		o.Gate.Authenticate(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { s = web.SessionOf(r.Context()) })).ServeHTTP(httptest.NewRecorder(), r)
		o.Clock.Move(access.StepUpWindow)
		return func(a access.Action) bool { return s.Can(string(a)) }
	}
	for role, want := range map[access.Role]map[access.Action]bool{
		access.Administrator:         {access.OrgCreate: true, access.AccountReset: true, access.PersonRead: false, access.LedgerBody: false, access.SourceRead: false},
		access.DataOfficer:           {access.SourceUpdate: true, access.ImportTake: true, access.LedgerUndo: true, access.RecordDestroy: true, access.AccountList: false, access.PersonReveal: false},
		access.CaseWorker:            {access.PersonReveal: true, access.PersonAttach: true, access.ImportTake: false, access.MatchJudge: false},
		access.Analyst:               {access.MatchJudge: true, access.MatchUndo: true, access.LedgerUndo: false},
		access.Observer:              {access.PersonRead: true, access.LedgerVerify: true, access.MatchJudge: false, access.PersonPrint: false},
		access.VictimsRepresentative: {access.PeopleSearch: true, access.PersonRead: false, access.LedgerList: false},
		access.Auditor:               {access.AccessLog: true, access.LedgerProof: true, access.LedgerBody: false, access.PeopleSearch: false},
	} {
		may := can(role)
		for action, want := range want {
			if got := may(action); got != want {
				t.Errorf("%s: Can(%s) = %v, want %v", role, action, got, want)
			}
		}
	}
}
