package intake_test

import (
	"errors"
	"strings"
	"testing"

	"kashf.org/kashf/internal/intake"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/store"
	"kashf.org/kashf/internal/store/storetest"
)

// order reads a file into the vault and gives the order that takes it in as a
// newer edition of an import.
func (o *office) order(tb testing.TB, list string, of register.ImportID) intake.Order {
	tb.Helper()
	blob, sniffed, err := o.Keep(tb.Context(), strings.NewReader(list))
	if err != nil {
		tb.Fatal(err)
	}
	return intake.Order{
		Source: o.source, FileName: "list.csv", Blob: blob, Sniffed: sniffed, Mapping: intake.Draft(sniffed, intake.Readers{}),
		Edition: &intake.EditionOrder{Of: of, Date: "2025-03", Most: register.C3},
	}
}

const (
	firstEdition = "رقم المعتقل,الاسم الكامل,اسم الأم,مكان الاحتجاز,ملاحظات\n" +
		"A-1,زياد رائد النعيمي,سعاد,صيدنايا,\n" +
		"A-2,سمير فادي الحلبي,هدى,عدرا,أخوه معه\n" +
		"A-3,رنا خليل الديري,أمل,عدرا,\n" +
		"A-4,نور عمر الحداد,ليلى,صيدنايا,\n"
	secondEdition = "رقم المعتقل,الاسم الكامل,اسم الأم,مكان الاحتجاز,ملاحظات\n" +
		"A-4,نور عمر الحداد,ليلى,صيدنايا,\n" +
		"A-2,سمير فادي الحلبي,هدى,صيدنايا,أخوه معه\n" +
		"A-1,زياد رائد النعيمي,سعاد,صيدنايا,نقل\n" +
		"A-5,جمال ناصر الشامي,فاطمة,عدرا,\n"
)

func TestTakeAsANewerEdition(t *testing.T) {
	machine := register.Sight{Machine: true}
	storetest.Engines(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		o := newOffice(t, s)
		first, err := o.take(t, firstEdition, false)
		if err != nil {
			t.Fatal(err)
		}
		was, err := s.ImportOf(ctx, machine, first.Import)
		if err != nil {
			t.Fatal(err)
		}
		ord := o.order(t, secondEdition, was.ID)
		if offered, err := o.Offered(ctx, machine, []register.Import{was}, ord.Sniffed, ord.Mapping); err != nil || offered != was.ID {
			t.Errorf("Offered = %q, %v", offered, err)
		}
		shut := register.Sight{Org: "o", Level: register.C3, Closed: register.NewClosed([]register.ClosedRecord{{ID: was.First}, {ID: was.First + 1}, {ID: was.First + 3}})}
		if offered, err := o.Offered(ctx, shut, []register.Import{was}, ord.Sniffed, ord.Mapping); err != nil || offered != "" {
			t.Errorf("Offered to whom the rows that recur are closed = %q, %v", offered, err)
		}
		cmp, err := o.Compare(ctx, ord)
		if err != nil {
			t.Fatal(err)
		}
		if want := (register.EditionCounts{Same: 1, Changed: 2, Added: 1, Dropped: 1}); cmp.Counts() != want {
			t.Errorf("Compare: %+v, want %+v", cmp.Counts(), want)
		}
		second, err := o.Take(ctx, o.actor, ord)
		if err != nil {
			t.Fatal(err)
		}
		im, err := s.ImportOf(ctx, machine, second.Import)
		if err != nil || im.EditionOf != was.ID || im.EditionDate != "2025-03" {
			t.Fatalf("import %+v, %v", im, err)
		}
		// Each row that goes on is held by the person of the row before, and a
		// new one by its own.
		for i, want := range []register.RecordID{was.First + 3, was.First + 1, was.First, 0} {
			r, err := s.RecordOf(ctx, machine, im.First+register.RecordID(i))
			if err != nil {
				t.Fatal(err)
			}
			if person := register.PersonID(max(want, 0)); r.Continues != want || want != 0 && r.Person != person || want == 0 && r.Person != register.PersonID(r.ID) {
				t.Errorf("row %d: %+v, want it to continue %d", r.Row, r, want)
			}
			if now, _, err := s.Person(ctx, machine, register.PersonID(r.ID)); err != nil || now != r.Person {
				t.Errorf("the number %d leads to %d, %v", r.ID, now, err)
			}
		}
		_, records, err := s.Person(ctx, machine, register.PersonID(was.First+1))
		if err != nil || len(records) != 2 {
			t.Fatalf("Person: %d records, %v", len(records), err)
		}
		current, former := register.Former(records)
		f := register.File{Sight: machine, Records: current, Former: former}
		line := register.Fold(f).Line(register.Facility)
		if held, ok := line.Held(); !ok || held.Text != "صيدنايا" || len(line.Contradictions()) != 0 || line.Origins != 1 || len(line.Former) != 1 || line.Former[0].Value != "عدرا" {
			t.Errorf("place of detention: %+v", line)
		}
		drops, err := s.Drops(ctx, []register.Record{{ID: was.First + 2, Import: was.ID}, {ID: was.First, Import: was.ID}})
		if err != nil || len(drops) != 1 || drops[0].Record != was.First+2 || drops[0].By != im.ID || drops[0].Date != "2025-03" {
			t.Errorf("Drops = %+v, %v", drops, err)
		}
		// One edition follows one: the older has been followed.
		if _, err := o.Take(ctx, o.actor, o.order(t, secondEdition+"A-6,منى علي حسن,سعاد,عدرا,\n", was.ID)); !errors.Is(err, &intake.Error{Kind: intake.EditionGone}) {
			t.Errorf("a second edition of one list: %v", err)
		}
		third, err := o.Take(ctx, o.actor, o.order(t, firstEdition, im.ID))
		if third.Already == nil || err != nil {
			t.Errorf("the first file again: %+v, %v", third, err)
		}
	})
}

func TestEditionReadersSeeWhatIsInTheirSight(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		o := newOffice(t, s)
		first, err := o.take(t, firstEdition, false)
		if err != nil {
			t.Fatal(err)
		}
		second, err := o.Take(ctx, o.actor, o.order(t, secondEdition, first.Import))
		if err != nil {
			t.Fatal(err)
		}
		// A note is C3: who reads C2 sees one row changed, and which.
		for level, want := range map[register.Level]int{register.C2: 1, register.C3: 2} {
			v := register.Sight{Org: "o", Level: level}
			c, err := s.EditionCounts(ctx, v, second.Import)
			if err != nil || c != (register.EditionCounts{Same: 3 - want, Added: 1, Changed: want, Dropped: 1}) {
				t.Errorf("level %d: %+v, %v", level, c, err)
			}
			for what, n := range map[register.Change]int{register.Added: 1, register.Changed: want, register.Dropped: 1} {
				ids, err := s.EditionRecords(ctx, v, second.Import, what, 0, 10)
				if err != nil || len(ids) != n {
					t.Errorf("level %d, %s: %v, %v", level, what, ids, err)
				}
			}
		}
		if c, err := s.EditionCounts(ctx, register.Sight{Org: "stranger", Level: register.C3}, second.Import); err == nil {
			t.Errorf("a stranger counts %+v", c)
		}
	})
}

// TestAnotherListIsNoEdition refuses a list that was taken for an edition by
// mistake, and takes nothing of it, until a person has seen what differs.
func TestAnotherListIsNoEdition(t *testing.T) {
	storetest.Engines(t, func(t *testing.T, s *store.Store) {
		o := newOffice(t, s)
		const header = "الاسم الكامل,اسم الأم,مكان الاحتجاز\n"
		one, two := header, header
		for i, family := range []string{"الحلاق", "الديري", "الشامي", "الحداد", "الحموي", "العلي", "بكار", "الديب", "الحلبي", "الراعي", "المصري", "عوض"} {
			one += "سامر خليل " + family + ",هدى,عدرا\n"
			two += []string{"نوال", "عبير"}[i%2] + " جورج ال" + family + "ين,مريم,صيدنايا\n"
		}
		first, err := o.take(t, one, false)
		if err != nil {
			t.Fatal(err)
		}
		ord := o.order(t, two, first.Import)
		before, err := s.Counts(t.Context(), register.Sight{Machine: true})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := o.Take(t.Context(), o.actor, ord); !isKind(err, intake.EditionForeign) {
			t.Fatalf("another list is taken for an edition: %v", err)
		}
		if after, err := s.Counts(t.Context(), register.Sight{Machine: true}); err != nil || after != before {
			t.Errorf("counts %+v, before %+v, %v", after, before, err)
		}
		ord.Edition.Checked = true
		if _, err := o.Take(t.Context(), o.actor, ord); err != nil {
			t.Errorf("what a person has seen is refused: %v", err)
		}
	})
}

func isKind(err error, k intake.Kind) bool {
	e, ok := errors.AsType[*intake.Error](err)
	return ok && e.Kind == k
}
