package names_test

import (
	"bytes"
	"testing"

	"kashf.org/kashf/names"
)

// lists are invented names as each language's readers write them.
var styleLists = map[names.Style][]string{
	names.EnglishStyle: {"Khaleel Shaheen", "Waleed Jasim Rasheed", "Shareef Ghazwan", "Mushtaq Khaleel", "Juwayriya Wahbi", "Ayoosh Sheikho", "Jaloul Wakeel"},
	names.FrenchStyle:  {"Chafik Djaballah", "Khouloud Chaouch", "Ouarda Bouchareb", "Djamel Cherif", "Rachid Mechri", "Toufik Ouahbi", "Noureddine Hadj"},
	names.TurkishStyle: {"Halit Haccac", "Cevdet Vehbi", "Cemal Halil", "Hatice Cabir", "Velit Casim", "Hayri Vehbi", "Cevat Hurşit"},
	names.GermanStyle:  {"Scharif Chalil", "Jusuf Schahin", "Dschamal Chalid", "Raschid Jasin", "Chadidscha Schaker", "Jahja Scheich", "Aischa Buchari"},
}

func TestInferStyle(t *testing.T) {
	c := names.NewComparer(names.Options{})
	var all []string
	for want, list := range styleLists {
		shares := c.InferStyle(list)
		if got := shares.Likeliest(); got != want {
			t.Errorf("InferStyle(%v).Likeliest() = %v, want %v; shares %.2f", list, got, want, shares)
		}
		all = append(all, list...)
	}
	for name, list := range map[string][]string{"all together": all, "Arabic": {"محمد خالد", "وليد جاسم"}, "none": nil} {
		if got := c.InferStyle(list).Likeliest(); got != names.AnyStyle {
			t.Errorf("%s: InferStyle(%v).Likeliest() = %v, want %v", name, list, got, names.AnyStyle)
		}
	}
}

// TestStyleReads holds what a style is for: letters that say another sound.
func TestStyleReads(t *testing.T) {
	c := names.NewComparer(names.Options{})
	for _, k := range []struct {
		style  names.Style
		latin  string
		arabic string
	}{
		{names.TurkishStyle, "Haccac", "حجاج"},
		{names.TurkishStyle, "Cabir Halit", "جابر خالد"},
		{names.FrenchStyle, "Chouki Ouahbi", "شوقي وهبي"},
		{names.GermanStyle, "Jaschar Chattab", "يشار خطاب"},
	} {
		any, in := c.Prepare(k.latin), c.In(k.style).Prepare(k.latin)
		arabic := c.Prepare(k.arabic)
		if got, than := c.CompareBits(&in, &arabic), c.CompareBits(&any, &arabic); got <= than {
			t.Errorf("%s, %s: %.1f bits in %v style, want more than %.1f", k.latin, k.arabic, got, k.style, than)
		}
	}
}

// TestIndexInStyle: an index of a list in one style is saved and opened in it,
// and finds one text in any.
func TestIndexInStyle(t *testing.T) {
	c := names.NewComparer(names.Options{})
	x := names.NewIndex(c.In(names.TurkishStyle))
	x.Add(names.Entry{ID: 1, Name: "Cabir Haccac"}, names.Entry{ID: 2, Name: "Zeki Vehbi"})
	var b bytes.Buffer
	if err := x.Save(&b); err != nil {
		t.Fatal(err)
	}
	if _, err := names.ReadIndex(bytes.NewReader(b.Bytes()), c); err == nil {
		t.Error("an index in one style was opened in another")
	}
	y, err := names.ReadIndex(bytes.NewReader(b.Bytes()), names.NewComparer(names.Options{Style: names.TurkishStyle}))
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range []*names.Index{x, y} {
		for _, q := range []names.Query{{Name: "جابر حجاج"}, {Name: "Cabir Haccac"}, {Name: "Cabir Haccac", Style: names.FrenchStyle}, {Name: "Jaber Hajjaj", Style: names.EnglishStyle}} {
			if hits := x.Search(q); len(hits) == 0 || hits[0].ID != 1 {
				t.Errorf("Search(%+v) = %v, want person 1 first", q, hits)
			}
		}
	}
}
