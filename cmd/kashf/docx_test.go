package main

import (
	"archive/zip"
	"encoding/xml"
	"errors"
	"io"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"
	"testing"

	"kashf.org/kashf/internal/consent"
)

// orders are the sequences in which the schema of WordprocessingML (ECMA-376-1,
// wml.xsd) wants the children of an element that the form uses.
var orders = map[string][]string{
	"pPr":        {"pStyle", "keepNext", "keepLines", "pageBreakBefore", "numPr", "bidi", "spacing", "ind", "jc", "outlineLvl", "rPr"},
	"rPr":        {"rStyle", "rFonts", "b", "bCs", "i", "iCs", "color", "sz", "szCs", "u", "vertAlign", "rtl", "cs", "lang"},
	"tblPr":      {"tblStyle", "bidiVisual", "tblW", "jc", "tblInd", "tblBorders", "tblLayout"},
	"tblBorders": {"top", "left", "start", "bottom", "right", "end", "insideH", "insideV"},
	"tbl":        {"tblPr", "tblGrid", "tr"},
	"tr":         {"trPr", "tc"},
	"sectPr":     {"headerReference", "footerReference", "pgSz", "pgMar", "pgNumType", "bidi"},
	"style":      {"name", "basedOn", "next", "qFormat", "pPr", "rPr"},
	"styles":     {"docDefaults", "latentStyles", "style"},
	"inline":     {"extent", "effectExtent", "docPr", "cNvGraphicFramePr", "graphic"},
	"pic":        {"nvPicPr", "blipFill", "spPr"},
}

// A package is a DOCX by its parts.
type wordPackage map[string]string

func openPackage(t *testing.T, body string) wordPackage {
	t.Helper()
	z, err := zip.NewReader(strings.NewReader(body), int64(len(body)))
	if err != nil {
		t.Fatal(err)
	}
	parts := wordPackage{}
	for i, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(r)
		r.Close()
		if err != nil {
			t.Fatal(err)
		}
		if i == 0 && f.Name != "[Content_Types].xml" {
			t.Errorf("the first part is %s", f.Name)
		}
		if _, twice := parts[f.Name]; twice {
			t.Errorf("%s is there twice", f.Name)
		}
		parts[f.Name] = string(b)
	}
	return parts
}

// sound checks a package by the rules of ECMA-376-2: each part has a type, each
// relationship leads to a part that is there, each part is led to, each id that
// is used is one of a relationship; and the order of elements by ECMA-376-1.
func (p wordPackage) sound(t *testing.T) {
	t.Helper()
	var types struct {
		Default  []struct{ Extension, ContentType string } `xml:"Default"`
		Override []struct {
			PartName    string `xml:",attr"`
			ContentType string `xml:",attr"`
		}
	}
	must := func(name string, v any) {
		t.Helper()
		if err := xml.Unmarshal([]byte(p[name]), v); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
	}
	must("[Content_Types].xml", &types)
	led := map[string]bool{}
	for name := range p {
		if name == "[Content_Types].xml" {
			continue
		}
		typed := strings.Contains(p["[Content_Types].xml"], `PartName="/`+name+`"`) || strings.Contains(p["[Content_Types].xml"], `Default Extension="`+strings.TrimPrefix(path.Ext(name), ".")+`"`)
		if !typed {
			t.Errorf("%s has no content type", name)
		}
		if dir, file := path.Split(name); strings.HasSuffix(dir, "_rels/") {
			var rels struct {
				Relationship []struct {
					Id     string `xml:",attr"`
					Type   string `xml:",attr"`
					Target string `xml:",attr"`
				}
			}
			must(name, &rels)
			from := path.Dir(path.Clean(dir))
			source := path.Join(from, strings.TrimSuffix(file, ".rels"))
			for _, r := range rels.Relationship {
				to := path.Join(from, r.Target)
				if _, ok := p[to]; !ok {
					t.Errorf("%s: %s leads to %s, which is not there", name, r.Id, to)
				}
				led[to] = true
			}
			for _, id := range idsIn(p[source]) {
				if !strings.Contains(p[name], `Id="`+id+`"`) {
					t.Errorf("%s uses %s, which is no relationship", source, id)
				}
			}
		}
	}
	for name := range p {
		if !led[name] && !strings.Contains(name, "_rels/") && name != "[Content_Types].xml" {
			t.Errorf("nothing leads to %s", name)
		}
		if strings.HasSuffix(name, ".xml") {
			inOrder(t, name, p[name])
		}
	}
	for _, o := range types.Override {
		if _, ok := p[strings.TrimPrefix(o.PartName, "/")]; !ok {
			t.Errorf("%s has a type and is not there", o.PartName)
		}
	}
}

// idsIn are the relationships that a part uses.
func idsIn(text string) (out []string) {
	for _, mark := range []string{`r:id="`, `r:embed="`} {
		for rest := text; ; {
			_, after, ok := strings.Cut(rest, mark)
			if !ok {
				break
			}
			id, more, _ := strings.Cut(after, `"`)
			out, rest = append(out, id), more
		}
	}
	return out
}

// inOrder checks the children of every element of a part.
func inOrder(t *testing.T, name, text string) {
	t.Helper()
	type level struct {
		name string
		last int
		kids []string
	}
	var stack []level
	for d := xml.NewDecoder(strings.NewReader(text)); ; {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		switch e := tok.(type) {
		case xml.StartElement:
			if n := len(stack); n > 0 {
				up := &stack[n-1]
				up.kids = append(up.kids, e.Name.Local)
				if order, ok := orders[up.name]; ok {
					at := slices.Index(order, e.Name.Local)
					if at < 0 || at < up.last {
						t.Errorf("%s: %s within %s stands where the schema has none", name, e.Name.Local, up.name)
					}
					up.last = max(up.last, at)
				}
			}
			stack = append(stack, level{name: e.Name.Local})
		case xml.EndElement:
			x := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			switch {
			case x.name == "tc" && (len(x.kids) == 0 || x.kids[len(x.kids)-1] != "p"):
				t.Errorf("%s: a cell does not end with a paragraph", name)
			case x.name == "tbl" && !slices.Contains(x.kids, "tr"):
				t.Errorf("%s: a table without rows", name)
			case x.name == "body" && x.kids[len(x.kids)-1] != "sectPr":
				t.Errorf("%s: the body does not end with its section", name)
			}
		}
	}
}

// The form is a sound document with and without a photograph, in both languages.
func TestFormIsASoundDocument(t *testing.T) {
	s := serveWorld(t)
	b, at := s.reader("cases"), "/people/"+s.fileNo(s.first)+"/wgeid"
	s.consent(s.first, "")
	for _, photographed := range []bool{false, true} {
		if photographed {
			form := url.Values{"use": {consent.Form}, "giver": {"mother"}, "way": {"told"}, "on": {"2025"}, "read": readIn(t, b.get("/photos/"+s.photo).body)}
			if a := b.post("/photos/"+s.photo+"/consents", form); a.status != http.StatusSeeOther {
				t.Fatalf("agreeing to the form = %d", a.status)
			}
		}
		for _, name := range []string{"form-ar.docx", "form-en.docx"} {
			a := b.get(at + "/document/" + name)
			if a.status != http.StatusOK {
				t.Fatalf("%s = %d", name, a.status)
			}
			p := openPackage(t, a.body)
			if _, ok := p["word/media/photo.jpg"]; ok != photographed {
				t.Errorf("%s: a photograph %v, want %v", name, ok, photographed)
			}
			p.sound(t)
		}
	}
}
