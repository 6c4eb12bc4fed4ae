package person_test

import (
	"errors"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/web/gate/gatetest"
	"kashf.org/kashf/internal/web/webtest"
)

// joined is a house in which two people hold Samer's two records of the living
// to be one, and one person says the same of the record of his death.
func joined(t *testing.T) (*house, *gatetest.Visitor) {
	t.Helper()
	h := open(t, nil)
	rana, omar := h.Account("rana", access.Analyst), h.Account("omar", access.Analyst)
	for _, by := range []access.Provisioned{rana, omar} {
		h.judge(t, by, samer, samerLatin, register.SamePerson)
	}
	h.judge(t, rana, samer, samerDead, register.SamePerson)
	h.judge(t, rana, samer, maher, register.Relatives)
	return h, h.Reader(h.Account("nour", access.CaseWorker))
}

func TestFile(t *testing.T) {
	h, v := joined(t)
	page := v.Get(h.href(samer))
	if page.Status != http.StatusOK {
		t.Fatalf("status %d\n%s", page.Status, page.Body)
	}
	for _, want := range []string{
		"سامر خليل الحلاق", "Samer Khalil al-Hallaq", h.number(samer),
		"19 May 2013", "2 June 2013", "are contradicted", "Partner list 2015", "مقابلات الأسر 2014",
		"Reported in one list", "same person", "confirmed by two people", "ماهر خليل الحلاق", "فرع فلسطين", "A list was taken in",
	} {
		if !page.Has(want) {
			t.Errorf("the file does not say %q", want)
		}
	}
	if strings.Contains(page.Body, "<title>سامر") || page.Has("<title>Samer") {
		t.Error("the title of the page names the person")
	}
	if got := h.reads.noted(); !slices.Equal(got, []string{"person.read 1"}) {
		t.Errorf("noted %v", got)
	}
}

// What hangs on a link that one person judged counts for nothing, and is
// marked; once two did, it is told to case staff as not yet told.
func TestDeath(t *testing.T) {
	h, v := joined(t)
	if page := v.Get(h.href(samer)); page.Has("family not yet told") || !page.Has("Two people have not yet confirmed") {
		t.Error("a death counts on one person's word, or is not shown as pending")
	}
	h.judge(t, h.Account("sami", access.Analyst), samer, samerDead, register.SamePerson)
	h.judge(t, h.Account("dima", access.Analyst), samerLatin, samerDead, register.SamePerson)
	page := v.Get(h.href(samer))
	if !page.Has("family not yet told", "11 February 2014") {
		t.Errorf("case staff are not told of the death\n%s", page.Body)
	}
	print := v.Get(h.href(samer) + "/print")
	if print.Status != http.StatusOK || !print.Has("سامر خليل الحلاق", "Printed by Name of nour", "C3") {
		t.Fatalf("print: status %d", print.Status)
	}
	for _, told := range []string{"11 February 2014", "2014-02-11", "قائمة الوفيات", "not yet told", "death", "توقف القلب", "Reported in one list"} {
		if strings.Contains(print.Body, told) {
			t.Errorf("the print says %q", told)
		}
	}
}

// A person whom the reader may not see and a number that nobody has give the
// same answer.
func TestHiddenIsAbsent(t *testing.T) {
	h, v := joined(t)
	hidden, nobody := h.number(george), h.numbers.Format(4711)
	for _, tail := range []string{"", "/print", "/reveal"} {
		a, b := v.Get("/people/"+hidden+tail), v.Get("/people/"+nobody+tail)
		if a.Status != http.StatusNotFound || a.Status != b.Status || a.Body != b.Body {
			t.Errorf("GET %s: hidden %d, absent %d, same bytes %t", tail, a.Status, b.Status, a.Body == b.Body)
		}
	}
	form := url.Values{"purpose": {"search"}, "detail": {"the mother asks"}}
	a, b := v.Post("/people/"+hidden+"/reveal", form), v.Post("/people/"+nobody+"/reveal", form)
	if a.Status != http.StatusNotFound || a.Body != b.Body {
		t.Errorf("POST reveal: hidden %d, absent %d", a.Status, b.Status)
	}
	if other := h.Reader(h.AccountOf(h.other.ID, "lina", access.CaseWorker)).Get("/people/" + hidden); other.Status != http.StatusOK {
		t.Errorf("its own organisation gets %d", other.Status)
	}
	if len(h.reads.noted()) != 1 {
		t.Errorf("noted %v, want the one file that was opened", h.reads.noted())
	}
}

func TestNumbers(t *testing.T) {
	h, v := joined(t)
	want := h.href(samer)
	for name, at := range map[string]string{
		"merged person": h.href(samerLatin),
		"as typed":      strings.ToLower(strings.ReplaceAll(want, "-", "")),
	} {
		if page := v.Get(strings.Replace(at, "/PEOPLE", "/people", 1)); page.At != want || page.Status != http.StatusOK {
			t.Errorf("%s: at %s, status %d, want %s", name, page.At, page.Status, want)
		}
	}
	if page := v.Get(h.href(samerLatin) + "/print"); page.At != want+"/print" {
		t.Errorf("print of a merged person is at %s", page.At)
	}
}

func TestReveal(t *testing.T) {
	h, v := joined(t)
	phone := "0944000111"
	page := v.Get(h.href(samer))
	if page.Has(phone) || !page.Has("Open protected values", "opened only for a stated purpose") {
		t.Fatal("a telephone number is open, or nothing says that it is withheld")
	}
	at := h.href(samer) + "/reveal"
	if page = v.Get(at); !page.Has("What they are needed for", "To answer a family") {
		t.Fatalf("the form: status %d\n%s", page.Status, page.Body)
	}
	for name, form := range map[string]url.Values{
		"no purpose": {"detail": {"the mother asked for news"}},
		"no words":   {"purpose": {"search"}, "detail": {""}},
		"another":    {"purpose": {"curious"}, "detail": {"the mother asked"}},
	} {
		if page = v.Post(at, form); page.Status != http.StatusUnprocessableEntity || !page.Has(form.Get("detail")) {
			t.Errorf("%s: status %d", name, page.Status)
		}
	}
	page = v.Post(at, url.Values{"purpose": {"answer_family"}, "detail": {"the mother asked for news"}})
	if page.At != h.href(samer) || !page.Has(phone, "30 more minutes") {
		t.Fatalf("after the reveal: at %s, has number %t", page.At, page.Has(phone))
	}
	if print := v.Get(h.href(samer) + "/print"); print.Has(phone) {
		t.Error("the print holds a value that was opened for the screen")
	}
	if v.Get(h.href(layla)).Has("0944000222") {
		t.Error("another file is open too")
	}
	h.Clock.Move(19 * time.Minute)
	v.Get(h.href(samer))
	h.Clock.Move(12 * time.Minute)
	if page = v.Get(h.href(samer)); page.Status != http.StatusOK || page.Has(phone) {
		t.Errorf("after half an hour: status %d, number open %t", page.Status, page.Has(phone))
	}
}

// Without a fresh sign-in a reveal asks for one and keeps what was typed.
func TestRevealStepUp(t *testing.T) {
	h, v := joined(t)
	h.Clock.Move(16 * time.Minute)
	page := v.Post(h.href(samer)+"/reveal", url.Values{"purpose": {"answer_family"}, "detail": {"the mother asked for news"}})
	if page.Has("0944000111") || !page.Has("the mother asked for news", "fresh:password") {
		t.Errorf("status %d at %s\n%s", page.Status, page.At, page.Body)
	}
}

// An analyst may read the file and not ask for what is protected.
func TestWhoMayNotAsk(t *testing.T) {
	h, _ := joined(t)
	v := h.Reader(h.Account("ziad", access.Observer))
	page := v.Get(h.href(samer))
	if page.Status != http.StatusOK || page.Has("/reveal") || page.Has("/print") {
		t.Errorf("status %d, offers what the reader may not do", page.Status)
	}
	for _, tail := range []string{"/print", "/reveal"} {
		if got := v.Get(h.href(samer) + tail).Status; got != http.StatusNotFound {
			t.Errorf("GET %s = %d, want 404", tail, got)
		}
	}
	if got := h.Reader(h.Account("root", access.Administrator)).Get(h.href(samer)).Status; got != http.StatusNotFound {
		t.Errorf("an administrator gets %d", got)
	}
}

func TestUnnotedIsUnread(t *testing.T) {
	h, v := joined(t)
	h.reads.fail = errors.New("disk is full")
	if page := v.Get(h.href(samer)); page.Status != http.StatusInternalServerError || page.Has("سامر") {
		t.Errorf("a read that cannot be noted: status %d", page.Status)
	}
}

// picture is where a screenshot goes: the folder KASHF_PICTURES names, or one
// that is thrown away.
func picture(t *testing.T, name string) string {
	if dir := os.Getenv("KASHF_PICTURES"); dir != "" {
		return filepath.Join(dir, name)
	}
	return filepath.Join(t.TempDir(), name)
}

func TestLooks(t *testing.T) {
	h, _ := joined(t)
	h.judge(t, h.Account("sami", access.Analyst), samer, samerDead, register.SamePerson)
	h.judge(t, h.Account("dima", access.Analyst), samer, laylaDead, register.CannotTell)
	v := h.Reader(h.Account("reem", access.CaseWorker))
	b := webtest.Start(t)
	for _, lang := range locale.Languages() {
		t.Run(lang, func(t *testing.T) {
			tab := b.Open(t, h.URL+"/sign-in")
			webtest.Eval[string](tab, `document.cookie = "kashf=`+v.Cookie()+`; path=/; samesite=strict"`)
			for _, page := range []struct{ name, path string }{
				{"person", h.href(samer)}, {"person-print", h.href(samer) + "/print"}, {"person-reveal", h.href(samer) + "/reveal"},
			} {
				tab.Go(h.URL + page.path + "?lang=" + lang)
				tab.Axe()
				tab.Narrow()
				tab.Screenshot(picture(t, page.name+"-"+lang+".png"))
				tab.Width(webtest.PhoneWidth)
				tab.Axe()
				tab.Narrow()
				tab.Screenshot(picture(t, page.name+"-"+lang+"-phone.png"))
				tab.Width(webtest.DeskWidth)
			}
		})
	}
}
