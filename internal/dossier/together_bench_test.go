package dossier_test

import (
	"context"
	"iter"
	"slices"
	"testing"
	"time"

	"kashf.org/kashf/internal/dossier"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/register/sample"
)

// A crowd is a register of very many invented people, made as they are read: each
// was in one of eight prisons for some months.
type crowd struct {
	*sample.Reader
	n int
}

func (c crowd) record(i int) register.Record {
	places := []string{"SED", "SED-R", "SED-W", "ADR", "MI227", "MI235", "SED", "SED-R"}
	from := time.Date(2011+i%5, time.Month(1+i%12), 1+i%28, 0, 0, 0, 0, time.UTC)
	return sample.Record(register.RecordID(i), register.PersonID(i), sample.Sources()[i%3].ID,
		sample.Text(register.FullName, "مازن سليم"), sample.Code(register.Facility, places[i%len(places)]), sample.Text(register.Cell, []string{"مهجع 1", "مهجع 2", ""}[i%3]),
		sample.Code(register.CustodyFrom, from.Format(time.DateOnly)), sample.Code(register.CustodyTo, from.AddDate(0, 2+i%30, 0).Format(time.DateOnly)),
		sample.Code(register.ArrestDate, from.Format(time.DateOnly)), sample.Code(register.ArrestPlace, "C2498"))
}

func (c crowd) All(context.Context, register.RecordID) iter.Seq2[register.Record, error] {
	return func(yield func(register.Record, error) bool) {
		for i := range c.n {
			if !yield(c.record(i+1), nil) {
				return
			}
		}
	}
}

func (c crowd) Person(_ context.Context, _ register.Sight, id register.PersonID) (register.PersonID, []register.Record, error) {
	return id, []register.Record{c.record(int(id))}, nil
}

func (c crowd) LinksOf(context.Context, register.Sight, register.PersonID) ([]register.Link, error) {
	return nil, nil
}

func (c crowd) JudgementsOf(context.Context, register.Sight, register.PersonID) ([]register.Judgement, error) {
	return nil, nil
}

// BenchmarkCompanyOfAMillion reads the page of ties of people of a register of a
// million, without the time of the database: "p95-ms" is the slow end.
func BenchmarkCompanyOfAMillion(b *testing.B) {
	c := crowd{sample.NewReader(), 1_000_000}
	d := dossier.New(c, &lines{size: 40}, register.FileNos{Key: [32]byte{7}}, register.UsualPolicy)
	if err := d.Survey(b.Context()); err != nil {
		b.Fatal(err)
	}
	var took []time.Duration
	found := 0
	for i := 0; b.Loop(); i++ {
		start := time.Now()
		company, err := d.Company(b.Context(), staff(sample.OrgA), register.PersonID(1+i*7919%c.n), 0, 25)
		if err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(start))
		found += company.Total
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "p95-ms")
	b.ReportMetric(float64(found)/float64(len(took)), "people")
}
