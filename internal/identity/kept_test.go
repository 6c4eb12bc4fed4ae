package identity_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kashf.org/kashf/internal/identity"
	"kashf.org/kashf/internal/register"
)

// shelf is a shelf in memory that counts what is done with it.
type shelf struct {
	held  []byte
	reads int
	fails error
}

func (s *shelf) Open() (io.ReadCloser, error) {
	s.reads++
	if s.held == nil {
		return nil, fs.ErrNotExist
	}
	return io.NopCloser(bytes.NewReader(s.held)), nil
}

func (s *shelf) Put(write func(io.Writer) error) error {
	if s.fails != nil {
		return s.fails
	}
	var b bytes.Buffer
	if err := write(&b); err != nil {
		return err
	}
	s.held = b.Bytes()
	return nil
}

func (s *shelf) Remove() error { s.held = nil; return nil }

// added takes lists in steps, with judgements and an import undone between
// them, and gives whose each record is and the pairs left open after each run. spoil
// is called before each run after the first.
func added(o *office, spoil func()) (out []string) {
	o.source("s1", "org1", register.ShareAll)
	o.source("s2", "org1", register.ShareAll)
	_, one := o.take("i0", "s1", hamlet(150, 0)...)
	o.link(identity.Order{})
	more := hamlet(14, 60)
	note := func() {
		spoil()
		rep := o.link(identity.Order{})
		if rep.Base == 0 {
			o.Fatal("a full run, where records should be added")
		}
		for i := range register.RecordID(rep.Records) {
			out = append(out, fmt.Sprint(o.personOf(one+i)))
		}
		out = append(out, fmt.Sprintf("links %d open %d largest %d moved %d", rep.Links, rep.Open, rep.Largest, rep.Moved))
	}
	o.take("j1", "s2", more[:6]...)
	note()
	_, two := o.take("j2", "s2", more[6:]...)
	note()
	o.mustJudge(huda, one+60, two-6, register.Different)
	note()
	return out
}

// TestKeptPairsChangeNothing: with the pairs of the run before at hand, with
// none, and with a damaged or foreign shelf, added runs end alike.
func TestKeptPairsChangeNothing(t *testing.T) {
	plain := added(sqlite(t), func() {})
	o := sqlite(t)
	s := &shelf{}
	o.Shelf = s
	if diff := cmp.Diff(plain, added(o, func() {})); diff != "" {
		t.Errorf("with the shelf (-without +with):\n%s", diff)
	}
	if s.reads != 3 || len(s.held) == 0 {
		t.Errorf("the shelf was read %d times, want 3, and holds %d bytes", s.reads, len(s.held))
	}
	o = sqlite(t)
	bad, told := &shelf{}, 0
	o.Shelf, o.Refused = bad, func(error) { told++ }
	if diff := cmp.Diff(plain, added(o, func() { bad.held = bad.held[:len(bad.held)/2] })); diff != "" {
		t.Errorf("with a damaged shelf (-without +with):\n%s", diff)
	}
	if told != 3 {
		t.Errorf("told of %d damaged shelves, want 3", told)
	}
	o = sqlite(t)
	full := &shelf{fails: errors.New("the disk is full")}
	o.Shelf = full
	if diff := cmp.Diff(plain, added(o, func() {})); diff != "" {
		t.Errorf("with a shelf that cannot be written (-without +with):\n%s", diff)
	}
}
