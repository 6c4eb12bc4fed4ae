package find

import (
	"runtime"
	"strings"
	"testing"
	"unsafe"
	"weak"

	"kashf.org/kashf/internal/register"
)

func held(id register.RecordID, number, where string) said {
	return saidOf(register.Record{ID: id, Person: register.PersonID(id), Claims: []register.Claim{
		{Field: register.FullName, Value: "سامر القاسم", Level: register.C2},
		{Field: register.DetaineeNo, Value: number, Level: register.C2},
		{Field: register.Place, Norm: where, Level: register.C1},
	}})
}

// TestNumbersOfNobodyAreForgotten: a number that no record has any more, as
// after its destruction by law, is not held.
func TestNumbersOfNobodyAreForgotten(t *testing.T) {
	x := New(nil)
	close(x.ready)
	x.enter([]said{held(1, "77-1", ""), held(2, "77-1", ""), held(3, "88", "")})
	find := func(number string) int {
		hits, err := x.ByNumber(t.Context(), number, nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		return len(hits)
	}
	x.remove(1)
	if n := find("771"); n != 1 {
		t.Errorf("%d found by a number that one record still has", n)
	}
	x.remove(2)
	for _, id := range x.numbers.ids {
		if id == "771" {
			t.Error("a number of nobody is held")
		}
	}
	x.enter([]said{held(4, "771", "")})
	if a, b := find("771"), find("88"); a != 1 || b != 1 {
		t.Errorf("found %d and %d, want one each", a, b)
	}
}

// TestAPlaceKeepsNoRecord: what a record says is parts of one string, of which
// the index keeps none.
func TestAPlaceKeepsNoRecord(t *testing.T) {
	x := New(nil)
	packed := func() weak.Pointer[byte] {
		b := []byte("SY02" + strings.Repeat("what nobody may read ", 1000))
		x.enter([]said{held(1, "1", unsafe.String(&b[0], len(b))[:4])})
		return weak.Make(&b[0])
	}()
	runtime.GC()
	if packed.Value() != nil {
		t.Error("the index holds all that the first record of a place says")
	}
	runtime.KeepAlive(x)
}
