package main

import (
	"context"
	"fmt"
	"testing"

	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/review"
	"kashf.org/kashf/internal/review/victims"
)

// BenchmarkVictims asks the register of victims what a liaison's pages ask of it,
// first after a start, again, and likenesses after one more registration: 500
// registrations beside 100 open cases, then more of each.
func BenchmarkVictims(b *testing.B) {
	for _, size := range []struct{ registered, cases int }{{500, 100}, {5000, 100}, {500, 1000}, {5000, 10000}} {
		b.Run(fmt.Sprintf("%d-of-%d", size.registered, size.cases), func(b *testing.B) {
			d, _ := benchServer(b, newOffice(b).folder())
			who := journal.Actor{Account: "liaison", Org: "office"}
			putRegister(b, d, who, size.registered, size.cases)
			for b.Loop() {
				for _, ask := range []struct {
					name string
					do   func() error
				}{
					{"list", func() error { _, err := d.victims.List(b.Context(), who); return err }},
					{"likenesses", func() error { _, err := d.victims.Proposals(b.Context(), who.Account, who.Org, 0, 50); return err }},
					{"waiting", func() error {
						_, err := d.victims.Waiting(b.Context(), who.Account, who.Org, review.CaseID(fmt.Sprintf("C%025d", 1)))
						return err
					}},
				} {
					for _, when := range []string{"first", "again"} {
						busy := cpu()
						if err := ask.do(); err != nil {
							b.Fatal(err)
						}
						b.ReportMetric(float64((cpu()-busy).Microseconds())/1000, "ms-cpu-"+ask.name+"-"+when)
					}
				}
				registerOne(b, d, who, b.N)
				busy := cpu()
				if _, err := d.victims.Proposals(b.Context(), who.Account, who.Org, 0, 50); err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64((cpu()-busy).Microseconds())/1000, "ms-cpu-likenesses-changed")
			}
		})
	}
}

// putRegister stores registrations and cases that are unlike each other but for
// one place of detention in fifty.
func putRegister(b *testing.B, d *deployment, who journal.Actor, registered, cases int) {
	b.Helper()
	for i := range registered {
		registerOne(b, d, who, i)
	}
	if err := d.store.Write(b.Context(), func(ctx context.Context, tx journal.Tx) error {
		for i := range cases {
			c := &review.Case{ID: review.CaseID(fmt.Sprintf("C%025d", i)), State: review.Panel, Liberty: review.Liberty{State: review.InCustody},
				Allegations: []review.Allegation{{ID: "a", Conduct: review.B3, Place: fmt.Sprint("مركز رقم ", i%50), From: "2015"}},
				Cast:        []review.Part{{Account: who.Account, Role: review.VictimsLiaison, Declared: true}}}
			if err := review.TablesOf(journal.Env{Tx: tx}).PutCase(ctx, review.StoredCase{Case: c, Recast: true}); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		b.Fatal(err)
	}
}

func registerOne(b *testing.B, d *deployment, who journal.Actor, i int) {
	b.Helper()
	t := victims.Told{
		Name: fmt.Sprint("سعاد ", i), Link: "family", Place: fmt.Sprint("مركز رقم ", i%50), Unit: fmt.Sprint("الفرع ", i), From: "2013", To: "2014",
		Names: []string{fmt.Sprint("سامر خليل الحلاق ", i)}, Wish: review.WishTold, Agreed: []string{"match"}, Support: true,
	}
	if _, err := d.victims.Register(b.Context(), who, t, false, nil); err != nil {
		b.Fatal(err)
	}
}
