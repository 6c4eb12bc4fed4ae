package lists

import (
	"slices"
	"strconv"
	"strings"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/vocab"
	"kashf.org/kashf/internal/web/part"
)

// A SourceFormView is the form with its fields ready to be drawn.
type SourceFormView struct {
	Title, Action, Back, Seen, Draft                           string
	Name, Kind, Origin, From, To, Reliability, Sharing, Shared part.Input
	NoDuplicates, Raise                                        part.Input
	Why                                                        *part.Input
	Wrong                                                      int
}

func sourceFormView(p locale.Printer, f sourceForm, orgs []access.Organisation, own register.OrgID, back string) SourceFormView {
	wrong := func(name string) string {
		if key := f.Wrong[name]; key != "" {
			return p.T(key)
		}
		return ""
	}
	v := SourceFormView{Title: p.T("lists.new.title"), Action: "/lists/new", Draft: "source-new", Back: back, Wrong: len(f.Wrong)}
	if f.ID != "" {
		v.Title, v.Action, v.Draft, v.Seen = p.T("lists.change.title"), sourceHref(f.ID)+"/change", "source-"+string(f.ID), f.Seen
		v.Why = part.Why(p, f.Why, wrong("why"))
	}
	v.Name = part.Input{Name: "name", Label: p.T("lists.field.name"), Hint: p.T("lists.hint.name"), Value: f.Name, Error: wrong("name"), Required: true, Max: maxSourceName}
	v.Kind = part.Input{Name: "kind", Label: p.T("lists.field.kind"), Value: f.Kind, Error: wrong("kind"), Options: terms(p, "source_type")}
	v.Origin = part.Input{Name: "origin", Label: p.T("lists.field.origin"), Hint: p.T("lists.hint.origin"), Value: f.Origin, Optional: true, Max: maxSourceName}
	v.From = part.Input{Name: "from", Label: p.T("lists.field.from"), Hint: p.T("lists.hint.date"), Value: f.WindowFrom, Error: wrong("from"), Optional: true, Max: 60}
	v.To = part.Input{Name: "to", Label: p.T("lists.field.to"), Hint: p.T("lists.hint.date"), Value: f.WindowTo, Error: wrong("to"), Optional: true, Max: 60}
	v.Reliability = part.Input{
		Name: "reliability", Label: p.T("lists.field.reliability"), Hint: p.T("lists.hint.reliability"), Value: strconv.Itoa(f.Reliability), Error: wrong("reliability"), Required: true,
		Options: append([]part.Option{{Value: "0", Label: p.T("lists.reliability.none")}}, terms(p, "reliability")...),
	}
	v.Sharing = part.Input{Name: "sharing", Label: p.T("lists.field.sharing"), Hint: p.T("lists.hint.sharing"), Value: string(f.Sharing), Error: wrong("sharing"), Required: true}
	for _, sh := range []register.Sharing{register.ShareOwner, register.ShareNamed, register.ShareAll} {
		if sh == register.ShareNamed && len(orgs) < 2 && f.Sharing != sh {
			continue // there is nobody to name
		}
		v.Sharing.Options = append(v.Sharing.Options, part.Option{Value: string(sh), Label: p.T("lists.sharing." + string(sh)), Note: p.T("lists.sharing." + string(sh) + ".note")})
	}
	v.Shared = part.Input{Name: "shared_with", Label: p.T("lists.field.shared_with"), Error: wrong("shared_with")}
	for _, o := range orgs {
		if o.ID != own {
			v.Shared.Options = append(v.Shared.Options, part.Option{Value: string(o.ID), Label: o.Name(p.Lang()), Chosen: slices.Contains(f.SharedWith, o.ID)})
		}
	}
	v.NoDuplicates = part.Input{Name: "no_duplicates", Label: p.T("lists.field.no_duplicates"), Options: []part.Option{{Value: "yes", Label: p.T("lists.no_duplicates.yes"), Note: p.T("lists.no_duplicates.note"), Chosen: f.NoDuplicates}}}
	v.Raise = part.Input{Name: "raise", Label: p.T("lists.field.raise"), Hint: p.T("lists.hint.raise"), Value: strconv.Itoa(int(f.Raise)), Error: wrong("raise"), Required: true}
	for l := register.C0; l <= register.C3; l++ {
		v.Raise.Options = append(v.Raise.Options, part.Option{Value: strconv.Itoa(int(l)), Label: raiseWords(p, l)})
	}
	return v
}

// raiseWords say the least level of a source; C0 and C1 raise nothing that the
// fields do not ask for themselves.
func raiseWords(p locale.Printer, l register.Level) string {
	return p.T("lists.raise." + strings.ToLower(l.String()))
}

func terms(p locale.Printer, list string) []part.Option {
	var out []part.Option
	for _, t := range vocab.List(list) {
		out = append(out, part.Option{Value: t.Code, Label: vocab.Label(list, t.Code, p.Lang())})
	}
	return out
}
