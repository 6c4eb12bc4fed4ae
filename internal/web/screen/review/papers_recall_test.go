package review

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"kashf.org/kashf/internal/review"
)

// breached is a release under a condition; that it was broken was alleged, and
// heard.
func breached(end string) review.Seen {
	at := review.Micros(1_700_000_000_000_000)
	return review.Seen{
		Events: []review.Event{
			{At: at, Body: &review.RecallAskedBody{ID: "r1", Why: "words of a source"}},
			{At: at + 9_000_000_000, Body: &review.RecallHeardBody{
				ID: "r1", How: review.InPerson, Present: []string{"m", "o"}, Others: []review.Attendee{{As: "interpreter", Name: "Shirin"}}, Language: "kmr", Interpreter: true,
			}},
		},
		Case: &review.Case{
			ID: "01JABCDEFGHJKMNPQRSTVWXYZ1", Liberty: review.Liberty{State: review.ReleaseVerified},
			Cast: []review.Part{{Account: "m", Role: review.Member, Seat: "chair"}, {Account: "o", Role: review.Observer}},
			Recalls: []review.Recall{
				{ID: "r1", Condition: review.Condition{Kind: "no_contact", To: "somebody's name"}, At: at, Heard: review.InPerson, End: end},
				{ID: "r2", Condition: review.Condition{Kind: "residence"}, At: at},
			},
		},
	}
}

// The record of a hearing on a breach calls it an allegation, has a line for
// everybody in the room, and says neither what the panel made of it nor whom the
// condition names. Of a hearing that was not held there is none.
func TestRecallRecord(t *testing.T) {
	to := []review.Role{review.Registrar, review.Representative, review.Observer, review.Member}
	for _, end := range []string{"", "free", "judge"} {
		x := breached(end)
		offered(t, "recall-r1", x, to, func(c page, v PaperView) {
			text := fmt.Sprintf("%+v", v)
			alleged := map[string]string{"ar": "ادعاء قيد الفحص", "en": "allegation under examination"}[c.p.Lang()]
			for _, want := range []string{alleged, "Shirin", c.p.T("review.language.kmr"), c.p.T("review.condition.no_contact"), c.p.T("review.how.in_person"), c.p.DateTime(x.Events[1].At.Time())} {
				if !strings.Contains(text, want) {
					t.Errorf("the record in %s lacks %q: %s", c.p.Lang(), want, text)
				}
			}
			for _, never := range []string{"words of a source", "somebody's name", c.p.T("review.recall.free"), c.p.T("review.recall.judge"), "review.paper"} {
				if strings.Contains(text, never) {
					t.Errorf("the record in %s says %q: %s", c.p.Lang(), never, text)
				}
			}
			for _, line := range []string{c.p.T("review.f.said"), c.p.T("review.paper.hearing.hand.person"), c.p.T("review.role.observer"), "Shirin"} {
				if !slices.ContainsFunc(v.Hand, func(l string) bool { return strings.Contains(l, line) }) {
					t.Errorf("no line in %s for %q: %q", c.p.Lang(), line, v.Hand)
				}
			}
			for _, long := range []string{c.p.T("review.f.said"), c.p.T("review.paper.hearing.hand.corrected")} {
				if !slices.Contains(v.Long, long) {
					t.Errorf("no room in %s for %q: %q", c.p.Lang(), long, v.Long)
				}
			}
		})
	}
	x := breached("")
	for _, none := range []string{"recall-r2", "recall-r3", "recall-", "recall"} {
		offered(t, none, x, nil, nil)
	}
}

// What is signed stands above the lines to sign, which may fall on a page of their
// own.
func TestLinesToSignSayWhatIsSigned(t *testing.T) {
	x := breached("")
	x.Heard, x.HeardAt = &review.HeardBody{How: review.InPerson, Present: []string{"m"}, Language: "ar", Said: "a word"}, x.Events[1].At
	for _, lang := range []string{"ar", "en"} {
		for _, name := range []string{"hearing", "recall-r1"} {
			c := wayPage(lang, review.Registrar, x)
			v, _ := c.paperOf(name)
			for _, want := range []string{v.Title, key(x.ID), c.p.DateTime(x.HeardAt.Time())} {
				if want == "" || !strings.Contains(v.HandOf, want) {
					t.Errorf("above the lines of %s in %s stands %q, without %q", name, lang, v.HandOf, want)
				}
			}
			var out strings.Builder
			if err := Paper(c.p, v).Render(t.Context(), &out); err != nil {
				t.Fatal(err)
			}
			if i := strings.Index(out.String(), "review-hand-of"); i < 0 || i > strings.Index(out.String(), `"review-hand"`) {
				t.Errorf("%s in %s does not say above the lines what is signed: %s", name, lang, out.String())
			}
		}
	}
}
