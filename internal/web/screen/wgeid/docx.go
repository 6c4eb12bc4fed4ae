package wgeid

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"strings"
)

// DOCX is the form as a document of Office Open XML (ECMA-376): A4, one table a
// section, numbered notes for the sources, and the page's number with that of
// all on each. It carries no author, no time and no machine.
func (d Doc) DOCX() ([]byte, error) {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	files := []struct{ name, text string }{
		{"[Content_Types].xml", contentTypes},
		{"_rels/.rels", packageRels},
		{"word/_rels/document.xml.rels", d.rels()},
		{"word/styles.xml", d.styles()},
		{"word/footer1.xml", d.footer()},
		{"word/document.xml", d.body()},
	}
	if d.Photo != nil {
		files = append(files, struct{ name, text string }{"word/media/photo.jpg", string(d.Photo.JPEG)})
	}
	for _, f := range files {
		w, err := z.Create(f.name)
		if err != nil {
			return nil, fmt.Errorf("write a document: %w", err)
		}
		if _, err := w.Write([]byte(f.text)); err != nil {
			return nil, fmt.Errorf("write a document: %w", err)
		}
	}
	err := z.Close()
	return out.Bytes(), err
}

const (
	xmlHead      = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	wordSpaces   = ` xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"`
	contentTypes = xmlHead + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Default Extension="jpg" ContentType="image/jpeg"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/><Override PartName="/word/footer1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/></Types>`
	relsHead     = xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`
	relType      = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
	packageRels  = relsHead + `<Relationship Id="rId1" Type="` + relType + `officeDocument" Target="word/document.xml"/></Relationships>`
)

// rels are the parts that the document is made of; a photograph only where there
// is one: a relationship to a part that is not there makes a package invalid
// (ECMA-376-2, 9.3).
func (d Doc) rels() string {
	photo := ""
	if d.Photo != nil {
		photo = `<Relationship Id="rId3" Type="` + relType + `image" Target="media/photo.jpg"/>`
	}
	return relsHead + `<Relationship Id="rId1" Type="` + relType + `styles" Target="styles.xml"/><Relationship Id="rId2" Type="` + relType + `footer" Target="footer1.xml"/>` + photo + `</Relationships>`
}

// bidi marks a paragraph or a table of a document that runs from the right.
func (d Doc) bidi(mark string) string {
	if d.RTL {
		return mark
	}
	return ""
}

func (d Doc) styles() string {
	return xmlHead + `<w:styles` + wordSpaces + `><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial"/><w:sz w:val="21"/><w:szCs w:val="22"/><w:lang w:val="en" w:bidi="ar"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="60"/></w:pPr></w:pPrDefault></w:docDefaults>` +
		`<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>` +
		`<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/><w:bCs/><w:sz w:val="30"/><w:szCs w:val="32"/></w:rPr></w:style>` +
		`<w:style w:type="paragraph" w:styleId="Heading2"><w:name w:val="heading 2"/><w:basedOn w:val="Normal"/><w:pPr><w:keepNext/><w:spacing w:before="240" w:after="80"/><w:outlineLvl w:val="1"/></w:pPr><w:rPr><w:b/><w:bCs/><w:sz w:val="24"/><w:szCs w:val="26"/></w:rPr></w:style></w:styles>`
}

// paragraph is one of some style, its text in runs.
func (d Doc) paragraph(style, runs string) string {
	props := ""
	if style != "" {
		props = `<w:pStyle w:val="` + style + `"/>`
	}
	return `<w:p><w:pPr>` + props + d.bidi(`<w:bidi/>`) + `</w:pPr>` + runs + `</w:p>`
}

// run is text; names and numbers keep their own direction inside it, since each
// is fenced by marks.
func (d Doc) run(text, props string) string {
	return `<w:r><w:rPr>` + props + d.bidi(`<w:rtl/>`) + `</w:rPr><w:t xml:space="preserve">` + escaped(text) + `</w:t></w:r>`
}

func escaped(text string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(text)) // a strings.Builder refuses nothing
	return b.String()
}

// refs are the numbers of sources, raised.
func (d Doc) refs(notes []int) string {
	if len(notes) == 0 {
		return ""
	}
	return d.run(" "+refText(notes), `<w:vertAlign w:val="superscript"/>`)
}

// refText is the numbers of sources as they stand behind a statement: "[1, 3]".
func refText(notes []int) string {
	return strings.ReplaceAll(fmt.Sprint(notes), " ", ", ")
}

const bold = `<w:b/><w:bCs/>`

func (d Doc) body() string {
	var b strings.Builder
	b.WriteString(xmlHead + `<w:document` + wordSpaces + `><w:body>`)
	b.WriteString(d.paragraph("Heading1", d.run(d.Title, "")))
	b.WriteString(d.paragraph("", d.run(d.Made, "")))
	for _, warn := range []string{d.Urgent, d.Gaps} {
		if warn != "" {
			b.WriteString(d.paragraph("", d.run(warn, bold)))
		}
	}
	if d.Photo != nil {
		b.WriteString(d.paragraph("", d.picture()))
	}
	for _, s := range d.Sections {
		b.WriteString(d.paragraph("Heading2", d.run(s.Title, "")))
		if len(s.Rows) > 0 { // a table without rows is none to Word
			b.WriteString(d.table(s))
		}
	}
	b.WriteString(d.paragraph("Heading2", d.run(d.NotesTitle, "")))
	for i, n := range d.Notes {
		b.WriteString(d.paragraph("", d.run(fmt.Sprintf("[%d] ", i+1), "")+d.run(n, "")))
	}
	b.WriteString(`<w:sectPr><w:footerReference w:type="default" r:id="rId2"/><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1021" w:bottom="1134" w:left="1021" w:header="567" w:footer="567" w:gutter="0"/>` + d.bidi(`<w:bidi/>`) + `</w:sectPr></w:body></w:document>`)
	return b.String()
}

func (d Doc) table(s Section) string {
	var b strings.Builder
	b.WriteString(`<w:tbl><w:tblPr>` + d.bidi(`<w:bidiVisual/>`) + `<w:tblW w:w="5000" w:type="pct"/><w:tblBorders>`)
	for _, side := range []string{"top", "bottom", "insideH"} {
		b.WriteString(`<w:` + side + ` w:val="single" w:sz="4" w:space="0" w:color="AAAAAA"/>`)
	}
	b.WriteString(`</w:tblBorders></w:tblPr><w:tblGrid><w:gridCol w:w="3000"/><w:gridCol w:w="6800"/></w:tblGrid>`)
	for _, r := range s.Rows {
		value := d.paragraph("", d.run(r.Value, "")+d.refs(r.Notes))
		for _, o := range r.Others {
			value += d.paragraph("", d.run("— "+o.Value, "")+d.refs(o.Notes))
		}
		b.WriteString(`<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc><w:tcPr><w:tcW w:w="3000" w:type="dxa"/></w:tcPr>` + d.paragraph("", d.run(r.Label, bold)) +
			`</w:tc><w:tc><w:tcPr><w:tcW w:w="6800" w:type="dxa"/></w:tcPr>` + value + `</w:tc></w:tr>`)
	}
	b.WriteString(`</w:tbl>`)
	return b.String()
}

// picture is the photograph at most four centimetres wide and five high.
func (d Doc) picture() string {
	const cm = 360_000
	w, h := 4*cm, 4*cm*d.Photo.Height/max(1, d.Photo.Width)
	if h > 5*cm {
		w, h = 5*cm*d.Photo.Width/max(1, d.Photo.Height), 5*cm
	}
	size := fmt.Sprintf(`cx="%d" cy="%d"`, max(1, w), max(1, h))
	alt := escaped(d.Photo.Alt)
	return `<w:r><w:drawing><wp:inline><wp:extent ` + size + `/><wp:docPr id="1" name="photo" descr="` + alt + `"/><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="1" name="photo" descr="` + alt + `"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="rId3"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext ` + size + `/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>`
}

// footer is the file's number and "page x of y".
func (d Doc) footer() string {
	field := func(name string) string {
		return `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> ` + name + ` </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>`
	}
	words := strings.SplitN(d.PageWord, "|", 3) // before, between and after the two numbers
	for len(words) < 3 {
		words = append(words, " ")
	}
	return xmlHead + `<w:ftr` + wordSpaces + `>` + d.paragraph("", d.run(d.FileNo+" · "+words[0], "")+field("PAGE")+d.run(words[1], "")+field("NUMPAGES")+d.run(words[2], "")) + `</w:ftr>`
}
