package person

import (
	"context"
	"fmt"
	"net/http"
	"strconv"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/dossier"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/vocab"
	"kashf.org/kashf/internal/web"
	"kashf.org/kashf/internal/web/part"
	"kashf.org/kashf/when"
)

// A Companions reads who was in custody with a person; [dossier.Dossier] does.
type Companions interface {
	Company(ctx context.Context, a dossier.Audience, id register.PersonID, offset, count int) (dossier.Company, error)
}

// pictured bounds each side of the picture of ties; the tables have all.
const pictured = 20

// listedTogether is how many a page of the table lists.
const listedTogether = 25

// A TiesView is the page of relatives and of people held together.
type TiesView struct {
	Href, FileNo string
	Name         part.PersonName
	Kin          []KinNode
	Total        string // of those held together, in words; "" for none
	More         string // that the picture does not show all, "" where it does
	Together     []Companion
	Picture      *TiesPicture // nil on a further page, or where there is nobody
	Pager        part.Pager
}

// A TiesPicture is who is drawn.
type TiesPicture struct {
	Kin      []KinNode
	Together []Companion
	KinFan   part.Fan
	Fan      part.Fan
}

// A KinNode is a relative, with everybody who says so.
type KinNode struct {
	Name     string
	Href     string // of the relative's file, "" for one who is only named
	Relation string
	Child    bool // with the person: no detainee
	Line     part.FanLine
	Edges    []KinWord
	Together []string
}

// A KinWord is one word for a relative.
type KinWord struct {
	Text   string // as written, or who judged
	Quoted bool   // the text is a source's own
	Says   string // the relation or the answer, "" where there is none
	Chips  []part.Chip
}

// A Companion is one who was in custody with the person.
type Companion struct {
	Name   part.PersonName
	FileNo string
	Href   string
	About  string // what tells the person from others of the name
	Line   part.FanLine
	Bonds  []BondLine // the strongest first
}

// A BondLine is one thing that ties the two.
type BondLine struct {
	Text   string
	Unsure bool
	Mine   Side
	Theirs Side
}

// A Side is what one file says of it.
type Side struct {
	When string
	Chip part.Chip
}

func (s *Screen) ties(w http.ResponseWriter, r *http.Request) error {
	ctx, p := r.Context(), web.PrinterOf(r.Context())
	id := s.number(r)
	a := audience(ctx, id)
	f, err := s.Files.Person(ctx, a, id, s.today())
	if err != nil {
		return fmt.Errorf("read a file: %w", err)
	}
	if moved(w, r, f, "/ties") {
		return nil
	}
	if err := s.note(ctx, access.PersonRead, f.Person); err != nil {
		return err
	}
	page, _ := strconv.Atoi(r.URL.Query().Get("page"))
	page = max(0, min(page, 1<<20))
	c, err := s.Companions.Company(ctx, a, f.Person, page*listedTogether, listedTogether)
	if err != nil {
		return fmt.Errorf("read who was held together: %w", err)
	}
	d := s.describer(r, p, f, a)
	v := d.tiesView(ctx, c, page)
	frame := s.frame(r, p, f.FileNo)
	frame.Crumbs = []part.Crumb{{Label: p.T("person.people"), Href: "/people"}, {Label: f.FileNo, Href: v.Href}, {Label: p.T("person.ties")}}
	return s.Web.Page(w, r, frame, Ties(p, v))
}

func (d *describer) tiesView(ctx context.Context, c dossier.Company, page int) TiesView {
	head := d.head()
	v := TiesView{Href: head.Href, FileNo: head.FileNo, Name: head.Name}
	for _, k := range d.f.Kin() {
		v.Kin = append(v.Kin, d.kinNode(ctx, k))
	}
	for _, x := range c.People {
		v.Together = append(v.Together, d.companion(x))
	}
	if c.Total > 0 {
		v.Total = d.p.N("person.ties.total", c.Total)
		if !c.Exact {
			v.Total = d.p.N("person.ties.about", c.Total)
		}
	}
	if page == 0 && len(v.Kin)+len(v.Together) > 0 {
		v.Picture = picture(v)
		if shown := len(v.Picture.Together); c.Total > shown {
			v.More = d.p.N("person.ties.more", shown)
		}
	}
	first := page * listedTogether
	v.Pager = part.Pager{From: first + 1, To: min(first+listedTogether, c.Total), Total: c.Total}
	at := func(n int) string { return v.Href + "/ties?page=" + strconv.Itoa(n) + "#together" }
	if page > 0 {
		v.Pager.Prev = at(page - 1)
	}
	if first+listedTogether < c.Total {
		v.Pager.Next = at(page + 1)
	}
	return v
}

// picture draws the first of either side.
func picture(v TiesView) *TiesPicture {
	out := &TiesPicture{Kin: v.Kin[:min(len(v.Kin), pictured)], Together: v.Together[:min(len(v.Together), pictured)], KinFan: part.Fan{Inward: true}}
	for _, k := range out.Kin {
		out.KinFan.Lines = append(out.KinFan.Lines, k.Line)
	}
	for _, c := range out.Together {
		out.Fan.Lines = append(out.Fan.Lines, c.Line)
	}
	return out
}

func (d *describer) kinNode(ctx context.Context, k dossier.Kin) KinNode {
	n := KinNode{Name: k.Name, Child: k.Child, Line: part.FanLine{Differs: k.Disagree, Broad: k.Person != 0}}
	if k.FileNo != "" {
		n.Href = Href(k.FileNo)
	}
	if k.Relation != "" {
		n.Relation = vocab.Label("relation", k.Relation, d.p.Lang())
	}
	if n.Name == "" {
		n.Name = d.p.T("person.no_name")
	}
	for _, e := range k.Edges {
		n.Edges = append(n.Edges, d.kinWord(ctx, e))
	}
	for _, t := range k.Together {
		n.Together = append(n.Together, d.together(t))
	}
	return n
}

func (d *describer) kinWord(ctx context.Context, e dossier.KinEdge) KinWord {
	if e.Judged != nil {
		w := KinWord{Text: d.p.T("person.kin.judged", d.name(ctx, e.Judged.By), d.p.Day(e.Judged.At))}
		if e.Against {
			w.Says = d.p.T(verdicts[e.Judged.Verdict].key)
		}
		return w
	}
	w := KinWord{Text: e.Written, Quoted: true}
	if e.Against && e.Relation != "" {
		w.Says = vocab.Label("relation", e.Relation, d.p.Lang())
	}
	for _, ref := range e.Sources {
		w.Chips = append(w.Chips, d.chip(ref, 0))
	}
	return w
}

func (d *describer) companion(c dossier.Companion) Companion {
	out := Companion{Name: part.PersonName{Text: c.Name.Text, Lang: langOf(c.Name.Script), Also: c.Name.Latin}, FileNo: c.FileNo, Href: Href(c.FileNo)}
	if out.Name.Text == "" {
		out.Name.Text = d.p.T("person.no_name")
	}
	var about []string
	if c.Birth != (when.Date{}) {
		about = append(about, d.p.Date(c.Birth.String()))
	}
	if where := placeName(d.p, c.Place); where != "" {
		about = append(about, where)
	}
	out.About = d.p.List(about...)
	for _, b := range c.Bonds {
		out.Bonds = append(out.Bonds, d.bond(b))
	}
	first := c.Bonds[0]
	out.Line = part.FanLine{Unsure: first.Sure != when.Certainly, Broad: first.Kind != register.SameTime}
	return out
}

// bonds say what ties two people in custody.
var bonds = map[register.BondKind]string{
	register.SameCell:         "person.bond.same_cell",
	register.MovedTogether:    "person.bond.moved",
	register.ArrestedTogether: "person.bond.arrested",
	register.CameTogether:     "person.bond.came",
	register.SameTime:         "person.bond.time",
}

func (d *describer) bond(b dossier.SeenBond) BondLine {
	where := placeName(d.p, b.Place)
	if where == "" {
		where = b.Text
	}
	out := BondLine{Unsure: b.Sure != when.Certainly, Mine: d.side(b.A, b.Mine), Theirs: d.side(b.B, b.Theirs)}
	if b.Kind == register.SameCell {
		out.Text = d.p.T(bonds[b.Kind], d.p.T("person.cell_of", where, b.Cell))
	} else {
		out.Text = d.p.T(bonds[b.Kind], where)
	}
	return out
}

func (d *describer) side(c register.CustodyInterval, ref dossier.SourceRef) Side {
	return Side{
		When: d.dates(dossier.Span{Begin: c.From.String(), End: c.To.String(), Moment: c.Kind.Moment()}),
		Chip: d.chip(ref, 0),
	}
}
