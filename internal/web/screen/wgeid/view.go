package wgeid

import (
	"context"
	"net/http"
	"strings"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/consent"
	"kashf.org/kashf/internal/dossier"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/vocab"
	"kashf.org/kashf/internal/web"
	"kashf.org/kashf/internal/web/gate"
	"kashf.org/kashf/internal/web/part"
	"kashf.org/kashf/internal/web/screen/person"
	"kashf.org/kashf/internal/web/screen/photos"
)

// A CheckView is what the Working Group asks for, held against a file.
type CheckView struct {
	FileNo, Href, Back string
	Elements           []ElementView
	Ready              bool
	Urgent             bool
	Agreed             bool
	Consents           []photos.ConsentView
	Agree              *photos.ConsentForm // nil for who enters none
	Wrong              string
}

// An ElementView is one of the things asked for.
type ElementView struct {
	Title  string
	State  part.Label
	Values []ValueView
	Lacks  string // in plain words what is missing, "" where nothing is
	Add    string // where it is entered, "" for who may not
}

// A ValueView is what a file says, and who says it.
type ValueView struct{ Label, Text, Sources string }

var tones = map[string]part.Tone{dossier.Provided: part.Good, dossier.Partly: part.Warn, dossier.Missing: part.Bad}

func (s *Screen) show(w http.ResponseWriter, r *http.Request, status int, c theCase, form photos.ConsentForm, wrong string) error {
	ctx, p := r.Context(), web.PrinterOf(r.Context())
	session := web.SessionOf(ctx)
	v := CheckView{FileNo: c.FileNo, Href: s.href(c.FileNo), Back: s.Href(c.FileNo), Ready: true, Urgent: c.Urgent()}
	for _, x := range c.WGEID() {
		e := elementOf(p, x)
		if x.State != dossier.Provided && session.Can(string(access.PersonCorrect)) {
			e.Add = v.Back + "/correct?field=" + x.Add.Key()
		}
		v.Ready = v.Ready && x.State == dossier.Provided
		v.Elements = append(v.Elements, e)
	}
	agreed, has := c.standing()
	v.Agreed = has
	v.Elements = append(v.Elements, s.submits(ctx, p, agreed, has))
	v.Ready = v.Ready && has
	may := session.Can(string(access.PhotoConsent))
	for _, x := range c.consents {
		d := photos.Describe(ctx, p, s.People, x, c.now)
		if may && x.Withdrawn == 0 {
			d.Withdraw = v.Href + "/consents/" + x.ID + "/withdraw"
		}
		v.Consents = append(v.Consents, d)
	}
	if may {
		form.Uses, form.Read = []string{consent.WGEID}, consent.AsOf(c.consents, c.now.Org, "")
		v.Agree = &form
	}
	if wrong != "" {
		v.Wrong = p.T(wrong)
	}
	f := s.Web.Frame(r, p.T("wgeid.title", c.FileNo))
	f.Path, f.Crumbs = v.Href, s.crumbs(p, c, p.T("wgeid.short"))
	return s.Web.PageStatus(w, r, status, f, Check(p, v))
}

func elementOf(p locale.Printer, x dossier.Required) ElementView {
	e := ElementView{Title: p.T("wgeid.part." + x.Key), State: part.Label{Tone: tones[x.State], Text: p.T("wgeid.state." + x.State)}}
	if x.State != dossier.Provided {
		e.Lacks = p.T("wgeid.lacks." + x.Key)
	}
	for _, l := range x.Lines {
		v := ValueView{Label: p.T("field." + l.Field.Key()), Text: person.Say(p, l.Field, l.Held.Norm, l.Held.Text)}
		var names []string
		for _, said := range l.Held.Says {
			name := said.Source.Name
			if said.Source.Veiled || name == "" {
				name = p.T("person.source.veiled")
			}
			names = append(names, locale.Isolate(name))
		}
		v.Sources = strings.Join(names, " · ")
		e.Values = append(e.Values, v)
	}
	return e
}

// submits is the last thing asked for: who submits, with the family's leave.
func (s *Screen) submits(ctx context.Context, p locale.Printer, x consent.Consent, has bool) ElementView {
	e := ElementView{Title: p.T("wgeid.part.submitter"), State: part.Label{Tone: part.Bad, Text: p.T("wgeid.state.missing")}, Lacks: p.T("wgeid.lacks.submitter")}
	if !has {
		return e
	}
	giver := p.T("consent.self")
	if x.Giver != consent.Self {
		giver = vocab.Label("relation", x.Giver, p.Lang())
	}
	e.State, e.Lacks = part.Label{Tone: part.Good, Text: p.T("wgeid.state.provided")}, ""
	if org, err := s.People.Org(ctx, gate.PrincipalOf(ctx).Org); err == nil {
		e.Values = append(e.Values, ValueView{Label: p.T("wgeid.submitter"), Text: org.Name(p.Lang())})
	}
	e.Values = append(e.Values, ValueView{Label: p.T("wgeid.by_leave"), Text: giver + " · " + p.Date(x.On)})
	return e
}

func dirOf(d Doc) string {
	if d.RTL {
		return "rtl"
	}
	return "ltr"
}
