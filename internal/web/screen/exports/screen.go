package exports

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/dossier"
	"kashf.org/kashf/internal/export"
	"kashf.org/kashf/internal/intake"
	"kashf.org/kashf/internal/intake/sheet"
	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/web"
	"kashf.org/kashf/internal/web/gate"
	"kashf.org/kashf/internal/web/part"
	"kashf.org/kashf/place"
	"kashf.org/kashf/when"
)

// Exports keeps requests; [export.Service] does.
type Exports interface {
	Of(ctx context.Context, a journal.Actor, id string) (export.Request, error)
	Approve(ctx context.Context, a journal.Actor, id string) error
	Take(ctx context.Context, a journal.Actor, id string, b export.TakenBody) error
}

// Requests lists an organisation's requests; the store does.
type Requests interface {
	ExportsOf(ctx context.Context, org register.OrgID, limit int) ([]export.Request, error)
}

// Cards reads what leaves: facts that are adverse to nobody.
type Cards interface {
	Cards(ctx context.Context, a dossier.Audience, ids []register.PersonID) ([]dossier.Card, error)
}

// Register finds whose a record is now.
type Register interface {
	RecordOf(ctx context.Context, v register.Sight, id register.RecordID) (register.Record, error)
}

// A Screen gives selections out. Its fields are set once.
type Screen struct {
	Web      *web.Server
	Exports  Exports
	Requests Requests
	Cards    Cards
	Register Register
	People   gate.Names
	Now      func() time.Time
}

// Path is the screen's address.
const Path = "/exports"

// Routes are the screen's addresses.
func (s *Screen) Routes() []web.Route {
	return []web.Route{
		{Pattern: "GET " + Path, Action: string(access.ExportAsk), Handler: s.list},
		{Pattern: "POST " + Path + "/{id}/approve", Action: string(access.ExportApprove), Handler: s.approve},
		{Pattern: "GET " + Path + "/{id}/{file}", Action: string(access.ExportAsk), Handler: s.take},
	}
}

func actor(ctx context.Context) journal.Actor {
	who := gate.PrincipalOf(ctx)
	return journal.Actor{Account: string(who.Account), Org: string(who.Org)}
}

const listed = 100

// A RequestView is one request in words.
type RequestView struct {
	Why, By, At, State string
	Tone               part.Tone
	People             string
	Approve            string // where it is approved, "" for who may not
	XLSX, CSV          string // where it is taken, "" where it cannot be
}

func (s *Screen) list(w http.ResponseWriter, r *http.Request) error {
	ctx, p := r.Context(), web.PrinterOf(r.Context())
	who := gate.PrincipalOf(ctx)
	all, err := s.Requests.ExportsOf(ctx, who.Org, listed)
	if err != nil {
		return err
	}
	may := web.SessionOf(ctx).Can(string(access.ExportApprove))
	var views []RequestView
	for _, x := range all {
		if closed(ctx, x) {
			continue
		}
		ids, err := s.persons(ctx, x)
		if err != nil {
			return err
		}
		v := RequestView{
			Why: x.Why, By: gate.Colleague(ctx, p, s.People, x.By), At: p.DateTime(x.At), People: p.N("common.count.people", len(ids)),
			State: p.T("exports.waits"), Tone: part.Warn,
		}
		mine := x.By == string(who.Account) || x.Approver == string(who.Account)
		switch {
		case x.Open(s.Now()):
			v.State, v.Tone = p.T("exports.approved", locale.Isolate(gate.Colleague(ctx, p, s.People, x.Approver))), part.Good
			if mine {
				v.XLSX, v.CSV = Path+"/"+x.ID+"/list.xlsx", Path+"/"+x.ID+"/list.csv"
			}
		case x.Approved != 0:
			v.State, v.Tone = p.T("exports.over"), part.Quiet
		case may && x.By != string(who.Account):
			v.Approve = Path + "/" + x.ID + "/approve"
		}
		views = append(views, v)
	}
	f := s.Web.Frame(r, p.T("exports.title"))
	return s.Web.Page(w, r, f, Page(p, views))
}

// persons are those of a request that the reader may see now, each once.
func (s *Screen) persons(ctx context.Context, x export.Request) ([]register.PersonID, error) {
	v := sight(ctx)
	seen := make(map[register.PersonID]bool, len(x.Records))
	var out []register.PersonID
	for _, id := range x.Records {
		r, err := s.Register.RecordOf(ctx, v, id)
		if errors.Is(err, register.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if !seen[r.Person] && r.Destroyed == 0 {
			seen[r.Person] = true
			out = append(out, r.Person)
		}
	}
	return out, nil
}

// closed reports whether a conflict of interest closes one of a request's people
// to the reader: what it is for may tell of any of them, and the word of two is
// not given over somebody's head.
func closed(ctx context.Context, x export.Request) bool {
	v := gate.Sight(ctx, 0)
	return slices.ContainsFunc(x.Records, func(r register.RecordID) bool { return !v.SeesRecord(r) })
}

// sight is that of case staff at most: what leaves stands at C2.
func sight(ctx context.Context) register.Sight {
	v := gate.Sight(ctx, 0)
	v.Level = min(v.Level, register.C2)
	return v
}

func (s *Screen) approve(w http.ResponseWriter, r *http.Request) error {
	x, err := s.Exports.Of(r.Context(), actor(r.Context()), r.PathValue("id"))
	if err != nil || closed(r.Context(), x) {
		return cmp.Or(err, error(register.ErrNotFound))
	}
	err = s.Exports.Approve(r.Context(), actor(r.Context()), r.PathValue("id"))
	if err != nil && !errors.Is(err, export.ErrOwnWord) { // the page says what waits for whom
		return err
	}
	http.Redirect(w, r, Path, http.StatusSeeOther)
	return nil
}

// formats are the files that can be taken.
var formats = map[string]string{
	"list.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "list.csv": "text/csv; charset=utf-8",
}

// take makes the file, enters that it leaves, and gives it out.
func (s *Screen) take(w http.ResponseWriter, r *http.Request) error {
	ctx, p, file := r.Context(), web.PrinterOf(r.Context()), r.PathValue("file")
	x, err := s.Exports.Of(ctx, actor(ctx), r.PathValue("id"))
	if err != nil {
		return err
	}
	who := string(gate.PrincipalOf(ctx).Account)
	if closed(ctx, x) || formats[file] == "" || !x.Open(s.Now()) || x.By != who && x.Approver != who {
		return register.ErrNotFound
	}
	rows, err := s.rows(ctx, p, x)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if file == "list.csv" {
		b.WriteString("\ufeff") // spreadsheets read it as UTF-8 by this
		c := csv.NewWriter(&b)
		if err := c.WriteAll(rows); err != nil {
			return err
		}
	} else {
		book := sheet.NewWriter(&b, p.RTL())
		book.Sheet(p.T("exports.sheet"), []int{14, 30, 26, 20, 14, 24, 18, 8})
		book.Head(rows[0]...)
		for _, cells := range rows[1:] {
			book.Row(cells...)
		}
		if err := book.Close(); err != nil {
			return err
		}
	}
	sum := sha256.Sum256(b.Bytes())
	if err := s.Exports.Take(ctx, actor(ctx), x.ID, export.TakenBody{Format: strings.TrimPrefix(file, "list."), Rows: len(rows) - 1, SHA256: hex.EncodeToString(sum[:])}); err != nil {
		return err
	}
	w.Header().Set("Content-Type", formats[file])
	w.Header().Set("Content-Disposition", `attachment; filename="`+file+`"`)
	_, err = b.WriteTo(w)
	return err
}

// rows are the head and a row for each person, with no formula in any cell.
func (s *Screen) rows(ctx context.Context, p locale.Printer, x export.Request) ([][]string, error) {
	ids, err := s.persons(ctx, x)
	if err != nil {
		return nil, err
	}
	cards, err := s.Cards.Cards(ctx, dossier.Audience{Sight: sight(ctx), Account: string(gate.PrincipalOf(ctx).Account)}, ids)
	if err != nil {
		return nil, err
	}
	out := [][]string{{
		p.T("person.file_no"), p.T("field.full_name"), p.T("exports.latin"), p.T("field.mother_name"), p.T("field.birth_date"), p.T("field.place"),
		p.T("field.arrest_date"), p.T("exports.origins"),
	}}
	for _, c := range cards {
		born := ""
		if c.Birth != (when.Date{}) {
			born = c.Birth.String()
		}
		where := c.Text
		if at, ok := place.Lookup(place.Code(c.Place)); ok && where == "" {
			where = at.Name(p.Lang())
		}
		cells := []string{c.FileNo, c.Name.Text, c.Name.Latin, c.Mother, born, where, c.Arrest, strconv.Itoa(c.Origins)}
		for i := range cells {
			cells[i] = intake.Harmless(cells[i])
		}
		out = append(out, cells)
	}
	if len(out) == 1 {
		return nil, fmt.Errorf("nobody of the request is in sight: %w", register.ErrNotFound)
	}
	return out, nil
}
