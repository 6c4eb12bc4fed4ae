package attach

import (
	"context"
	"strings"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/web/gate"
	"kashf.org/kashf/internal/web/part"
)

// A View is what [Panel] shows: the files in sight, and the form where the
// reader may attach one.
type View struct {
	Kind  register.SubjectKind
	Items []ItemView
	// May: the reader may attach a file.
	May    bool
	Action string // where the form is posted to
	Back   string

	// What came back with a form that was refused.
	Wrong, Level, Sharing, Note string
}

// An ItemView is one file.
type ItemView struct {
	Name, Href      string
	Type, Size      string
	Level, Note, By string
	At              string
}

// View finds the files of a source, a person (by file number) or a facility.
func (s *Screen) View(ctx context.Context, p locale.Printer, kind register.SubjectKind, id string) (View, error) {
	sub, err := s.subject(ctx, kind, id)
	if err != nil {
		return View{}, err
	}
	v := View{
		Kind: kind, Action: "/attach/" + string(kind) + "/" + sub.ID, Back: sub.Back(),
		May: s.authorize(ctx, sub.action, sub.on) == nil,
	}
	sight := gate.Sight(ctx, sub.person)
	for _, key := range sub.keys {
		items, err := s.Register.Items(ctx, sight, kind, key)
		if err != nil {
			return View{}, err
		}
		for _, it := range items {
			if it.Undone == 0 && it.Destroyed == 0 && s.authorize(ctx, access.FileRead, resourceOf(it, sub.person)) == nil {
				v.Items = append(v.Items, s.itemView(ctx, p, it))
			}
		}
	}
	return v, nil
}

// resourceOf is an item as a resource.
func resourceOf(it register.Item, person register.PersonID) access.Resource {
	return access.Resource{Kind: access.OnFile, Level: it.Level, Owner: it.Org, Sharing: it.Sharing, Person: person}
}

func (s *Screen) itemView(ctx context.Context, p locale.Printer, it register.Item) ItemView {
	return ItemView{
		Name: it.Name, Href: "/files/" + it.ID, Type: typeWords(p, it.MediaType), Size: p.Bytes(it.Size),
		Level: p.T("attach.level." + strings.ToLower(it.Level.String())), Note: it.Note, By: gate.Colleague(ctx, p, s.People, it.By), At: p.DateTime(it.At),
	}
}

// typeWords says what a file is.
func typeWords(p locale.Printer, media string) string {
	media, _, _ = strings.Cut(media, ";")
	switch {
	case media == "application/pdf":
		return p.T("attach.type.pdf")
	case strings.HasPrefix(media, "image/"):
		return p.T("attach.type.image")
	case strings.HasPrefix(media, "video/"):
		return p.T("attach.type.video")
	case strings.HasPrefix(media, "audio/"), media == "application/ogg":
		return p.T("attach.type.audio")
	case strings.HasPrefix(media, "text/"):
		return p.T("attach.type.text")
	case strings.Contains(media, "zip"), strings.Contains(media, "rar"):
		return p.T("attach.type.archive")
	}
	return p.T("attach.type.other")
}

// levelInput is the choice of who may read a file.
func levelInput(p locale.Printer, v View) part.Input {
	in := part.Input{Name: "level", Label: p.T("attach.level"), Required: true, Value: orElse(v.Level, register.C2.String())}
	for l := register.C1; l <= register.C4; l++ {
		if allows(v.Kind, l) {
			key := "attach.level." + strings.ToLower(l.String())
			in.Options = append(in.Options, part.Option{Value: l.String(), Label: p.T(key), Note: p.T(key + ".note")})
		}
	}
	return in
}

func sharingInput(p locale.Printer, v View) part.Input {
	return part.Input{
		Name: "sharing", Label: p.T("attach.sharing"), Required: true, Value: orElse(v.Sharing, string(register.ShareOwner)),
		Options: []part.Option{
			{Value: string(register.ShareOwner), Label: p.T("attach.sharing.owner")},
			{Value: string(register.ShareAll), Label: p.T("attach.sharing.all")},
		},
	}
}

func orElse(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}
