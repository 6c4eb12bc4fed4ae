package review

import (
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/review"
	"kashf.org/kashf/internal/web/gate"
	"kashf.org/kashf/internal/web/part"
)

// The forms of the victims' side of a case.

// delegates are those who may speak for a group of victims.
func (q *sheet) delegates() []part.Option {
	return q.people(func(x review.Part) bool { return x.Role == review.VictimRepresentative })
}

func representFields(q *sheet) []Field {
	return []Field{q.say(q.p.T("review.represented.says")), maybe(q.field(choice, "delegate", q.delegates()...))}
}

func representBody(q *sheet) review.Body {
	return &review.RepresentedBody{ID: q.of(), Delegate: q.get("delegate")}
}

func groupFields(q *sheet) []Field {
	list := maybe(q.line("list"))
	list.Dir = "ltr"
	return []Field{
		q.tick("support"), maybe(q.field(choice, "link", words(q.p, "link", review.Links()...)...)), maybe(q.field(choice, "delegate", q.delegates()...)),
		q.tick("apart"), q.field(radios, "wish", words(q.p, "wish", review.Wishes()...)...), list,
	}
}

func groupBody(q *sheet) review.Body {
	id := q.of() // one that was refused asks again
	if id == "" {
		id = q.NewID()
	}
	return &review.GroupBody{
		ID: id, Delegate: q.get("delegate"), Link: q.get("link"), Wish: q.get("wish"), List: strings.ToLower(q.get("list")), Support: q.on("support"), Apart: q.on("apart"),
	}
}

func protectFields(q *sheet) []Field {
	return []Field{q.say(q.p.T("review.protected.says")), q.tick("victims_safe"), q.tick("person_safe"), q.tick("no_contact")}
}

func protectBody(q *sheet) review.Body {
	return &review.ProtectedBody{ID: q.of(), VictimsSafe: q.on("victims_safe"), PersonSafe: q.on("person_safe"), NoContact: q.on("no_contact")}
}

func wishFields(q *sheet) []Field {
	return []Field{q.say(q.p.T("review.wished.says")), q.field(radios, "wish", words(q.p, "wish", review.Wishes()...)...)}
}

func wishBody(q *sheet) review.Body { return &review.WishedBody{ID: q.of(), Wish: q.get("wish")} }

func leaveFields(q *sheet) []Field { return []Field{q.say(q.p.T("review.withdrew.says"))} }

func leaveBody(q *sheet) review.Body { return &review.WithdrewBody{ID: q.of()} }

func tellReleaseFields(q *sheet) []Field {
	return []Field{q.say(q.p.T("review.release_told.says")), q.tick("person_safe"), q.tick("victims_safe")}
}

func tellReleaseBody(q *sheet) review.Body {
	return &review.ReleaseToldBody{ID: q.of(), PersonSafe: q.on("person_safe"), VictimsSafe: q.on("victims_safe")}
}

func standingFields(q *sheet) []Field { return []Field{yesNo(q, "granted"), q.area("why")} }

func standingBody(q *sheet) review.Body {
	return &review.StandingBody{ID: q.of(), Granted: q.get("granted") == "y", Why: q.get("why")}
}

func noticeFields(q *sheet) []Field {
	if q.x.Part.Role == review.Member {
		return []Field{q.say(q.p.T("review.exception.says")), q.area("exception")}
	}
	return []Field{q.say(q.p.T("review.notice.says")), q.say(closingWords(q.p, q.x)), q.area("summary")}
}

func noticeBody(q *sheet) review.Body {
	return &review.NoticedBody{ID: q.of(), Exception: q.get("exception"), Summary: q.get("summary")}
}

// submitFields ask for points in words, or for a recording with its gist: what
// was said is answered like what was written.
func submitFields(q *sheet) []Field {
	points := q.area("points")
	points.Rows = 8
	out := []Field{points, maybe(q.upload("voice"))}
	out[1].Accept = "audio/*,.m4a,.mp3,.ogg,.opus,.wav,.amr"
	if q.x.Part.Role != review.VictimsLiaison && q.x.Part.Role != review.VictimRepresentative {
		return out
	}
	return append([]Field{q.groups()}, append(out, q.tick("panel"))...)
}

// groups ask for which group with standing somebody speaks.
func (q *sheet) groups() Field {
	var groups []part.Option
	for i, g := range q.x.Groups {
		if g.Standing == review.StandingGranted {
			groups = append(groups, part.Option{Value: g.ID, Label: q.p.T("review.group.nth", i+1)})
		}
	}
	if len(groups) == 1 {
		groups[0].Chosen = true
	}
	return q.field(choice, "group", groups...)
}

func nothingMoreFields(q *sheet) []Field {
	says := q.say(q.p.T("review.nothing_more.says"))
	if q.x.Part.Role == review.Representative {
		return []Field{says}
	}
	return []Field{says, q.groups()}
}

// submit enters a submission, with its recording where there is one.
func submit(q *sheet) error {
	var points []string
	for t := range strings.Lines(q.get("points")) {
		if t = strings.TrimSpace(t); t != "" {
			points = append(points, t)
		}
	}
	b := review.Submit(q.NewID(), q.get("group"), points...)
	if q.file == nil {
		return q.Reviews.Enter(q.ctx, q.actor(q.ctx), q.x.ID, q.saw, b)
	}
	return q.Reviews.Speak(q.ctx, q.actor(q.ctx), q.x.ID, q.saw, b, q.file, q.on("panel"))
}

// listen gives a recording to somebody who may hear it. Each hearing is noted.
func (s *Screen) listen(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	x, err := s.see(ctx, r.PathValue("id"), access.CaseRead)
	if err != nil {
		return err
	}
	v, sound, err := s.Reviews.Listen(ctx, x.Part.Account, x.ID, r.PathValue("voice"))
	if err != nil {
		return err
	}
	defer sound.Close()
	if s.Reads != nil {
		if err := s.Reads.Note(ctx, gate.PrincipalOf(ctx).Account, access.CaseRead, "voice "+v.ID); err != nil {
			return fmt.Errorf("note a hearing: %w", err)
		}
	}
	h := w.Header()
	h.Set("Content-Type", v.Media)
	h.Set("Content-Length", strconv.FormatInt(v.Size, 10))
	h.Set("Content-Disposition", `inline; filename="recording"`)
	h.Set("X-Content-Type-Options", "nosniff")
	_, err = io.Copy(w, sound)
	return err
}

// voices are the recordings that the reader may hear.
func (c page) voices() Section {
	if len(c.x.Voices) == 0 {
		return Section{}
	}
	s := Section{ID: "voices", Title: c.p.T("review.voices"), Note: c.p.T("review.voices.note")}
	for i, v := range c.x.Voices {
		r := Row{Title: c.p.T("review.voice.nth", i+1), Meta: c.p.T("review.voice.line", c.p.N("review.voice.seconds", v.Seconds), c.p.DateTime(v.At.Time()))}
		r.Sound = casePath(c.x.ID) + "/voices/" + v.ID
		s.Rows = append(s.Rows, r)
	}
	return s
}
