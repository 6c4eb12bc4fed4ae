package main

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"kashf.org/kashf/internal/web/gate/gatetest"
	"kashf.org/kashf/internal/web/webtest"
)

// What Bayanat's form takes for the same facts, by its templates as published
// (actor and event dialogs of sjacorg/bayanat): each stop at a field or button
// counts one, whether by Tab or by click, though the keyboard alone passes more
// stops than that; a choice from a list takes four letters and Enter; a date is
// a day of ten characters, marked as an estimate where only the month is known.
// Nothing is counted for a title, a time of day, or waiting for a list.
const (
	choose      = 1 + 4 + 1
	day         = 1 + 10
	addEvent    = 1
	estimated   = 1
	saveEvent   = 1
	bayanatStay = addEvent + choose + choose + day + day + estimated + saveEvent // place, kind, from, to
)

func bayanatStrokes() int {
	n := 1 // open the form
	for _, part := range []string{"بشار", "أنور", "النقيب", "ليلى الصفدي"} {
		n += 1 + utf8.RuneCountInString(part)
	}
	n += 2                                               // sex
	n += addEvent + choose + day + estimated + saveEvent // born
	n += choose                                          // place of origin
	n += addEvent + choose + choose + saveEvent          // residence
	n += 3 * bayanatStay                                 // in custody
	n += addEvent + choose + day + saveEvent             // released
	n += choose + day                                    // source, and when it was told
	return n + 1                                         // save
}

// TestKeystrokes enters one released detainee with three stays in custody by
// the keyboard alone, and counts.
func TestKeystrokes(t *testing.T) {
	t.Parallel()
	b := webtest.Start(t)
	s := serveDemo(t, 60)
	tab := b.Open(t, s.url+"/sign-in")
	s.signIn(t, tab, "cases", "ar")
	tab.Go(s.url + "/people")
	strokes := 0
	press := func(keys string) {
		t.Helper()
		strokes += utf8.RuneCountInString(keys)
		tab.Press(keys)
	}
	fill := func(texts ...string) {
		t.Helper()
		for _, x := range texts {
			press(x + "\t")
		}
	}
	began := time.Now()
	press("n")
	tab.WaitFor(`location.pathname === "/people/new" && document.activeElement.name === "full_name"`)
	fill("بشار أنور النقيب", "ليلى الصفدي", "1985", "ذ", "حمص", "حمص", "") // the last passes the parts of the name
	fill("فرع فلسطين", "3/2012", "11/2012", "", "صيدنايا", "=", "1/2015", "", "عدرا", "=", "2/2016", "", "", "")
	fill("حح", "14/2/2016", "", "ن") // the second of the choices that begin so
	press("\r")
	tab.WaitFor(`location.pathname.startsWith("/people/") && location.pathname !== "/people/new"`)
	took := time.Since(began)
	text := tab.Text("main")
	for _, want := range []string{"بشار أنور النقيب", "ليلى الصفدي", "1985", "ذكر", "حمص", "صيدنايا", "عدرا", "ناجٍ أو ناجية"} {
		if !strings.Contains(text, want) {
			t.Errorf("the file does not say %q", want)
		}
	}
	if n := strings.Count(text, "محتجز: "); n != 3 {
		t.Errorf("the file's time axis tells %d stays, want 3", n)
	}
	for _, lang := range []string{"ar", "en"} {
		tab.Go(s.url + "/people/new?lang=" + lang)
		gatetest.Look(t, tab, "by-hand-"+lang)
	}
	theirs := bayanatStrokes()
	t.Logf("%d keystrokes, Bayanat's form %d: %.0f %%; scripted in %v", strokes, theirs, 100*float64(strokes)/float64(theirs), took.Round(time.Millisecond))
	if 10*strokes > 6*theirs {
		t.Errorf("%d keystrokes, want at most 60 %% of %d", strokes, theirs)
	}
}
