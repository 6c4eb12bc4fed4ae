package review

import (
	"fmt"
	"net/http"
	"strings"

	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/review"
	"kashf.org/kashf/internal/web/part"
	"kashf.org/kashf/internal/web/screen/certificate"
)

func certifyFields(q *sheet) []Field {
	name := q.line("bearer")
	name.Required, name.Private = true, true
	return []Field{q.say(q.p.T("review.certificate.about")), name, q.tick("checkable")}
}

func certifyBody(q *sheet) review.Body {
	return &review.CertifiedBody{ID: q.NewID(), Name: q.get("bearer"), Open: q.on("checkable")}
}

func withdrawFields(q *sheet) []Field {
	return []Field{q.say(q.p.T("review.certificate.withdraw")), yesNo(q, "holder_told"), q.area("why")}
}

func withdrawBody(q *sheet) review.Body {
	return &review.PaperWithdrawnBody{ID: q.of(), Told: q.get("holder_told") == "y", Why: q.get("why")}
}

// showPaperFields offer the other of the two ways a check can stand.
func showPaperFields(q *sheet) []Field {
	open := "y"
	for _, x := range q.x.Certificates {
		if x.ID == q.of() && x.Open {
			open = "n"
		}
	}
	return []Field{q.say(q.p.T("review.certificate.shown." + open)), q.hide("open", open)}
}

func showPaperBody(q *sheet) review.Body {
	return &review.PaperShownBody{ID: q.of(), Open: q.get("open") == "y"}
}

// certificates are the papers that were issued, each with what can be done.
func (c page) certificates() Section {
	if len(c.x.Certificates) == 0 {
		return Section{}
	}
	s := Section{ID: "certificates", Title: c.p.T("review.certificates"), Note: c.p.T("review.certificates.note")}
	prints := c.x.Part.Role == review.Registrar || c.x.Part.Role == review.Representative
	for i, x := range c.x.Certificates {
		r := Row{Title: c.p.T("review.certificate.nth", i+1), Meta: c.p.DateTime(x.At.Time()), Tags: c.paperTags(x)}
		if prints {
			at := casePath(c.x.ID) + "/papers/certificate-" + x.ID
			r.Links = []Link{{c.p.T("review.certificate.print"), at}, {c.p.T("review.certificate.text"), at + textEnd}}
		}
		r.Links = append(r.Links, c.link("paper_withdrawn", x.ID)...)
		r.Links = append(r.Links, c.link("paper_shown", x.ID)...)
		s.Rows = append(s.Rows, r)
	}
	return s
}

func (c page) paperTags(x review.Certified) []part.Label {
	tag := part.Label{Tone: part.Good, Text: c.p.T("certificate.is.valid")}
	switch {
	case x.Ends != 0 && x.Ends <= review.MicrosOf(c.now()):
		tag = part.Label{Tone: part.Bad, Text: c.p.T("certificate.is.withdrawn")}
	case x.Ends != 0:
		tag = part.Label{Tone: part.Warn, Text: c.p.T("review.certificate.ends", c.p.Day(x.Ends.Time()))}
	}
	tags := []part.Label{tag}
	if !x.Open {
		tags = append(tags, part.Label{Tone: part.Quiet, Text: c.p.T("review.certificate.closed")})
	}
	return tags
}

// textEnd ends the address of a paper's signed text.
const textEnd = ".txt"

// A CertificateView is a certificate as it is printed.
type CertificateView struct {
	Title, Name, On string
	Lines           []string
	// Code is the groups of digits in their order, which stands beside each: on a
	// page from right to left nobody else could tell. None where nobody may check.
	Code           []string
	Latin, Letters string
	Where          string
	Signed         string
}

// certificate prints a certificate for the holder's side, or gives its signed
// text.
func (c page) certificate(w http.ResponseWriter, id string) error {
	id, asText := strings.CutSuffix(id, textEnd)
	x, b, err := c.Reviews.PaperOf(c.ctx, c.x.Part.Account, c.x.ID, id)
	if err != nil {
		return err
	}
	v := CertificateView{
		Title: c.p.T("review.paper.certificate"), Name: b.Name, On: c.p.Day(x.At.Time()), Where: c.r.Host + certificate.Path,
		Lines: certificate.Lines(c.p, x.Form, x.Holdings),
	}
	if x.Open {
		groups := strings.Fields(b.Code.String())
		last := len(groups) - 1
		v.Code, v.Latin, v.Letters = groups[:last], groups[last], b.Code.Arabic()
	}
	signed, err := c.Sign(paperText(c.p, v))
	if err != nil {
		return err
	}
	v.Signed = string(signed)
	if !asText {
		return c.inside(w, c.r, http.StatusOK, v.Title, []part.Crumb{{Label: key(c.x.ID), Href: casePath(c.x.ID)}}, Certificate(c.p, v))
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="paper.txt"`)
	if _, err := w.Write(signed); err != nil {
		return fmt.Errorf("write certificate: %w", err)
	}
	return nil
}

// paperText is what is signed: everything that the paper says, a line each.
func paperText(p locale.Printer, v CertificateView) string {
	lines := append([]string{review.PaperFormat, v.Title, p.T("review.certificate.holder", v.Name)}, v.Lines...)
	lines = append(lines, p.T("certificate.issued", v.On))
	if len(v.Code) > 0 {
		lines = append(lines, p.T("certificate.code")+":", strings.Join(v.Code, " ")+" "+v.Latin)
	}
	return strings.Join(lines, "\n") + "\n"
}
