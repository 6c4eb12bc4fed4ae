package names_test

import (
	"testing"

	"kashf.org/kashf/names"
)

// Words that nobody is called find nobody, though a rare letter of theirs may
// be likelier as a spelling of a rare name than as chance. Names in few letters
// do.
func TestNoNameFindsNobody(t *testing.T) {
	x := names.NewIndex(names.NewComparer(names.Options{}))
	for i, s := range []string{
		"عزز فاضل الزرير", "عزت قراقيش", "Ezzat Qarqash", "فجر الفراتي", "Fajr Furati", "وفاء الخجا", "تقي قرق", "عز الدين زقزوق", "محمد مصطفى عدي", "Hassan Ezz",
		"حفصة عر", "ايكسي زنوبيا",
	} {
		x.Add(names.Entry{ID: int64(i), Name: s, Mother: "عزيزة"})
	}
	for _, q := range []string{"zzzqq", "zzzqq wwxxq", "qqq", "qxqx", "wwwww", "hgfdsa", "fghjk", "xyzzy", "ggggg", "Qwrtz Zxcvb", "زقصضث", "ضضضض"} {
		for _, prefix := range []bool{false, true} {
			for _, h := range x.Search(names.Query{Name: q, Prefix: prefix}) {
				t.Errorf("Search(%q, prefix %v) finds %q:\n%v", q, prefix, h.Name, h.Names)
			}
		}
	}
	for q, want := range map[string]int64{"Mhd Mstfa Adi": 8, "Ezz": 9, "Wafa": 5, "Taqi Qrq": 6, "zakzouk": 7, "3zz Fadel": 0} {
		if hits := x.Search(names.Query{Name: q}); len(hits) == 0 || hits[0].ID != want {
			t.Errorf("Search(%q) finds %v, want %d first", q, ids(hits), want)
		}
	}
}
