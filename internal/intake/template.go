package intake

import (
	"bufio"
	"io"
	"strings"

	"kashf.org/kashf/internal/intake/sheet"
	"kashf.org/kashf/internal/register"
)

// A templateColumn is one column of an empty list.
type templateColumn struct {
	field  register.Field
	ar, en string
	width  int // in characters
}

// templateColumns are the columns of an empty list, with names by which they
// are surely known again.
var templateColumns = []templateColumn{
	{register.ListNo, "الرقم", "No", 8},
	{register.FullName, "الاسم الكامل", "Full name", 30},
	{register.FatherName, "اسم الأب", "Father's name", 16},
	{register.MotherName, "اسم الأم", "Mother's name", 20},
	{register.Kunya, "أبو", "Kunya", 14},
	{register.Sex, "الجنس", "Sex", 8},
	{register.BirthDate, "تاريخ الميلاد", "Date of birth", 14},
	{register.Governorate, "المحافظة", "Governorate", 14},
	{register.Place, "البلدة", "Town", 18},
	{register.RegistryPlace, "محل ورقم القيد", "Civil registry", 18},
	{register.NationalNo, "الرقم الوطني", "National number", 16},
	{register.ArrestDate, "تاريخ الاعتقال", "Date of arrest", 14},
	{register.ArrestPlace, "مكان الاعتقال", "Place of arrest", 20},
	{register.ArrestedBy, "الجهة المعتقلة", "Arrested by", 20},
	{register.Facility, "مكان الاحتجاز", "Place of detention", 22},
	{register.Cell, "المهجع", "Cell", 12},
	{register.DetaineeNo, "رقم المعتقل", "Detainee number", 14},
	{register.CustodyFrom, "تاريخ الدخول", "Date of admission", 14},
	{register.CustodyTo, "تاريخ الخروج", "Exit date", 14},
	{register.LastSeenDate, "تاريخ آخر مشاهدة", "Date last seen", 16},
	{register.Status, "وضع المعتقل", "Current status", 16},
	{register.ReleaseDate, "تاريخ الإفراج", "Date of release", 14},
	{register.Phone, "رقم الهاتف", "Phone", 16},
	{register.Note, "ملاحظات", "Notes", 40},
}

// gateColumns are the columns of a sheet that is filled by hand at a gate.
var gateColumns = []register.Field{
	register.ListNo, register.FullName, register.MotherName, register.BirthDate, register.Governorate, register.Place, register.Facility, register.Cell,
	register.ArrestDate, register.CustodyTo, register.Phone, register.Note,
}

// TemplateHeaders names the columns of an empty list in a language.
func TemplateHeaders(lang string) []string {
	var out []string
	for _, c := range templateColumns {
		out = append(out, c.in(lang))
	}
	return out
}

// GateHeaders names the columns of a gate sheet: those of an empty list that
// can be asked for while people walk out, so that what was written by hand is
// known when it is typed.
func GateHeaders(lang string) []string {
	var out []string
	for _, f := range gateColumns {
		for _, c := range templateColumns {
			if c.field == f {
				out = append(out, c.in(lang))
			}
		}
	}
	return out
}

func (c templateColumn) in(lang string) string {
	if lang == "ar" {
		return c.ar
	}
	return c.en
}

// WriteTemplate writes an empty list as a workbook: its columns, all of them
// text, so that a program changes nothing that is typed, and on a second sheet
// how it is filled in. names are what the two sheets are called.
func WriteTemplate(w io.Writer, lang string, names [2]string, guide []string) error {
	out := sheet.NewWriter(w, lang == "ar")
	var widths []int
	for _, c := range templateColumns {
		widths = append(widths, c.width)
	}
	out.Sheet(names[0], widths)
	out.Head(TemplateHeaders(lang)...)
	out.Sheet(names[1], []int{100})
	for _, line := range guide {
		out.Row(line)
	}
	return out.Close()
}

// WriteTemplateText writes an empty list as a CSV file that spreadsheets open.
func WriteTemplateText(w io.Writer, lang string) error {
	b := bufio.NewWriter(w)
	b.WriteString(bomOf(UTF8))
	var cells []string
	for _, h := range TemplateHeaders(lang) {
		cells = append(cells, quoted(h, ","))
	}
	b.WriteString(strings.Join(cells, ",") + "\r\n")
	return b.Flush()
}
