package facilities_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/web/webtest"
)

// picture is where a screenshot goes: the folder KASHF_PICTURES names, or one
// that is thrown away.
func picture(t *testing.T, name string) string {
	if dir := os.Getenv("KASHF_PICTURES"); dir != "" {
		return filepath.Join(dir, name)
	}
	return filepath.Join(t.TempDir(), name)
}

func TestInBrowser(t *testing.T) {
	b := webtest.Start(t)
	o, j := openWith(t)
	addSource(t, j, o, "s1")
	addSource(t, j, o, "s2")
	drawParts(t, j)
	tab := b.Open(t, "about:blank")
	tab.Expect("401")
	a := o.Account("walker", access.CaseWorker)
	tab.Go(o.URL + "/sign-in")
	tab.Type("[name=login]", a.Account.Login)
	tab.Type("[name=password]", a.Password)
	tab.Type("[name=code]", o.Code(a.Secret))
	tab.Click("main form button:not([type=button])")
	tab.WaitFor(`!location.pathname.startsWith("/sign-in")`)
	look := func(name string) {
		t.Helper()
		tab.Axe()
		tab.Narrow()
		tab.Screenshot(picture(t, name+".png"))
		tab.Width(webtest.PhoneWidth)
		tab.Axe()
		tab.Narrow()
		tab.Screenshot(picture(t, name+"-phone.png"))
		tab.Width(webtest.DeskWidth)
	}
	for _, lang := range locale.Languages() {
		tab.Go(o.URL + "/facilities?lang=" + lang)
		look("facilities-" + lang)
		tab.Type("#q", "فرع الخطيب")
		tab.Click(".facility-search button")
		tab.Wait("#found")
		look("facilities-found-" + lang)
		tab.Click("#found li a")
		tab.Wait("#names")
		look("facilities-one-" + lang)
		tab.Go(o.URL + "/facilities/SED/tell?lang=" + lang)
		tab.Click("[name=what][value=held]")
		tab.Type("[name=text]", "60–75")
		tab.Type("[name=area]", "20 metres")
		webtest.Eval[bool](tab, `document.querySelector("[name=source]").selectedIndex = 1; true`)
		tab.Expect("422")
		tab.Follow("main form .primary")
		look("facilities-tell-" + lang)
		webtest.Eval[bool](tab, `document.querySelector("[name=area]").value = "6×4"; true`)
		tab.Follow("main form .primary")
		tab.Wait("#told table")
		tab.Go(o.URL + "/facilities/SED?lang=" + lang)
		look("facilities-held-" + lang)
		tab.Go(o.URL + "/facilities/SED/people?lang=" + lang)
		look("facilities-people-" + lang)
		tab.Go(o.URL + "/facilities/SED/parts/C5?lang=" + lang)
		look("facilities-part-" + lang)
		tab.Go(o.URL + "/facilities/SED/parts/new?lang=" + lang)
		look("facilities-part-new-" + lang)
	}
}

// drawParts enters the parts of a place, and figures of one of them.
func drawParts(t *testing.T, j *journal.Journal) {
	t.Helper()
	words := []register.PartBody{
		{ID: "W1", Part: "W1", Site: "SED", Kind: "wing", Name: "الجناح أ", Source: "s1"},
		{ID: "F1", Part: "F1", Site: "SED", In: "W1", Kind: "floor", Name: "الطابق الأول", Source: "s1"},
		{ID: "C5", Part: "C5", Site: "SED", In: "F1", Kind: "dormitory", Name: "مهجع 5", Source: "s1"},
		{ID: "C5B", Part: "C5", Site: "SED", In: "W1", Kind: "cell", Name: "Dormitory 5", Source: "s2", Note: "From the sketch in the testimony."},
		{ID: "C6", Part: "C6", Site: "SED", In: "F1", Kind: "dormitory", Name: "مهجع 6", Source: "s1"},
		{ID: "S9", Part: "S9", Site: "SED-R", Kind: "solitary", Name: "منفردة 9", Source: "s1"},
	}
	figures := []register.TallyBody{
		{ID: "T1", Site: "SED", What: "held", Text: "60–75", Least: 60, Most: 75, Area: 2000, Part: "مهجع 5", In: "C5", On: "2013", Source: "s1"},
		{ID: "T2", Site: "SED", What: "held", Text: "5", Least: 5, Most: 5, Area: 1800, In: "C5", Source: "s2"},
		{ID: "T3", Site: "SED", What: "held", Text: "hundreds", Least: 200, Most: 999, Source: "s1"},
		{ID: "T4", Site: "SED", What: "held", Text: "more than 3,500", Least: 3500, Most: -1, Source: "s2"},
	}
	err := j.Do(t.Context(), journal.Actor{Account: journal.Local}, func(ctx context.Context, u *journal.Unit) error {
		for _, w := range words {
			if _, err := u.Append(ctx, journal.Draft{Kind: register.PartTold, Body: w}); err != nil {
				return err
			}
		}
		for _, f := range figures {
			if _, err := u.Append(ctx, journal.Draft{Kind: register.SiteTold, Body: f}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
