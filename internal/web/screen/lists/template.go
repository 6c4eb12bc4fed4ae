package lists

import (
	"fmt"
	"net/http"
	"strings"

	"kashf.org/kashf/internal/intake"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/web"
	"kashf.org/kashf/internal/web/part"
)

// guideLines is how many lines of the guide go with a template.
const guideLines = 6

// template gives an empty list to fill in, as a workbook or as CSV, in the
// language of the page.
func (s *Screen) template(w http.ResponseWriter, r *http.Request) error {
	p, file := web.PrinterOf(r.Context()), r.PathValue("file")
	kinds := map[string]string{
		"list.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
		"list.csv":  "text/csv; charset=utf-8",
	}
	kind, ok := kinds[file]
	if !ok {
		return fmt.Errorf("template %q: %w", file, register.ErrNotFound)
	}
	h := w.Header()
	h.Set("Content-Type", kind)
	h.Set("Content-Disposition", `attachment; filename="`+file+`"`)
	if file == "list.csv" {
		return intake.WriteTemplateText(w, p.Lang())
	}
	var guide []string
	for i := range guideLines {
		guide = append(guide, p.T(fmt.Sprintf("lists.template.guide.%d", i+1)))
	}
	return intake.WriteTemplate(w, p.Lang(), [2]string{p.T("lists.template.sheet"), p.T("lists.template.guide")}, guide)
}

// gateRows is how many rows fit on a printed page, with room to write.
const gateRows = 14

// A GateView is a sheet to print, for a gate where there is no machine.
type GateView struct {
	Headers []string
	Rows    int
}

// gateSheet shows the sheet.
func (s *Screen) gateSheet(w http.ResponseWriter, r *http.Request) error {
	p := web.PrinterOf(r.Context())
	f := s.Web.Frame(r, p.T("lists.gate.title"))
	f.Crumbs = []part.Crumb{{Label: p.T("lists.title"), Href: "/lists"}, {Label: p.T("lists.gate.title")}}
	return s.Web.Page(w, r, f, GatePage(p, GateView{Headers: intake.GateHeaders(p.Lang()), Rows: gateRows}))
}

// wideHeader reports whether a column of the gate sheet needs room.
func wideHeader(h string) bool {
	return strings.Contains(h, "الاسم") || strings.Contains(h, "ame") || h == "ملاحظات" || h == "Notes"
}
