package identity_test

import (
	"errors"
	"testing"

	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/store"
	"kashf.org/kashf/internal/store/storetest"
)

// TestJudgementsGoOnWithANewerEdition: what was said of a row before binds the
// row that continues it, and what is said of that one binds the older.
func TestJudgementsGoOnWithANewerEdition(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, s *store.Store) {
		o := newOffice(t, s)
		o.source("s1", "org1", register.ShareAll)
		o.source("s2", "org1", register.ShareAll)
		samer, rana, nour := person("سامر خليل الحلاق", "فاطمة", "1980", "دوما"), person("رنا عمر الحداد", "هدى", "1990", "حماة"), person("نور أحمد النجار", "أمل", "1970", "حمص")
		base, a := o.take("i1", "s1", samer, rana)
		_, b := o.take("i2", "s2", samer, person("رنا عمر حداد", "هدى", "1990", "حماة"), nour)
		apart := o.mustJudge(huda, a, b, register.Different)
		o.mustJudge(huda, a+1, b+1, register.SamePerson)
		o.run()
		p := register.PersonID(a)
		// The list comes again in another order, with a row more.
		again, c := o.takeEdition("i3", "s1", "i1", []register.RecordID{a + 1, a, 0}, rana, samer, nour)
		o.wantPersons("taken in", c, p+1, p, register.PersonID(c+2))
		o.wantLeads(register.PersonID(c), p+1)
		if o.personOf(b) == p {
			t.Error("two who were judged to be two are one")
		}
		before := []register.PersonID{o.personOf(a), o.personOf(a + 1), o.personOf(b), o.personOf(b + 1)}
		rep := o.run()
		if rep.Records != 8 || rep.Persons != 4 {
			t.Errorf("run: %d records, %d persons, want 8 and 4", rep.Records, rep.Persons)
		}
		o.wantPersons("run anew", c, before[1], before[0], o.personOf(b+2))
		o.wantPersons("run anew", b, before[2], before[3])
		o.wantReplay()

		// The answer taken back through the newer row's pair is the older's.
		if _, err := o.UndoJudgement(t.Context(), huda, machine, apart.ID, ""); err != nil {
			t.Fatal(err)
		}
		o.run()
		if o.personOf(c+1) != o.personOf(b) || o.personOf(a) != o.personOf(b) {
			t.Error("the answer was taken back and still binds")
		}
		// Whoever says that the row is not the row of before is followed.
		o.mustJudge(karim, a+1, c, register.Different)
		if o.personOf(a+1) == o.personOf(c) {
			t.Error("a judgement does not part what an edition holds together")
		}
		o.wantReplay()
		if _, err := o.Undo(t.Context(), huda, base, "wrong"); !errors.Is(err, journal.ErrCannotUndo) {
			t.Errorf("the older edition undone below the newer: %v", err)
		}
		if _, err := o.Undo(t.Context(), huda, again, "not that list"); err != nil {
			t.Fatal(err)
		}
		if o.personOf(c) != 0 || o.personOf(a+1) != o.personOf(b+1) {
			t.Error("undone, and not as before")
		}
		o.wantReplay()
	})
}
