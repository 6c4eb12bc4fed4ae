package review

import (
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/review"
	"kashf.org/kashf/internal/web/part"
)

// hearing is the record of the hearing, and who may enter it where there is none.
func (c page) hearing() Section {
	h := c.x.Heard
	if h == nil {
		if c.x.State != review.Panel || !c.may(c.ctx, c.x, "heard") {
			return Section{}
		}
		return Section{ID: "hearing", Title: c.p.T("review.hearing"), Empty: c.p.T("review.hearing.none"), Links: c.links("heard")}
	}
	fact := func(k, v string) part.Fact { return part.Fact{Label: c.p.T(k), Value: v} }
	s := Section{ID: "hearing", Title: c.p.T("review.hearing"), Facts: []part.Fact{
		fact("review.f.how", c.p.T("review.how."+string(h.How))), fact("review.f.present", c.p.List(c.room(h)...)),
		fact("review.f.holder_out", c.yes(h.HolderOut)), fact("review.f.restraints", c.yes(h.Restraints)), fact("review.f.fit", c.yes(h.Fit)),
		fact("review.f.language", c.language(h.Language)), fact("review.f.interpreter", c.yes(h.Interpreter)),
	}}
	if h.Said != "" {
		s.Rows = []Row{{Title: c.p.T("review.f.said"), Text: h.Said}}
	}
	return s
}

func (c page) yes(on bool) string {
	if on {
		return c.p.T("review.yes")
	}
	return c.p.T("review.no")
}

// room is who was in the room: those with a part in the case by it, everybody
// else by what they were there for and the name that they gave.
func (c page) room(h *review.HeardBody) []string {
	var out []string
	for _, a := range h.Present {
		out = append(out, c.partOf(a))
	}
	for _, a := range h.Others {
		out = append(out, c.p.T("review.attendee."+a.As)+": "+locale.Isolate(a.Name))
	}
	return out
}

func (c page) language(l string) string { return languageName(c.p, l, "") }

// languageName is a language in words; named is its name where it is outside the
// list.
func languageName(p locale.Printer, l, named string) string {
	if l == review.LanguageOther && named != "" {
		return locale.Isolate(named)
	}
	if k := "review.language." + l; p.Has(k) {
		return p.T(k)
	}
	return l
}

// toldIn says in which language somebody was told, after sep; "" where that was
// not recorded.
func toldIn(p locale.Printer, t review.Telling, sep string) string {
	in, theirs := languageName(p, t.Language, t.Named), languageName(p, t.Understands(), t.Named)
	switch {
	case t.Language == "":
		return ""
	case t.Interpreter:
		return sep + p.T("review.told_in.through", in, theirs)
	}
	return sep + p.T("review.told_in", in)
}
