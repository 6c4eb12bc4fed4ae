package monthly

import (
	"bytes"
	"context"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/review/monthly"
	"kashf.org/kashf/internal/web"
	"kashf.org/kashf/internal/web/gate"
	"kashf.org/kashf/internal/web/part"
)

// Where the published accounts are, and where they are made.
const (
	PublicPath = "/figures/reviews"
	Path       = "/accounts"
)

// Accounts counts and publishes; [monthly.Service] does.
type Accounts interface {
	Count(ctx context.Context, m monthly.Month) (text []byte, sha string, err error)
	Propose(ctx context.Context, a journal.Actor, m monthly.Month) error
	Publish(ctx context.Context, a journal.Actor, m monthly.Month) error
	Over(ctx context.Context, n int) ([]monthly.Month, error)
}

// Issues reads what was proposed and published; the store does.
type Issues interface {
	Issue(ctx context.Context, m monthly.Month) (monthly.Issue, error)
	Issues(ctx context.Context) ([]monthly.Issue, error)
}

// A Screen shows accounts. Its fields are set once.
type Screen struct {
	Web      *web.Server
	Accounts Accounts
	Issues   Issues
	// Fresh asks for password and code where a handler returns
	// [access.ErrStepUp].
	Fresh  func(web.HandlerFunc) web.HandlerFunc
	Access *access.Authorizer
}

// Routes are the screen's addresses.
func (s *Screen) Routes() []web.Route {
	read, do := string(access.ReviewAccount), string(access.ReviewPublish)
	return []web.Route{
		{Pattern: "GET " + PublicPath, Action: web.Public, Handler: s.public},
		{Pattern: "GET " + PublicPath + "/{month}", Action: web.Public, Handler: s.published},
		{Pattern: "GET " + PublicPath + "/{month}/account.json", Action: web.Public, Handler: s.bytes},
		{Pattern: "GET " + Path, Action: read, Handler: s.office},
		{Pattern: "GET " + Path + "/{month}", Action: read, Handler: s.preview},
		{Pattern: "POST " + Path + "/{month}/propose", Action: do, Handler: s.Fresh(s.act(s.Accounts.Propose))},
		{Pattern: "POST " + Path + "/{month}/publish", Action: do, Handler: s.Fresh(s.act(s.Accounts.Publish))},
	}
}

// A MonthView is a month in a list.
type MonthView struct {
	Title, Href, State string
	SHA256             string
	Tone               part.Tone
	Do, Button         string
}

func (s *Screen) public(w http.ResponseWriter, r *http.Request) error {
	p := web.PrinterOf(r.Context())
	all, err := s.Issues.Issues(r.Context())
	if err != nil {
		return err
	}
	var out []MonthView
	for _, i := range all {
		if i.Public() {
			out = append(out, publicView(p, i))
		}
	}
	return s.Web.Page(w, r, s.Web.Frame(r, p.T("monthly.title")), Public(p, out))
}

func publicView(p locale.Printer, i monthly.Issue) MonthView {
	return MonthView{
		Title: p.Date(string(i.Month)), Href: PublicPath + "/" + string(i.Month), SHA256: i.SHA256, State: p.T("monthly.published.on", p.Day(i.Day()), int(i.Seq)),
	}
}

// issue is the published account that the address names.
func (s *Screen) issue(r *http.Request) (monthly.Issue, error) {
	m, err := monthly.ParseMonth(r.PathValue("month"))
	if err != nil {
		return monthly.Issue{}, web.ErrNotFound
	}
	i, err := s.Issues.Issue(r.Context(), m)
	if errors.Is(err, monthly.ErrNone) || err == nil && !i.Public() {
		err = web.ErrNotFound
	}
	return i, err
}

func (s *Screen) published(w http.ResponseWriter, r *http.Request) error {
	i, err := s.issue(r)
	if err != nil {
		return err
	}
	a, err := monthly.Read([]byte(i.Text))
	if err != nil {
		return err
	}
	p := web.PrinterOf(r.Context())
	f := s.Web.Frame(r, p.T("monthly.of", p.Date(string(i.Month))))
	f.Crumbs = []part.Crumb{{Label: p.T("monthly.title"), Href: PublicPath}, {Label: p.Date(string(i.Month))}}
	return s.Web.Page(w, r, f, Published(p, View(p, a), publicView(p, i)))
}

func (s *Screen) bytes(w http.ResponseWriter, r *http.Request) error {
	i, err := s.issue(r)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="account-`+string(i.Month)+`.json"`)
	if _, err := w.Write([]byte(i.Text)); err != nil {
		return fmt.Errorf("write account: %w", err)
	}
	return nil
}

// listed is how many months the office's list goes back: ten years.
const listed = 120

func (s *Screen) office(w http.ResponseWriter, r *http.Request) error {
	return s.showOffice(w, r, http.StatusOK, "")
}

func (s *Screen) showOffice(w http.ResponseWriter, r *http.Request, status int, said string) error {
	ctx, p := r.Context(), web.PrinterOf(r.Context())
	months, err := s.Accounts.Over(ctx, listed)
	if err != nil {
		return err
	}
	all, err := s.Issues.Issues(ctx)
	if err != nil {
		return err
	}
	of := map[monthly.Month]monthly.Issue{}
	for _, i := range all {
		of[i.Month] = i
	}
	may, who := web.SessionOf(ctx).Can(string(access.ReviewPublish)), string(gate.PrincipalOf(ctx).Account)
	var out []MonthView
	for _, m := range months {
		out = append(out, monthView(p, m, of[m], may, who))
	}
	f := s.Web.Frame(r, p.T("monthly.office"))
	f.Crumbs = []part.Crumb{{Label: p.T("monthly.office")}}
	return s.Web.PageStatus(w, r, status, f, Office(p, out, said))
}

func monthView(p locale.Printer, m monthly.Month, i monthly.Issue, may bool, who string) MonthView {
	v := MonthView{Title: p.Date(string(m)), Href: Path + "/" + string(m), State: p.T("monthly.state.open"), Tone: part.Quiet}
	switch {
	case i.Public():
		v.State, v.Tone, v.Href = p.T("monthly.published.on", p.Day(i.Day()), int(i.Seq)), part.Good, PublicPath+"/"+string(m)
	case i.By == "" && may:
		v.Do, v.Button = v.Href+"/propose", p.T("monthly.propose")
	case i.By == who:
		v.State, v.Tone = p.T("monthly.state.own"), part.Warn
	case i.By != "":
		v.State, v.Tone = p.T("monthly.state.proposed"), part.Warn
		if may {
			v.Do, v.Button = v.Href+"/publish", p.T("monthly.publish")
		}
	}
	return v
}

func (s *Screen) preview(w http.ResponseWriter, r *http.Request) error {
	p := web.PrinterOf(r.Context())
	m, err := monthly.ParseMonth(r.PathValue("month"))
	if err != nil {
		return web.ErrNotFound
	}
	text, sha, err := s.Accounts.Count(r.Context(), m)
	if said := wordsOf(p, err); said != "" {
		return s.showOffice(w, r, http.StatusConflict, said)
	}
	if err != nil {
		return err
	}
	a, err := monthly.Read(text)
	if err != nil {
		return err
	}
	f := s.Web.Frame(r, p.T("monthly.of", p.Date(string(m))))
	f.Crumbs = []part.Crumb{{Label: p.T("monthly.office"), Href: Path}, {Label: p.Date(string(m))}}
	return s.Web.Page(w, r, f, Preview(p, View(p, a), sha))
}

// act proposes or publishes the month that the address names.
func (s *Screen) act(do func(context.Context, journal.Actor, monthly.Month) error) web.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) error {
		ctx, p := r.Context(), web.PrinterOf(r.Context())
		who := gate.PrincipalOf(ctx)
		if err := s.Access.Authorize(ctx, who, access.ReviewPublish, access.House); err != nil {
			return err
		}
		m, err := monthly.ParseMonth(r.PathValue("month"))
		if err != nil {
			return web.ErrNotFound
		}
		err = do(ctx, journal.Actor{Account: string(who.Account), Org: string(who.Org)}, m)
		if said := wordsOf(p, err); said != "" {
			return s.showOffice(w, r, http.StatusConflict, said)
		}
		if err != nil {
			return err
		}
		http.Redirect(w, r, Path, http.StatusSeeOther)
		return nil
	}
}

// wordsOf say why there is no account, "" for what is no matter of accounts.
func wordsOf(p locale.Printer, err error) string {
	for key, e := range map[string]error{
		"monthly.err.not_over": monthly.ErrNotOver, "monthly.err.before": monthly.ErrBefore, "monthly.err.destroyed": monthly.ErrDestroyed,
		"monthly.err.own": monthly.ErrOwnWord, "monthly.err.once": monthly.ErrOnce, "monthly.err.other": monthly.ErrOther, "monthly.err.none": monthly.ErrNone,
	} {
		if errors.Is(err, e) {
			return p.T(key)
		}
	}
	return ""
}

//go:embed alone.css.txt
var aloneCSS string

// Write writes an account as a page of its own in a language.
func Write(ctx context.Context, lang string, text []byte) ([]byte, error) {
	a, err := monthly.Read(text)
	if err != nil {
		return nil, err
	}
	p := locale.For(lang)
	sum := sha256.Sum256(text)
	var b bytes.Buffer
	if err := Alone(p, View(p, a), hex.EncodeToString(sum[:]), aloneCSS).Render(ctx, &b); err != nil {
		return nil, fmt.Errorf("page of the account: %w", err)
	}
	b.WriteByte('\n')
	return b.Bytes(), nil
}
