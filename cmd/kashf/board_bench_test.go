package main

import (
	"context"
	"fmt"
	"testing"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/review"
)

// boardCases is how many open cases every reader of [BenchmarkBoardPage] has a
// part in.
const boardCases = 10000

// boardRoles are the readers of [BenchmarkBoardPage].
var boardRoles = []review.Role{
	review.Registrar, review.FileOfficer, review.Member, review.Observer, review.Representative,
	review.VictimsLiaison, review.VictimRepresentative, review.CourtLiaison,
}

// BenchmarkBoardPage asks a served deployment for the board of file reviews, for
// tasks, agenda and a case without a history, as each role that reads them: somebody with a part in each of 10,000 open cases,
// eight at once. Each case is as large as a grave one at its hearing.
func BenchmarkBoardPage(b *testing.B) {
	o := newOffice(b)
	d, at := benchServer(b, o.folder())
	var cs []client
	for range clients {
		cs = append(cs, benchClient(b, d, at, access.Reviewer))
	}
	if err := d.store.Write(b.Context(), func(ctx context.Context, tx journal.Tx) error { return putCases(ctx, tx, cs) }); err != nil {
		b.Fatal(err)
	}
	for _, p := range []struct{ name, path string }{
		{"board", "/reviews"}, {"last", fmt.Sprintf("/reviews?before=%d.", review.LastTurn+1)}, {"middle", fmt.Sprintf("/reviews?after=%d.x", boardCases/2)}, {"page", fmt.Sprintf("/reviews?page=%d", boardCases/50)}, {"lane", "/reviews?lane=child&state=PANEL"},
		{"tasks", "/reviews/tasks"}, {"agenda", "/reviews/agenda"}, {"case", fmt.Sprintf("/reviews/cases/C%025d", 1)},
	} {
		for _, c := range cs {
			c.ask(p.path, "")
		}
		stopProfile := profile(b, p.name)
		busy := cpu()
		took := load(b, cs, p.path, "")
		busy = cpu() - busy
		stopProfile()
		b.ReportMetric(float64(busy.Microseconds())/float64(1000*len(took)), "ms-cpu-"+p.name)
		b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "ms-p50-"+p.name)
		b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "ms-p95-"+p.name)
	}
}

// putCases stores open cases in every state and lane, in each of which every
// client has a part: the first is the registrar, and so on.
func putCases(ctx context.Context, tx journal.Tx, cs []client) error {
	tables := review.TablesOf(journal.Env{Tx: tx})
	text, err := review.ShippedPolicy("commission")
	if err != nil {
		return err
	}
	policy, err := review.ParsePolicy(text)
	if err != nil {
		return err
	}
	if err := tables.PutPolicy(ctx, review.StoredPolicy{Policy: policy, Why: "a benchmark"}); err != nil {
		return err
	}
	states, lanes := review.States()[:8], append(review.AllLanes(), "", "", "")
	for i := range boardCases {
		c := &review.Case{
			ID: review.CaseID(fmt.Sprintf("C%025d", i)), Person: register.PersonID(i + 1), State: states[i%len(states)], Policy: policy.Version,
			Seq: 1<<40 + int64(i), Opened: review.Micros(i), Liberty: review.Liberty{State: review.InCustody, Holder: "prison"},
		}
		if lane := lanes[i%len(lanes)]; lane != "" {
			c.Lanes = []review.LaneEntry{{Lane: lane}}
		}
		for k, x := range cs {
			c.Cast = append(c.Cast, review.Part{Account: x.account, Role: boardRoles[k%len(boardRoles)], Declared: true})
		}
		for k := range 30 {
			c.Facts = append(c.Facts, review.Fact{ID: review.FactID(fmt.Sprint("f", k)), Kind: review.Document, Origin: fmt.Sprintf("an archive that is named at some length, %d", k)})
		}
		next := review.Clock{Name: review.BudgetClock, Due: review.Micros(1 + i*7919%boardCases), Custody: true}
		if err := tables.PutCase(ctx, review.StoredCase{Case: c, Next: next, Recast: true}); err != nil {
			return err
		}
	}
	return nil
}
