package demo

import (
	"bytes"
	"fmt"
	"html"

	"kashf.org/kashf/internal/register"
)

// An Attachment is a file fastened to a source, a place or a person's row.
// Exactly one of List, Facility and Row.List says to what.
type Attachment struct {
	FileName  string
	MediaType string
	TitleAr   string
	TitleEn   string
	List      string              // key of a list
	Facility  register.FacilityID // place
	Row       Ref                 // row of the person it belongs to
	Body      []byte
}

// Attachments are a handful of made-up papers. Names in them are those of the
// world.
func (w *World) Attachments() []Attachment {
	out := []Attachment{
		{
			FileName: "cover-letter.txt", MediaType: "text/plain; charset=utf-8", List: "families",
			TitleAr: "كتاب تسليم القائمة", TitleEn: "Letter that came with the list",
			Body: []byte("إلى مركز السجل،\n\nنسلمكم نسخة من سجل الرابطة كما أدخله المتطوعون بين 2012 و2020.\n" +
				"الأسماء كما روتها العائلات. ما لم نعرفه تركناه فارغاً أو كتبنا: لا نعلم.\n\nرابطة أهالي الدرب\n"),
		},
		{
			FileName: "page-014.svg", MediaType: "image/svg+xml", List: "transfers",
			TitleAr: "صورة صفحة من السجل", TitleEn: "Picture of one page of the register", Body: w.registerPage(),
		},
		{
			FileName: "gate-sketch.svg", MediaType: "image/svg+xml", Facility: OpenedPrison,
			TitleAr: "رسم موضع التسجيل عند البوابة", TitleEn: "Sketch of where names were taken at the gate", Body: gateSketch(),
		},
		{
			FileName: "visit-note.txt", MediaType: "text/plain; charset=utf-8", Facility: RegisterBranch,
			TitleAr: "مذكرة زيارة الموقع", TitleEn: "Note of a visit to the site",
			Body: []byte("زيارة يوم 17 كانون الأول 2024. الأوراق مبعثرة في الطابق الأرضي، صُوّرت في مكانها ثم جُمعت في ثلاثة صناديق.\n" +
				"لم يُنقل أي سجل دون رقم وتوقيع.\n"),
		},
	}
	if j := w.Judgements(1); len(j) > 0 {
		out = append(out, w.testimony(j[0].Left))
	}
	return out
}

// testimony is what a relative told about the person of a row.
func (w *World) testimony(at Ref) Attachment {
	var text bytes.Buffer
	for m := range w.Truth() {
		if m.Ref != at || m.Person > len(w.Persons) {
			continue
		}
		p := w.Person(m.Person)
		fmt.Fprintf(&text, "رواية قريب\n\nاعتُقل %s من %s في سنة %d. ", p.Given, p.Arrest.Town.Arabic, p.Arrest.Day.Year())
		fmt.Fprintf(&text, "سمعنا بعد أشهر أنه في %s ولم يُسمح لنا بزيارة.\n", siteOf(p.Stays[0].Facility).heard)
	}
	return Attachment{
		FileName: "account.txt", MediaType: "text/plain; charset=utf-8", Row: at,
		TitleAr: "رواية قريب", TitleEn: "A relative's account", Body: text.Bytes(),
	}
}

// registerPage draws the first rows of the transfer register as a ruled page.
func (w *World) registerPage() []byte {
	var b bytes.Buffer
	b.WriteString(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 420" direction="rtl" font-family="serif" font-size="15">` + "\n")
	b.WriteString(`<rect width="640" height="420" fill="#f6f0e1"/>` + "\n")
	for _, l := range w.Lists() {
		if l.Key != "transfers" {
			continue
		}
		for n := 1; n <= min(12, l.Len()); n++ {
			cells := l.Row(n)
			y := 20 + n*32
			fmt.Fprintf(&b, `<path d="M20 %d H620" stroke="#b9a98a"/>`+"\n", y+8)
			fmt.Fprintf(&b, `<text x="610" y="%d" fill="#33302a">%s · %s · %s · %s</text>`+"\n", y,
				html.EscapeString(cells[0]), html.EscapeString(cells[1]), html.EscapeString(cells[5]), html.EscapeString(cells[8]))
		}
	}
	b.WriteString("</svg>\n")
	return b.Bytes()
}

// gateSketch draws a table beside a gate: where the names were taken, nothing
// of the inside of the place.
func gateSketch() []byte {
	return []byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 240" font-family="sans-serif" font-size="14">
<rect width="400" height="240" fill="#fff"/>
<path d="M20 60 H170 M230 60 H380" stroke="#333" stroke-width="4"/>
<rect x="250" y="110" width="80" height="34" fill="#eee" stroke="#333"/>
<text x="290" y="132" text-anchor="middle">التسجيل</text>
<path d="M200 40 V200" stroke="#0a6" stroke-dasharray="6 5"/>
<text x="200" y="220" text-anchor="middle">الخروج</text>
</svg>
`)
}
