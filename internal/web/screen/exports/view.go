package exports

import (
	"context"
	"fmt"
	"math"
	"net/http"
	"strconv"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/export"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/web"
	"kashf.org/kashf/internal/web/gate"
	"kashf.org/kashf/internal/web/part"
)

// listed is how many requests the page lists, shown how many rows of a file its
// page shows.
const (
	listed = 20
	shown  = 20
)

// A RequestView is one request in words.
type RequestView struct {
	Href                    string // "" where nothing can be looked at any more
	Number                  string
	Why, For, By, At, State string
	Tone                    part.Tone
	People                  string
	Look                    bool   // it waits for the reader's word
	Withdraw                string // where whoever asked takes it back
	Files                   []FileLink
	Make                    []FileLink // files of many, to be made first
	Work                    *part.Work // of one that is being made
}

// A FileLink is a file that can be taken.
type FileLink struct{ Text, Href string }

// numberOf is the number that a request's files carry: that of the entry which
// asked for them.
func numberOf(x export.Request) string { return fmt.Sprintf("E%d", x.Seq) }

func (s *Screen) list(w http.ResponseWriter, r *http.Request) error {
	ctx, p := r.Context(), web.PrinterOf(r.Context())
	all, err := s.listedBefore(ctx, before(r))
	if err != nil {
		return err
	}
	var views []RequestView
	for _, x := range all[:min(len(all), listed)] {
		v, _, _, err := s.viewOf(ctx, p, x)
		if err != nil {
			return err
		}
		views = append(views, v)
	}
	older := ""
	if len(all) > listed {
		older = Path + "?before=" + strconv.FormatInt(all[listed-1].Seq, 10)
	}
	f := s.Web.Frame(r, p.T("exports.title"))
	return s.Web.Page(w, r, f, Page(p, views, older))
}

// before is the entry that an address asks for older requests than.
func before(r *http.Request) int64 {
	n, err := strconv.ParseInt(r.URL.Query().Get("before"), 10, 64)
	if err != nil || n <= 0 {
		return math.MaxInt64
	}
	return n
}

// listedBefore are one more than a page of requests that are not closed to the
// reader: pages are filled as if those had never been asked for.
func (s *Screen) listedBefore(ctx context.Context, at int64) ([]export.Request, error) {
	var out []export.Request
	for {
		some, err := s.Requests.ExportsBefore(ctx, gate.PrincipalOf(ctx).Org, at, listed+1)
		if err != nil {
			return nil, err
		}
		for _, x := range some {
			if at = x.Seq; !closed(ctx, x) {
				out = append(out, x)
			}
		}
		if len(out) > listed || len(some) <= listed {
			return out, nil
		}
	}
}

func (s *Screen) viewOf(ctx context.Context, p locale.Printer, x export.Request) (RequestView, sight, []register.PersonID, error) {
	v := RequestView{
		Href: Path + "/" + x.ID, Number: numberOf(x), Why: x.Why, For: x.For, By: gate.Colleague(ctx, p, s.People, x.By), At: p.DateTime(x.At),
		State: p.T("exports.waits"), Tone: part.Warn,
	}
	see, err := s.sightOf(ctx, x)
	if err != nil {
		return v, see, nil, err
	}
	ids, err := s.persons(ctx, see, x)
	if err != nil {
		return v, see, nil, err
	}
	v.People = p.N("common.count.people", len(ids))
	me := string(gate.PrincipalOf(ctx).Account)
	switch {
	case x.Undone != 0:
		v.Href, v.State, v.Tone = "", p.T("exports.withdrawn"), part.Quiet
	case x.Open(s.Now()):
		v.State, v.Tone = p.T("exports.approved", locale.Isolate(gate.Colleague(ctx, p, s.People, x.Approver))), part.Good
		if x.By == me || x.Approver == me {
			if err := s.files(ctx, p, &v, x, len(ids)); err != nil {
				return v, see, ids, err
			}
		}
	case x.Approved != 0:
		v.State, v.Tone = p.T("exports.over"), part.Quiet
	case x.By == me:
		v.Withdraw = v.Href + "/withdraw"
	default:
		v.Look = web.SessionOf(ctx).Can(string(access.ExportApprove))
	}
	return v, see, ids, nil
}

// files are what can be taken at once; of a long file, what can be made, what is
// being made, and what was.
func (s *Screen) files(ctx context.Context, p locale.Printer, v *RequestView, x export.Request, people int) error {
	names := []FileLink{{"XLSX", "list.xlsx"}, {"CSV", "list.csv"}, {p.T("exports.about.csv"), "about.csv"}}
	if people <= atOnce {
		for _, f := range append(names, FileLink{p.T("exports.paper"), "paper"}) {
			v.Files = append(v.Files, FileLink{f.Text, v.Href + "/" + f.Href})
		}
		return nil
	}
	work, m, err := s.workOf(ctx, p, x.ID)
	if v.Work = work; err != nil || work != nil {
		return err
	}
	for _, f := range names {
		if m.Blob != "" && m.File == f.Href && s.Now().Sub(m.At) <= fresh {
			v.Files = append(v.Files, FileLink{p.T("exports.take", f.Text), v.Href + "/" + f.Href})
		}
	}
	v.Make = names
	return nil
}

// An OneView is the page of one request: what would leave, before it does.
type OneView struct {
	RequestView
	Approve string // where it is approved, "" for who may not
	Wrong   string
	About   [][2]string // the words of the sheet about the file
	Head    []string
	Rows    [][]string // the first of them
	More    string     // how many are not shown, "" for none
}

func (s *Screen) one(w http.ResponseWriter, r *http.Request) error {
	x, err := s.find(r.Context(), r.PathValue("id"))
	if err != nil {
		return err
	}
	return s.show(w, r, http.StatusOK, x, "")
}

func (s *Screen) show(w http.ResponseWriter, r *http.Request, status int, x export.Request, wrong string) error {
	ctx, p := r.Context(), web.PrinterOf(r.Context())
	v := OneView{}
	var err error
	var see sight
	var ids []register.PersonID
	if v.RequestView, see, ids, err = s.viewOf(ctx, p, x); err != nil {
		return err
	}
	most := len(ids)
	if most > atOnce {
		most = atATime
	}
	file, err := s.fileOf(ctx, p, see, x, ids, most, nil)
	if err != nil {
		return err
	}
	v.Head, v.Rows, v.About = file.head, file.rows[:min(shown, len(file.rows))], file.about
	if n := file.people - len(v.Rows); n > 0 {
		v.More = p.N("exports.more", n)
	}
	if v.Look {
		v.Approve = v.Href + "/approve"
	}
	if wrong != "" {
		v.Wrong = p.T(wrong)
	}
	f := s.Web.Frame(r, p.T("exports.one", v.Number))
	f.Path = v.Href
	f.Crumbs = []part.Crumb{{Label: p.T("exports.title"), Href: Path}, {Label: v.Number}}
	return s.Web.PageStatus(w, r, status, f, One(p, v))
}
