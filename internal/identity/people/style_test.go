package people_test

import (
	"context"
	"testing"

	"kashf.org/kashf/internal/identity/people"
	"kashf.org/kashf/linkage"
	"kashf.org/kashf/linkage/spec"
)

// bound is a spec whose one column is a name, with some words more.
func bound(t *testing.T, more string) linkage.Spec {
	t.Helper()
	f, err := spec.Parse("s.yaml", []byte("id: id\ncolumns: {name: name}\n"+more), people.Kinds()...)
	if err != nil {
		t.Fatal(err)
	}
	s, err := f.Bind([]string{"id", "name"})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// weigh is what a Turkish spelling on one list and an Arabic one on another
// weigh. Others of the list show how it writes.
func weigh(t *testing.T, more string) float64 {
	t.Helper()
	s := bound(t, more)
	in := []linkage.Record{
		{ID: "1", List: "camp", Cells: []string{"1", "Haccac Şahin"}}, {ID: "2", List: "families", Cells: []string{"2", "حجاج شاهين"}},
	}
	for i, name := range []string{"Yusuf Çelebi", "Ayşe Şeyh", "Mehmet Cemil", "Hatice Cuma", "Şükrü Yıldız", "Cevat Hacı", "Recep Şaban", "Hüseyin Çavuş"} {
		in = append(in, linkage.Record{ID: string(rune('a' + i)), List: "camp", Cells: []string{"x", name}})
	}
	d, err := linkage.Prepare(context.Background(), s, []string{"id", "name"}, in, 1)
	if err != nil {
		t.Fatal(err)
	}
	l, err := linkage.Link(context.Background(), s, d, linkage.Options{})
	if err != nil {
		t.Fatal(err)
	}
	x, err := l.Model.Explain("1", "2")
	if err != nil {
		t.Fatal(err)
	}
	return x.Fields[0].Bits.Bits()
}

// A list that is said, or found, to write as Turkish does is read so.
func TestListsAreReadInTheirStyle(t *testing.T) {
	unsaid, turkish, french := weigh(t, ""), weigh(t, "styles: {camp: turkish}"), weigh(t, "styles: {camp: french}")
	if turkish <= french {
		t.Errorf("in Turkish style %.1f bits, in French %.1f: want more", turkish, french)
	}
	if found := weigh(t, "styles: {camp: inferred}"); found != turkish {
		t.Errorf("inferred %.1f bits, want those of Turkish, %.1f (unsaid %.1f)", found, turkish, unsaid)
	}
	if other := weigh(t, "styles: {elsewhere: french}"); other != unsaid {
		t.Errorf("a style of another list changes %.1f to %.1f", unsaid, other)
	}
}

// What was inferred is kept with the model.
func TestStylesAreKept(t *testing.T) {
	s := bound(t, "styles: {camp: inferred}")
	k := s.Fields[0].Compare.(linkage.Surveyor).Survey([]string{
		s.Fields[0].Compare.(linkage.ListReader).ByList("camp", "Haccac Şahin"), s.Fields[0].Compare.(linkage.ListReader).ByList("camp", "Cuma Çelebi"),
		s.Fields[0].Compare.(linkage.ListReader).ByList("camp", "Şükrü Hacı"),
	}).(linkage.Keeper)
	kept, err := k.Keep()
	if err != nil {
		t.Fatal(err)
	}
	again, err := s.Fields[0].Compare.(linkage.Keeper).Restore(kept)
	if err != nil {
		t.Fatal(err)
	}
	raw := s.Fields[0].Compare.(linkage.ListReader).ByList("camp", "Haccac Cuma")
	a, b := k.Prepare(raw), again.Prepare(raw)
	arabic := again.Prepare("حجاج جمعة")
	one, _ := k.(linkage.Weigher).Weigh(a, k.Prepare("حجاج جمعة"))
	two, _ := again.(linkage.Weigher).Weigh(b, arabic)
	if one != two {
		t.Errorf("%.2f bits before, %.2f after", one, two)
	}
}
