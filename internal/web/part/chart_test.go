package part_test

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"

	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/web/part"
	"kashf.org/kashf/place"
)

func render(t *testing.T, c templ.Component) string {
	t.Helper()
	var b strings.Builder
	if err := c.Render(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func day(y, m int) time.Time { return time.Date(y, time.Month(m), 1, 0, 0, 0, 0, time.UTC) }

var span = regexp.MustCompile(`<rect class="fill-1" x="([\d.]+)%" y="\d+" width="([\d.]+)%"`)

func TestTimelineIsMirrored(t *testing.T) {
	tl := part.Timeline{
		From: day(2010, 1), To: day(2020, 1),
		Rows: []part.TimelineRow{{Source: part.Chip{Name: "A"}, Spans: []part.Span{{Label: "held", From: day(2010, 1), To: day(2015, 1)}}}},
	}
	for lang, want := range map[string][2]string{"en": {"0.00", "50.00"}, "ar": {"50.00", "50.00"}} {
		m := span.FindStringSubmatch(render(t, part.TimelineChart(locale.For(lang), tl)))
		if m == nil || m[1] != want[0] || m[2] != want[1] {
			t.Errorf("%s: span at %v, want x and width %v", lang, m, want)
		}
	}
}

func TestTimelineSaysWhatIsUncertain(t *testing.T) {
	p := locale.For("en")
	for _, tt := range []struct {
		name string
		span part.Span
		want string
	}{
		{"start", part.Span{Label: "held", Earliest: day(2012, 1), From: day(2013, 1), To: day(2014, 1)}, "<title>held, start uncertain</title>"},
		{"end", part.Span{Label: "held", From: day(2013, 1), To: day(2014, 1), Latest: day(2015, 1)}, "<title>held, end uncertain</title>"},
		{"open", part.Span{Label: "held", From: day(2013, 1)}, `class="gap"`},
		{"nothing", part.Span{Label: "held"}, `class="gap"`},
		{"moment", part.Span{Label: "seen", From: day(2013, 1), Moment: true}, "<circle"},
		{"hostile", part.Span{Label: `</title><script>`, From: day(2013, 1), Moment: true}, "&lt;/title&gt;&lt;script&gt;"},
	} {
		got := render(t, part.TimelineChart(p, part.Timeline{Rows: []part.TimelineRow{{Spans: []part.Span{tt.span}}}}))
		if !strings.Contains(got, tt.want) {
			t.Errorf("%s: no %q in %s", tt.name, tt.want, got)
		}
		if strings.Contains(got, "<script>") {
			t.Errorf("%s: markup of the data reaches the page", tt.name)
		}
	}
}

// Gaps and contradictions lie across every row and stand in words in one of
// their own; what is vague has no day that is drawn as sure.
func TestTimelineMarksWhatIsWrong(t *testing.T) {
	p := locale.For("en")
	got := render(t, part.TimelineChart(p, part.Timeline{
		Rows: []part.TimelineRow{{Spans: []part.Span{{Label: "held", Earliest: day(2013, 1), From: day(2013, 1), To: day(2013, 12), Latest: day(2013, 12), Vague: true}}}, {}},
		Bands: []part.Stretch{
			{Label: "nothing tells where", Text: "March", From: day(2013, 3), To: day(2013, 4)},
			{Label: "in two places", Text: "May", From: day(2013, 5), To: day(2013, 6), Clash: true},
		},
	}))
	if n := strings.Count(got, `<rect class="band-gap" x=`); n != 3 {
		t.Errorf("the gap is drawn %d times, want in two rows and its own", n)
	}
	if !strings.Contains(got, `class="band-clash"`) || !strings.Contains(got, "<bdi>in two places</bdi>") {
		t.Errorf("the contradiction is not drawn, or not told: %s", got)
	}
	if span.MatchString(got) || !strings.Contains(got, "fill-1 soft") {
		t.Errorf("a vague span is drawn as sure: %s", got)
	}
}

func TestEmptyChartsDraw(t *testing.T) {
	p := locale.For("ar")
	for name, c := range map[string]templ.Component{
		"timeline":  part.TimelineChart(p, part.Timeline{}),
		"bars":      part.BarChart(p, "", nil),
		"zero bars": part.BarChart(p, "", []part.Bar{{Label: "a"}}),
		"waterfall": part.WaterfallChart(p, part.Waterfall{}),
		"overlap":   part.OverlapMatrix(p, part.Overlap{Lists: []string{"a", "b"}, Cells: [][]int{{0, 0}, {0, 0}}}),
		"sparkline": part.Sparkline(p, nil, "nothing"),
		"one point": part.Sparkline(p, []int{3}, "three"),
		"progress":  part.Progress(p, part.Work{Done: 5, Total: 3}),
	} {
		if got := render(t, c); strings.Contains(got, "NaN") || strings.Contains(got, "Inf") || got == "" {
			t.Errorf("%s draws %q", name, got)
		}
	}
}

func TestWaterfallAddsUp(t *testing.T) {
	got := render(t, part.WaterfallChart(locale.For("en"), part.Waterfall{
		Start: -8, Rows: []part.Weighing{{Field: "name", Bits: 10}, {Field: "born", Bits: -1}},
	}))
	for _, want := range []string{"<title>-8.0</title>", "<title>+10.0</title>", "<title>-1.0</title>", "<title>+1.0</title>", `class="against"`} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in %s", want, got)
		}
	}
}

// Ways around one town are drawn large enough to be told apart, and the places
// that they lead to are named once each.
func TestMapShowsWaysNearBy(t *testing.T) {
	here, near, far := place.Point{Lat: 33.665, Lon: 36.33}, place.Point{Lat: 33.51, Lon: 36.29}, place.Point{Lat: 36.2, Lon: 37.16}
	width := func(m part.Map) float64 {
		var x, y, w, h float64
		if _, err := fmt.Sscanf(regexp.MustCompile(`viewBox="([^"]+)"`).FindStringSubmatch(render(t, part.MapPicture(m)))[1], "%f %f %f %f", &x, &y, &w, &h); err != nil {
			t.Fatal(err)
		}
		return w
	}
	way := func(p place.Point, name string) part.Way {
		return part.Way{From: p, To: here, N: 3, Name: name, Label: name}
	}
	whole, close, wide := width(part.Map{}), width(part.Map{Ways: []part.Way{way(near, "a")}}), width(part.Map{Ways: []part.Way{way(near, "a"), way(far, "b")}})
	if close > whole/4 || wide <= close || wide > whole {
		t.Errorf("breadth of the country %.0f, of ways near by %.0f, of one far off too %.0f", whole, close, wide)
	}
	got := render(t, part.MapPicture(part.Map{Ways: []part.Way{way(near, "الفرع <227>"), way(near, "the same town")}}))
	if !strings.Contains(got, "الفرع &lt;227&gt;") || strings.Contains(got, ">the same town</text>") {
		t.Errorf("names: %s", got)
	}
}
