package register_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"kashf.org/kashf/internal/register"
)

var fileNos = register.FileNos{Key: [32]byte{1, 2, 3}}

func TestFileNoRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		id := register.PersonID(rapid.Int64Range(1, 1<<40-1).Draw(t, "id"))
		s := fileNos.Format(id)
		if len(s) != 10 || s[4] != '-' {
			t.Fatalf("Format(%d) = %q", id, s)
		}
		if got, ok := fileNos.Parse(s); !ok || got != id {
			t.Fatalf("Parse(%q) = %d, %t, want %d", s, got, ok, id)
		}
	})
}

func TestFileNoNoticesSlips(t *testing.T) {
	const digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	rapid.Check(t, func(t *rapid.T) {
		s := []byte(strings.Replace(fileNos.Format(register.PersonID(rapid.Int64Range(1, 1<<40-1).Draw(t, "id"))), "-", "", 1))
		i, j := rapid.IntRange(0, 8).Draw(t, "i"), rapid.IntRange(0, 8).Draw(t, "j")
		wrong, swapped := []byte(string(s)), []byte(string(s))
		wrong[i] = rapid.SampledFrom([]byte(digits)).Draw(t, "digit")
		swapped[i], swapped[j] = swapped[j], swapped[i]
		for _, x := range [][]byte{wrong, swapped} {
			if _, ok := fileNos.Parse(string(x)); ok && string(x) != string(s) {
				t.Fatalf("%s was taken for %s", x, s)
			}
		}
	})
}

func TestFileNoAsPeopleTypeIt(t *testing.T) {
	arabic := strings.NewReplacer("0", "٠", "1", "١", "2", "٢", "3", "٣", "4", "٤", "5", "٥", "6", "٦", "7", "٧", "8", "٨", "9", "٩")
	for id := register.PersonID(1); id < 500; id++ {
		s := fileNos.Format(id)
		for _, typed := range []string{
			strings.ToLower(s), " " + strings.Replace(s, "-", " ", 1) + "\u200f", strings.Replace(s, "-", "", 1),
			strings.NewReplacer("0", "O", "1", "I").Replace(s), strings.NewReplacer("0", "o", "1", "l").Replace(s), arabic.Replace(s),
		} {
			if got, ok := fileNos.Parse(typed); !ok || got != id {
				t.Fatalf("Parse(%q) = %d, %t, want %d", typed, got, ok, id)
			}
		}
	}
}

func TestFileNoRefuses(t *testing.T) {
	for _, id := range []register.PersonID{0, -1, 1 << 40} {
		if got := fileNos.Format(id); got != "" {
			t.Errorf("Format(%d) = %q, want nothing", id, got)
		}
	}
	for _, s := range []string{"", "7Q2M", "7Q2M-9XFA", "7Q2M-9XFAKK", "سامر", "U2345678A", "7Q2M-9XFA\x00"} {
		if got, ok := fileNos.Parse(s); ok {
			t.Errorf("Parse(%q) = %d", s, got)
		}
	}
}

func TestFileNosTellNothing(t *testing.T) {
	other := register.FileNos{Key: [32]byte{9}}
	a, b := fileNos.Format(1), fileNos.Format(2)
	if a[:4] == b[:4] && a[5:9] == b[5:9] || a == other.Format(1) {
		t.Errorf("numbers of neighbours, or of two keys, look alike: %s %s %s", a, b, other.Format(1))
	}
}

func FuzzParseFileNo(f *testing.F) {
	f.Add(fileNos.Format(42))
	f.Add("٧q2m 9xfa-k")
	f.Fuzz(func(t *testing.T, s string) {
		if id, ok := fileNos.Parse(s); ok {
			if again, ok := fileNos.Parse(fileNos.Format(id)); !ok || again != id {
				t.Errorf("Parse(%q) = %d, which is written %q", s, id, fileNos.Format(id))
			}
		}
	})
}
