package names_test

import (
	"bytes"
	"testing"

	"kashf.org/kashf/names"
)

// A comparer that was kept weighs names as it did before.
func TestSaveComparer(t *testing.T) {
	list := []string{"نجوان قطريب", "Nejwan Qatrib", "محمد الحسين", "Mohamad Alhussein", "نجوان الزرزور", "Najwan Zarzour"}
	c := names.NewComparer(names.Options{Lexicon: names.DefaultLexicon().With(list...)})
	var f names.Frequencies
	for _, n := range list {
		p := c.Prepare(n)
		f.Add(c, &p, 1)
	}
	c = c.WithFrequencies(&f)
	var b bytes.Buffer
	if err := c.Save(&b); err != nil {
		t.Fatal(err)
	}
	d, err := names.LoadComparer(&b, names.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range list {
		for _, y := range list {
			if got, want := d.CompareStrings(x, y).Bits, c.CompareStrings(x, y).Bits; got != want {
				t.Errorf("CompareStrings(%q, %q) = %v once loaded, %v before", x, y, got, want)
			}
		}
	}
	if _, err := names.LoadComparer(bytes.NewReader([]byte("no")), names.Options{}); err == nil {
		t.Error("LoadComparer of something else: no error")
	}
}
