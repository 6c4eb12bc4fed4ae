package main

import (
	"os"

	"github.com/rogpeppe/go-internal/testscript"

	"kashf.org/kashf/internal/intake/sheet"
)

// workbookCommand writes a workbook of two sheets of people and one of words:
// workbook FILE.
func workbookCommand(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: workbook FILE")
	}
	f, err := os.Create(ts.MkAbs(args[0]))
	ts.Check(err)
	w := sheet.NewWriter(f, true)
	w.Sheet("2012", nil)
	w.Row("قائمة الموقوفين")
	w.Merge(0, 3)
	w.Row("الاسم الكامل", "تاريخ الاعتقال", "ملاحظات")
	w.Row("سامر خليل الحلاق", "2012-05-19")
	w.Row("ليلى ناصر الديري", "أيار 2012", "نقلت في 2013")
	w.Row("المجموع", "2")
	w.Sheet("2013", nil)
	w.Row("الاسم الكامل", "تاريخ الاعتقال")
	w.Row("رامي فادي النجار", "2013")
	w.Sheet("قيم", nil)
	w.Row("ذكر")
	w.Row("أنثى")
	ts.Check(w.Close())
	ts.Check(f.Close())
}
