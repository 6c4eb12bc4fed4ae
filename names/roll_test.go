package names_test

import (
	"fmt"
	"testing"

	"kashf.org/kashf/names"
	"pgregory.net/rapid"
)

// A roll is a faster way to the same figures, and its bound is one.
func TestRollComparesAsComparer(t *testing.T) {
	c := names.NewComparer(names.Options{})
	words := rapid.SampledFrom([]string{
		"محمد", "أحمد", "محمود", "خالد", "الحمصي", "عبد", "الرحمن", "عبدالرحمن", "نور", "الدين", "نورالدين", "حسن", "ابو", "عمر",
		"Mohammad", "Muhamad", "Khaled", "Khalid", "Homsi", "Al-Homsi", "Nour", "Eddin", "Nureddin", "Noureddin", "M", "Ahmed", "Hasan", "Hassan", "Abu Omar", "(أبو عمر)", "Zqwx", "Zqwxy",
	})
	rapid.Check(t, func(t *rapid.T) {
		var all []*names.Prepared
		for range rapid.IntRange(2, 12).Draw(t, "names") {
			text := ""
			for _, w := range rapid.SliceOfN(words, 0, 7).Draw(t, "words") {
				text += w + " "
			}
			p := c.Prepare(text)
			all = append(all, &p)
		}
		a := c.Roll(all).Against()
		for i := range all {
			a.Hold(int32(i))
			for j := range all {
				want := c.CompareBits(all[i], all[j])
				if got := a.Bits(int32(j)); got != want {
					t.Fatalf("%d against %d: %v bits, want %v", i, j, got, want)
				}
				if got, want := a.Kin(int32(j)), c.CompareKin(all[i], all[j]); got != want {
					t.Fatalf("%d against %d: %v bits of kin, want %v", i, j, got, want)
				}
				if most := a.Most(int32(j)); most < want {
					t.Fatalf("%d against %d: most %v is less than the %v they say", i, j, most, want)
				}
			}
		}
	})
}

func BenchmarkRoll(b *testing.B) {
	c := names.NewComparer(names.Options{})
	var all []*names.Prepared
	for i := range 64 {
		p := c.Prepare(fmt.Sprintf("%s %s %s", []string{"محمد", "Mohammad"}[i%2], []string{"خالد", "حسن", "أحمد", "Omar"}[i/2%4], []string{"الحمصي", "Homsi", "Halabi"}[i%3]))
		all = append(all, &p)
	}
	for name, f := range map[string]func(a *names.Against, j int32) float64{"Most": (*names.Against).Most, "Bits": (*names.Against).Bits, "Kin": (*names.Against).Kin} {
		b.Run(name, func(b *testing.B) {
			a := c.Roll(all).Against()
			for i := range b.N {
				a.Hold(int32(i / 64 % 64))
				f(a, int32(i%64))
			}
		})
	}
}
