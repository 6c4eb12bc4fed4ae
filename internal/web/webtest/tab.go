package webtest

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// do runs steps, and ends the test when one cannot be done. A page that was
// replaced between the finding of an element and its use is asked again: under
// load that happens to any page that follows another.
func (tab *Tab) do(what string, steps ...chromedp.Action[chromedp.Void]) {
	tab.t.Helper()
	if err := persist(func() error { return chromedp.Do(tab.ctx, steps...) }); err != nil {
		tab.t.Fatalf("%s: %v", what, err)
	}
}

// persist does something again for as long as it meets a page that has just
// been replaced, and no longer than a test is patient.
func persist(do func() error) error {
	err := do()
	for end := time.Now().Add(patience); err != nil && replaced(err) && time.Now().Before(end); {
		time.Sleep(30 * time.Millisecond)
		err = do()
	}
	return err
}

// replaced reports whether an error of the browser says that the page an
// element was found in is no longer there.
func replaced(err error) bool {
	for _, sign := range []string{"Could not find node", "No node with given id", "Node is detached", "does not belong to the document", "context was destroyed", "Cannot find context"} {
		if strings.Contains(err.Error(), sign) {
			return true
		}
	}
	return false
}

// Go opens another address in the tab.
func (tab *Tab) Go(address string) {
	tab.t.Helper()
	tab.do("open "+address, chromedp.Navigate(address))
	tab.Settle()
}

// Settle waits until fonts are there, so that pictures are the same each time.
func (tab *Tab) Settle() {
	tab.t.Helper()
	Eval[bool](tab, `document.fonts.ready.then(() => true)`)
}

// Click clicks the first element that the CSS selector finds. It does not wait
// for a page that follows: see [Tab.Follow].
func (tab *Tab) Click(selector string) {
	tab.t.Helper()
	tab.do("click "+selector, chromedp.Click(selector, chromedp.NodeVisible))
}

// Follow clicks like [Tab.Click], and waits until another page has taken the
// place of this one. Where the page that follows looks like the one before,
// nothing else can tell the two apart.
func (tab *Tab) Follow(selector string) {
	tab.t.Helper()
	Eval[bool](tab, `window.before = true`)
	tab.Click(selector)
	tab.WaitFor(`window.before === undefined`)
}

// Type types into the element that the selector finds.
func (tab *Tab) Type(selector, text string) {
	tab.t.Helper()
	tab.do("type into "+selector, chromedp.SendKeys(selector, text, chromedp.NodeVisible))
}

// Press presses a key with nothing in focus in particular.
func (tab *Tab) Press(keys string) {
	tab.t.Helper()
	tab.do("press "+keys, chromedp.KeyEvent(keys))
}

// Upload gives a file to a file field.
func (tab *Tab) Upload(selector, file string) {
	tab.t.Helper()
	tab.do("upload into "+selector, chromedp.SetUploadFiles(selector, []string{file}))
}

// Wait waits until the selector finds something that can be seen.
func (tab *Tab) Wait(selector string) {
	tab.t.Helper()
	tab.WaitFor(fmt.Sprintf(`document.querySelector(%q)?.checkVisibility() === true`, selector))
}

// patience is how long a page may take to become what a test waits for.
const patience = 90 * time.Second

// WaitFor waits until the script expression is true of a page that is loaded,
// over as many pages as come and go meanwhile.
func (tab *Tab) WaitFor(expression string) {
	tab.t.Helper()
	expression = `document.readyState === "complete" && (` + expression + `)`
	var err error
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(30 * time.Millisecond) {
		var done bool
		if done, err = chromedp.Run(tab.ctx, chromedp.Evaluate[bool](expression)); err == nil && done {
			return
		}
	}
	tab.t.Fatalf("waited %v for %s (last error: %v)", patience, expression, err)
}

// Text is the text of the element that the selector finds, as it is seen.
func (tab *Tab) Text(selector string) string {
	tab.t.Helper()
	var s string
	err := persist(func() (err error) {
		s, err = chromedp.Run(tab.ctx, chromedp.Text(selector))
		return err
	})
	if err != nil {
		tab.t.Fatalf("text of %s: %v", selector, err)
	}
	return s
}

// Location is the address that the tab is at.
func (tab *Tab) Location() string {
	tab.t.Helper()
	s, err := chromedp.Run(tab.ctx, chromedp.Location())
	if err != nil {
		tab.t.Fatalf("location: %v", err)
	}
	return s
}

// Eval is the value of a script expression in the page; a promise is waited for.
func Eval[T any](tab *Tab, expression string) T {
	tab.t.Helper()
	var v T
	err := persist(func() (err error) {
		v, err = chromedp.Run(tab.ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
		return err
	})
	if err != nil {
		tab.t.Fatalf("evaluate %.80s: %v", expression, err)
	}
	return v
}

// Width makes the tab as wide as a screen; see [PhoneWidth].
func (tab *Tab) Width(pixels int) {
	tab.t.Helper()
	tab.do("set width", chromedp.EmulateViewport(int64(pixels), 900))
}

// Dark asks the page for its dark colours, or for the light ones.
func (tab *Tab) Dark(on bool) {
	tab.t.Helper()
	value := "light"
	if on {
		value = "dark"
	}
	params := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: value},
		{Name: "prefers-reduced-motion", Value: "reduce"}, // a colour half changed is no colour
	}}
	if _, err := chromedp.Call(tab.ctx, emulation.SetEmulatedMedia, params); err != nil {
		tab.t.Fatalf("set colours: %v", err)
	}
}

// Print shows the page as it is printed.
func (tab *Tab) Print() {
	tab.t.Helper()
	if _, err := chromedp.Call(tab.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"}); err != nil {
		tab.t.Fatalf("set print: %v", err)
	}
}

// NoScripts switches scripts off (or on again) for the next page.
func (tab *Tab) NoScripts(off bool) {
	tab.t.Helper()
	if _, err := chromedp.Call(tab.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: off}); err != nil {
		tab.t.Fatalf("switch scripts: %v", err)
	}
}

// Forget drops the tab's cookies, as the end of a session does.
func (tab *Tab) Forget() {
	tab.t.Helper()
	if _, err := chromedp.Call(tab.ctx, network.ClearBrowserCookies, cdp.Empty{}); err != nil {
		tab.t.Fatalf("forget cookies: %v", err)
	}
}

// Cookie gives the tab a cookie for the address, as a session goes on in another
// tab.
func (tab *Tab) Cookie(address, name, value string) {
	tab.t.Helper()
	if _, err := chromedp.Call(tab.ctx, network.SetCookie, network.SetCookieParams{Name: name, Value: value, URL: address}); err != nil {
		tab.t.Fatalf("set cookie: %v", err)
	}
}

// Screenshot writes a picture of the whole page to file. A page that fits its
// window is taken as the window shows it: Chromium moves a page that reads from
// the right sideways when it is asked for more than there is.
func (tab *Tab) Screenshot(file string) {
	tab.t.Helper()
	longer := Eval[bool](tab, `document.documentElement.scrollHeight > innerHeight`)
	shot, err := chromedp.Call(tab.ctx, page.CaptureScreenshot, page.CaptureScreenshotParams{CaptureBeyondViewport: &longer})
	if err != nil {
		tab.t.Fatalf("screenshot: %v", err)
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		tab.t.Fatal(err)
	}
	if err := os.WriteFile(file, shot.Data, 0o644); err != nil {
		tab.t.Fatal(err)
	}
}

// PDF is the page as it is printed, in the size that its own styles ask for.
func (tab *Tab) PDF() []byte {
	tab.t.Helper()
	pdf, err := chromedp.Run(tab.ctx, chromedp.PrintToPDF(chromedp.PDFPreferCSSPageSize()))
	if err != nil {
		tab.t.Fatalf("print: %v", err)
	}
	return pdf
}
