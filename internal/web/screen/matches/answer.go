package matches

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/identity"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/web"
)

// maxWhy is the most characters of a reason.
const maxWhy = 2000

// answer enters an answer and leads to the next pair, or back to the pair
// where the reader came from its own page.
func (s *Screen) answer(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	left, right, ok := parseToken(s.FileNos, r.PathValue("pair"))
	if !ok {
		return web.ErrNotFound
	}
	if err := s.Gate.Authorize(ctx, access.MatchJudge, access.Resource{Kind: access.OnMatch}); err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return fmt.Errorf("read form: %w", err)
	}
	ans := identity.Answer{
		Left: left, Right: right, Verdict: register.Verdict(r.PostForm.Get("verdict")),
		Why: strings.TrimSpace(r.PostForm.Get("why")), Seen: r.PostForm["seen"],
	}
	if utf8.RuneCountInString(ans.Why) > maxWhy || !utf8.ValidString(ans.Why) {
		return web.ErrInvalid
	}
	j, err := s.Identity.Judge(ctx, s.actor(ctx), s.Gate.Sight(ctx), ans)
	if errors.Is(err, identity.ErrVerdict) {
		return web.ErrInvalid
	}
	if other, ok := errors.AsType[*identity.OtherJudged](err); ok {
		return s.clash(w, r, ans, other.Other, false)
	}
	if by, ok := errors.AsType[*identity.Forbidden](err); ok {
		return s.clash(w, r, ans, by.By, true)
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, s.onward(r, j), http.StatusSeeOther)
	return nil
}

// onward is where an answer leads to.
func (s *Screen) onward(r *http.Request, j register.Judgement) string {
	done := url.Values{"done": {j.ID}}
	if r.PostForm.Has("queue") {
		return choiceOf(r.PostForm).href(done)
	}
	return Href(s.FileNos, j.Left, j.Right) + "?" + done.Encode()
}

// clash shows the answer that stands in the way beside the reader's own, which
// is kept, and asks what to do.
func (s *Screen) clash(w http.ResponseWriter, r *http.Request, ans identity.Answer, other register.Judgement, forbids bool) error {
	ctx, p := r.Context(), web.PrinterOf(r.Context())
	x, err := s.pairOf(ctx, p, ans.Left, ans.Right)
	if err != nil {
		return err
	}
	c := Clash{
		Theirs: s.saidOf(ctx, p, other), Mine: ans.Verdict, Form: s.formOf(ctx, x), Forbids: forbids,
		Pair: Href(s.FileNos, other.Left, other.Right),
	}
	c.Form.Why, c.Form.Chosen = ans.Why, ans.Verdict
	if r.PostForm.Has("queue") {
		c.Form.Choice = choiceOf(r.PostForm)
		c.Form.Skip = c.Form.Choice.href(nil)
	}
	f := s.frame(r, p, clashTitle(p, c))
	f.Path = pairPath(x.Token)
	return s.Web.PageStatus(w, r, http.StatusConflict, f, clashView(p, c, x))
}

func (s *Screen) saidOf(ctx context.Context, p locale.Printer, j register.Judgement) Said {
	return Said{
		ID: j.ID, Verdict: j.Verdict, By: s.nameOf(ctx, p, j.By), Own: j.By == string(s.Gate.Principal(ctx).Account),
		At: j.At, Why: j.Why, Entry: j.Seq, Undone: j.Undone != 0, Rests: j.Rests != 0,
	}
}
