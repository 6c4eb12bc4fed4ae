package victims

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/review"
	"kashf.org/kashf/internal/review/victims"
	"kashf.org/kashf/internal/web"
	"kashf.org/kashf/internal/web/gate"
	"kashf.org/kashf/internal/web/part"
)

// A Row is one registration in the list.
type Row struct {
	Name, Href, Kind, Place, Wish, At string
	Tags                              []part.Label
}

// A LikeRow is one likeness that waits.
type LikeRow struct {
	Name                    string // whose registration it is, "" where the page is theirs
	Key, Href, Registration string
	Hits                    []string
}

// An AllView is the list of registrations.
type AllView struct {
	Done  string
	Likes int
	Rows  []Row
	Pager part.Pager
}

// A LikesView is what waits to be judged.
type LikesView struct {
	Rows  []LikeRow
	Pager part.Pager
}

// A LinkRow is what was made of a likeness.
type LinkRow struct {
	Key, Case, Text, Check, Protect string
	Hits                            []string
	Tags                            []part.Label
	At                              string
}

// An OneView is one registration.
type OneView struct {
	Title, Line, Href, Done, Wrong string
	Facts                          []part.Fact
	Harm                           string
	List                           []part.Fact
	Opened                         []string
	Links                          []LinkRow
	Likes                          []LikeRow
	Waiting                        int // likenesses, of which the strongest are listed
	Change                         string
}

var dones = []string{"registered", "changed", "judged", "protected", "left", "gone"}

func doneWords(p locale.Printer, d string) string {
	if !slices.Contains(dones, d) {
		return ""
	}
	return p.T("victims.done." + d)
}

func (s *Screen) allView(p locale.Printer, all []victims.Open, likes victims.Proposed, asked url.Values) AllView {
	v := AllView{Done: doneWords(p, asked.Get("done")), Likes: likes.All}
	from, to := within(all, asked)
	v.Pager = part.Pager{From: from + 1, To: to, Total: len(all)}
	if from > 0 {
		v.Pager.Prev = Path + "?before=" + url.QueryEscape(placeOf(all[from]).String())
	}
	if to < len(all) {
		v.Pager.Next = Path + "?after=" + url.QueryEscape(placeOf(all[to-1]).String())
	}
	for _, x := range all[from:to] {
		r := Row{Name: x.Told.Name, Href: Path + "/" + x.ID, Kind: kindWords(p, x), Place: x.Told.Place, Wish: p.T("review.wish." + x.Told.Wish), At: p.Day(day(x.At))}
		if likes.Of[x.ID] > 0 {
			r.Tags = append(r.Tags, part.Label{Tone: part.Info, Text: p.T("victims.tag.likeness")})
		}
		if slices.ContainsFunc(x.Links, func(l victims.Link) bool { return l.Passed }) {
			r.Tags = append(r.Tags, part.Label{Tone: part.Good, Text: p.T("victims.tag.in_case")})
		}
		v.Rows = append(v.Rows, r)
	}
	return v
}

// placeOf is where a registration stands in the list: it begins a page whoever
// came or left since the page before was read.
func placeOf(x victims.Open) review.Turn {
	return review.Turn{At: review.Micros(x.At), Case: review.CaseID(x.ID)}
}

// within is the page of the list that an address asks for; the latest stand first.
func within(all []victims.Open, asked url.Values) (from, to int) {
	passed := func(t review.Turn, itself bool) int {
		n := slices.IndexFunc(all, func(x victims.Open) bool {
			c := cmp.Or(cmp.Compare(x.At, int64(t.At)), cmp.Compare(x.ID, string(t.Case)))
			return c < 0 || c == 0 && !itself
		})
		if n < 0 {
			return len(all)
		}
		return n
	}
	if t := review.ReadTurn(asked.Get("after")); t != nil {
		from = passed(*t, true)
	} else if t := review.ReadTurn(asked.Get("before")); t != nil {
		from = max(0, passed(*t, false)-listedTogether)
	}
	if from == len(all) {
		from = max(0, len(all)-listedTogether)
	}
	return from, min(len(all), from+listedTogether)
}

func kindWords(p locale.Printer, x victims.Open) string {
	if x.Many {
		return p.T("victims.kind.association")
	}
	return p.T("victims.kind.person")
}

// hitWords say how a likeness was reached, in the words of the registration and
// of the allegation. Whose the name is in the file is not repeated.
func hitWords(p locale.Printer, hits []victims.Hit) []string {
	var out []string
	for _, h := range hits {
		if h.Ground == victims.SameName {
			out = append(out, p.T("victims.hit.name", locale.Isolate(h.Told)))
			continue
		}
		told, at := h.Told, h.Case
		if h.Ground == victims.SameTime {
			told, at = p.Date(told), p.Date(at)
		}
		out = append(out, p.T("victims.hit."+string(h.Ground), locale.Isolate(told), locale.Isolate(at)))
	}
	return out
}

func (s *Screen) likeRows(p locale.Printer, likes []victims.Match) []LikeRow {
	var out []LikeRow
	for _, m := range likes {
		out = append(out, LikeRow{Key: s.Key(m.Case), Href: Path + "/" + m.Registration + "/likenesses/" + string(m.Case), Registration: Path + "/" + m.Registration, Hits: hitWords(p, m.Hits)})
	}
	return out
}

// named says of each likeness whose registration it is: one case may be like many.
func named(rows []LikeRow, likes []victims.Match, all []victims.Open) []LikeRow {
	names := make(map[string]string, len(all))
	for _, x := range all {
		names[x.ID] = x.Told.Name
	}
	for i, m := range likes {
		rows[i].Name = names[m.Registration]
	}
	return rows
}

func (s *Screen) oneView(r *http.Request, x victims.Open) (OneView, error) {
	ctx, p := r.Context(), web.PrinterOf(r.Context())
	t := x.Told
	v := OneView{
		Title: t.Name, Line: p.T("victims.one.line", kindWords(p, x), p.Day(day(x.At))), Href: Path + "/" + x.ID, Harm: t.Harm, Change: Path + "/" + x.ID + "/change",
		Done: doneWords(p, r.URL.Query().Get("done")), Facts: toldFacts(p, t),
	}
	if x.List != nil {
		v.List = []part.Fact{{Label: p.T("victims.list.lines"), Value: p.Number(x.List.Lines)}, {Label: p.T("victims.list.hash"), Value: x.List.Hash(), Lang: "en"}}
		for _, o := range x.Opened {
			why, err := s.Victims.Why(x.ID, o)
			if err != nil {
				return v, err
			}
			v.Opened = append(v.Opened, p.T("victims.list.opened", p.DateTime(day(o.At)), gate.Colleague(ctx, p, s.People, o.By), why))
		}
	}
	who := actor(ctx)
	likes, err := s.Victims.ProposalsOf(ctx, who.Account, who.Org, x.ID, listedTogether)
	if err != nil {
		return v, err
	}
	v.Likes, v.Waiting = s.likeRows(p, likes.Matches), likes.All
	for _, l := range x.Links {
		row, err := s.linkRow(p, x, l)
		if err != nil {
			return v, err
		}
		v.Links = append(v.Links, row)
	}
	return v, nil
}

func (s *Screen) linkRow(p locale.Printer, x victims.Open, l victims.Link) (LinkRow, error) {
	y, err := s.Victims.Linked(x.ID, l)
	if err != nil {
		return LinkRow{}, err
	}
	row := LinkRow{Key: s.Key(y.Case), Text: y.Why, Hits: hitWords(p, y.Hits), At: p.DateTime(day(l.At))}
	if !y.Same {
		row.Tags = []part.Label{{Tone: part.Quiet, Text: p.T("victims.tag.other")}}
		return row, nil
	}
	row.Case, row.Protect = s.Case(y.Case), Path+"/"+x.ID+"/links/"+l.ID
	check, ok, err := s.Victims.Checked(x.ID, l)
	switch {
	case err != nil:
		return row, err
	case !ok:
		row.Tags = []part.Label{{Tone: part.Warn, Text: p.T("victims.tag.unchecked")}}
	case l.Passed:
		row.Tags = []part.Label{{Tone: part.Good, Text: p.T("victims.tag.passed")}}
	default:
		row.Tags = []part.Label{{Tone: part.Bad, Text: p.T("victims.tag.unsafe")}}
	}
	if ok {
		row.Check = strings.Join([]string{check.Victims, check.Person, check.Contact}, "\n")
	}
	return row, nil
}

func toldFacts(p locale.Printer, t victims.Told) []part.Fact {
	var out []part.Fact
	add := func(key, value string) {
		if value != "" {
			out = append(out, part.Fact{Label: p.T("victims.f." + key), Value: value})
		}
	}
	say := func(prefix string, vs []string) string {
		var words []string
		for _, v := range vs {
			words = append(words, p.T(prefix+v))
		}
		return strings.Join(words, p.T("common.list.comma"))
	}
	date := func(d string) string {
		if d == "" {
			return ""
		}
		return p.Date(d)
	}
	add("link", p.T("review.link."+t.Link))
	add("harms", say("victims.harm.", t.Harms))
	add("place", t.Place)
	add("from", date(t.From))
	add("until", date(t.To))
	add("unit", t.Unit)
	add("names", strings.Join(t.Names, p.T("common.list.comma")))
	add("contact", t.Contact)
	if t.Channel != "" {
		add("channel", p.T("victims.channel."+t.Channel))
	}
	add("speaks", t.Speaks)
	add("wish", p.T("review.wish."+t.Wish))
	add("agreed", say("victims.agreed.", t.Agreed))
	if t.Apart {
		add("apart", p.T("victims.f.apart.yes"))
	}
	return out
}
