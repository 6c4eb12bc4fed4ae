package review_test

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/register/sample"
	"kashf.org/kashf/internal/review"
)

// rests enters a fact that rests on a record.
func (b *bench) rests(id review.CaseID, fact review.FactID, rec register.RecordID) {
	b.Helper()
	b.enter(id, "officer", &review.FactBody{Fact: review.Fact{
		ID: fact, Kind: review.Document, Forum: review.OtherForum, Origin: "o-" + string(fact), For: true, Refs: []review.Ref{{Record: int64(rec)}},
	}})
}

// twoFold walks a case to where a file of two records, joined by a link that
// nobody judged, gave it a fact from each half, and gives the other's record.
func (b *bench) twoFold() (review.CaseID, register.RecordID, register.PersonID) {
	b.Helper()
	id := b.assembled()
	rec := b.alone("IM9", sample.Text(register.FullName, "سامر الحلاق"))
	other := register.PersonID(rec)
	b.joins(rec, other, b.man)
	b.rests(id, "theirs", rec)
	return id, rec, other
}

// apart takes a record out of the file again, as a judgement does, and has the
// program look.
func (b *bench) apart(rec register.RecordID) {
	b.Helper()
	b.joins(rec, b.man, register.PersonID(rec))
	b.do(b.Follow(b.Context(), b.judged()))
}

// judged is the number of an entry that may have parted files.
func (b *bench) judged() int64 {
	b.Helper()
	for seq := int64(0); ; seq++ {
		e, size, err := b.store.Entry(b.Context(), seq)
		b.do(err)
		if e.Kind != review.ActDone && e.Kind != review.PolicySet || seq == size-1 {
			return seq
		}
	}
}

func asked(c *review.Case) []review.Parting {
	return slices.DeleteFunc(slices.Clone(c.Partings), func(p review.Parting) bool { return p.Settled != "" })
}

func stopped(c *review.Case, id review.FactID) bool {
	i := slices.IndexFunc(c.Facts, func(f review.Fact) bool { return f.ID == id })
	return c.Facts[i].Stopped != 0
}

// TestPartedFile: a file that was parted stops what rests on the half that left,
// though nobody had judged its link and though it speaks for the person, and asks
// the registrar alone, once, whose review this is. Nothing is decided before the
// answer, and no clock waits for it.
func TestPartedFile(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		id, rec, other := b.twoFold()
		before := b.the(id).Liberty
		b.apart(rec)
		c := b.the(id)
		if !stopped(c, "theirs") || len(asked(c)) != 1 || asked(c)[0].Other != other || !slices.Equal(asked(c)[0].Facts, []review.FactID{"theirs"}) {
			t.Fatalf("parted: %+v, facts %+v", c.Partings, c.Facts)
		}
		if !reflect.DeepEqual(c.Liberty, before) {
			t.Errorf("the question moved the custody: %+v", c.Liberty)
		}
		b.do(b.Follow(t.Context(), b.judged())) // asked once
		if got := asked(b.the(id)); len(got) != 1 {
			t.Errorf("asked again: %+v", got)
		}
		for who, sees := range map[string]bool{"reg": true, "officer": false, "watch": false} {
			x, err := b.See(t.Context(), who, id)
			b.do(err)
			told := slices.ContainsFunc(x.Events, func(e review.Event) bool { return e.Body.Kind() == "parted" })
			if len(x.Partings) != 1 || (x.Partings[0].Other != 0) != sees || told != sees {
				t.Errorf("%s reads %+v, the entry %v", who, x.Partings, told)
			}
		}
		steps, err := b.Next(t.Context(), "reg", id)
		b.do(err)
		t.Logf("steps %v", len(steps))
		refuses := func(body review.Body, rule string) {
			t.Helper()
			if err := b.Enter(t.Context(), as("reg"), id, 0, body); review.RuleOf(err) != rule {
				t.Errorf("%+v: %v, want a refusal by %q", body, err, rule)
			}
		}
		refuses(&review.PartingSettledBody{Other: other, How: review.PartStays}, "reasons")
		refuses(&review.PartingSettledBody{Other: other, How: review.PartWhole, Why: "w"}, "one review, one person")
		refuses(&review.PartingSettledBody{Other: other + 900, How: review.PartStays, Why: "w"}, "one review, one person")
		b.enter(id, "reg", &review.PartingSettledBody{Other: other, How: review.PartStays, Why: "the man before us is the first"})
		if c := b.the(id); len(asked(c)) != 0 || !stopped(c, "theirs") || c.Person != b.man {
			t.Errorf("stays: %+v on %d", c.Partings, c.Person)
		}
		b.do(b.Follow(t.Context(), b.judged()))
		if got := asked(b.the(id)); len(got) != 0 {
			t.Errorf("answered, and asked again: %+v", got)
		}
		b.replayed()
	})
}

// TestCaseGoesWithTheOtherHalf: where the person under review is of the file that
// left, the case goes on with that one: what lies there counts again, what lies
// behind does not, no clock changes, and the other file's own case is asked about.
func TestCaseGoesWithTheOtherHalf(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		id, rec, other := b.twoFold()
		b.apart(rec)
		theirs, err := b.Open(t.Context(), as("reg"), other, false, "") // another review of the same man, opened meanwhile
		b.do(err)
		b.enter(theirs, "reg", &review.DeclaredBody{})
		b.now = b.now.Add(time.Hour)
		before := b.the(id).Liberty
		b.enter(id, "reg", &review.PartingSettledBody{Other: other, How: review.PartGoes, Why: "he gave his name and his mother's"})
		c := b.the(id)
		if c.Person != other || stopped(c, "theirs") || !reflect.DeepEqual(c.Liberty, before) || len(asked(c)) != 0 {
			t.Fatalf("goes: on %d, %+v, %+v", c.Person, c.Partings, c.Facts)
		}
		for _, f := range c.Facts {
			if f.ID != "theirs" && f.Stopped == 0 {
				t.Errorf("fact %s of the file that was left still counts", f.ID)
			}
		}
		b.do(b.Follow(t.Context(), b.judged()))
		if got := asked(b.the(id)); len(got) != 0 {
			t.Errorf("what was left behind is asked about: %+v", got)
		}
		if ids, err := b.store.CasesOf(t.Context(), other); err != nil || !slices.Contains(ids, id) {
			t.Errorf("the cases of the other file: %v, %v", ids, err)
		}
		if got := waiting(b.the(id)); !slices.Equal(got, []review.CaseID{theirs}) {
			t.Errorf("the other file's own case is not asked about: %v", got)
		}
		b.replayed()
	})
}

// TestFilesOneAgain: files that are joined again answer the question by
// themselves, and what was stopped counts as the register ties it now.
func TestFilesOneAgain(t *testing.T) {
	engines(t, func(t *testing.T, b *bench) {
		id, rec, other := b.twoFold()
		b.apart(rec)
		b.joins(rec, other, b.man)
		b.do(b.Follow(t.Context(), b.judged()))
		c := b.the(id)
		if len(asked(c)) != 0 || c.Partings[0].Settled != review.PartWhole || stopped(c, "theirs") {
			t.Errorf("joined again: %+v, %+v", c.Partings, c.Facts)
		}
		b.replayed()
	})
}
