package intake_test

import (
	"context"
	"fmt"
	"strings"

	"kashf.org/kashf/internal/intake"
)

// A list is sniffed, its mapping drafted, and its rows read one after another.
func ExampleRows() {
	list := "الاسم الكامل;اسم الأم;مواليد;مكان الاحتجاز\n" +
		"سامر خليل الحلاق;فاطمة;١٩٨٥;سجن صيدنايا العسكري\n" +
		"ليلى ناصر الديري;مجهولة;آخر الشتاء;\n"
	s, err := intake.Sniff(strings.NewReader(list))
	if err != nil {
		fmt.Println(err)
		return
	}
	m := intake.Draft(s, intake.Standard())
	fmt.Println("sure:", m.Sure)
	for row, err := range intake.Rows(context.Background(), strings.NewReader(list), s, m, intake.Options{}) {
		if err != nil {
			fmt.Println(err)
			return
		}
		for _, c := range row.Claims {
			fmt.Printf("%d %s %q %q %d\n", row.Number, c.Field, c.Value, c.Norm, c.Absence)
		}
		for _, i := range row.Issues {
			fmt.Printf("%d column %d: %s %q\n", i.Row, i.Column, i.Reason, i.Excerpt)
		}
	}
	// Output:
	// sure: true
	// 1 full_name "سامر خليل الحلاق" "" 0
	// 1 mother_name "فاطمة" "" 0
	// 1 birth_date "١٩٨٥" "1985" 0
	// 1 facility "سجن صيدنايا العسكري" "SED" 0
	// 2 full_name "ليلى ناصر الديري" "" 0
	// 2 mother_name "" "" 2
	// 2 birth_date "آخر الشتاء" "" 0
	// 2 column 3: date "آخر الشتاء"
}
