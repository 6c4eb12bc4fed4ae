// Package webtest opens pages in a real browser and fails the test for what a
// reader would meet: a script error, a broken content security policy, an
// element that assistive technology cannot use.
//
// It needs Chromium, as Debian packages it. Where there is none the test is
// skipped and says so; BROWSERTEST=require makes that a failure.
//
// Only tests import it: it carries axe-core (MPL-2.0, LICENSE.axe-core), which
// is never part of the program.
package webtest

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// Widths of the screens that pages are looked at on.
const (
	DeskWidth  = 1280
	PhoneWidth = 360
)

// A Browser is a running Chromium, closed when its test ends.
type Browser struct{ ctx context.Context }

// flags keep the browser from doing anything that a test did not ask for.
var flags = []string{"no-sandbox", "disable-gpu", "disable-quic", "disable-component-update", "disable-domain-reliability"}

// Start runs a browser for the test, or skips it by name where there is none.
func Start(t testing.TB) *Browser {
	t.Helper()
	if testing.Short() {
		t.Skip("skipped: a browser takes more than a short test has")
	}
	path, err := find()
	if err != nil {
		if os.Getenv("BROWSERTEST") == "require" {
			t.Fatal(err)
		}
		t.Skip("skipped: ", err)
	}
	opts := append(slices.Clone(chromedp.DefaultExecAllocatorOptions[:]), chromedp.ExecPath(path), chromedp.WindowSize(DeskWidth, 900))
	for _, f := range flags {
		opts = append(opts, chromedp.Flag(f, true))
	}
	alloc, stop := chromedp.NewExecAllocator(context.Background(), opts...)
	t.Cleanup(stop)
	ctx, quit := chromedp.NewContext(alloc)
	t.Cleanup(quit)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("start %s: %v", path, err)
	}
	return &Browser{ctx}
}

func find() (string, error) {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", fmt.Errorf("no Chromium on the path (Debian: apt-get install chromium)")
}

// A Tab is one page. Its test fails when the page's console has an error.
type Tab struct {
	t   testing.TB
	ctx context.Context

	mu       sync.Mutex
	errors   []string
	expected []string
}

// Open opens address in a tab of its own, a desk wide.
func (b *Browser) Open(t testing.TB, address string) *Tab {
	t.Helper()
	ctx, cancel := chromedp.NewContext(b.ctx)
	t.Cleanup(cancel)
	ctx, stop := context.WithTimeout(ctx, walkFor)
	t.Cleanup(stop)
	tab := &Tab{t: t, ctx: ctx}
	tab.listen()
	t.Cleanup(tab.complain)
	tab.Width(DeskWidth)
	tab.Dark(false)
	tab.Go(address)
	return tab
}

// walkFor is how long one tab may be walked; a machine that does other work
// needs most of it.
const walkFor = 6 * time.Minute

// listen collects what the console reports as an error, violations of the
// content security policy among it.
func (tab *Tab) listen() {
	entries := chromedp.Events(tab.ctx, log.EntryAdded)
	go func() {
		for e, err := range entries {
			if err != nil {
				return
			}
			if e.Entry.Level == log.EntryLevelError {
				tab.note(e.Entry.Text + " " + e.Entry.URL)
			}
		}
	}()
	thrown := chromedp.Events(tab.ctx, runtime.ExceptionThrown)
	go func() {
		for e, err := range thrown {
			if err != nil {
				return
			}
			text := e.ExceptionDetails.Text
			if x := e.ExceptionDetails.Exception; x != nil {
				text += " " + x.Description
			}
			tab.note(text)
		}
	}()
}

func (tab *Tab) note(s string) {
	tab.mu.Lock()
	defer tab.mu.Unlock()
	tab.errors = append(tab.errors, s)
}

// Expect lets errors pass that contain part, such as the status of a refused
// form, which the console reports too.
func (tab *Tab) Expect(part string) {
	tab.mu.Lock()
	defer tab.mu.Unlock()
	tab.expected = append(tab.expected, part)
}

func (tab *Tab) complain() {
	tab.mu.Lock()
	defer tab.mu.Unlock()
	for _, e := range tab.errors {
		if !slices.ContainsFunc(tab.expected, func(part string) bool { return strings.Contains(e, part) }) {
			tab.t.Errorf("console: %s", e)
		}
	}
}
