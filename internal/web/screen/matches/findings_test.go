package matches_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/web/webtest"
)

// manyLists takes two lists of three hundred invented people in, most of them
// on both, so that a run is large enough to be audited.
func (h *house) manyLists() {
	h.t.Helper()
	syllables := []string{"سا", "مو", "رى", "دا", "كي", "نو", "لا", "في", "با", "جو", "را", "ني", "حا", "شو", "طا", "ما"}
	word := func(n int) string { return syllables[n%16] + syllables[n/16%16] + syllables[(n*7+3)%16] }
	towns := []string{"حرستا", "دوما", "القصير", "تلبيسة", "داريا", "الزبداني"}
	var a, b [][]register.Claim
	for i := range 300 {
		name := word(i*5) + " " + word(i*3+70) + " " + word(i*11+31)
		born, town, day := strconv.Itoa(1950+i%45), towns[i%6], fmt.Sprintf("2013-%02d-%02d", 1+i%12, 2+i%26)
		a = append(a, row(name, word(i*2+9), born, town, day))
		switch {
		case i%5 < 3:
			b = append(b, row(name, word(i*2+9), born, town, day))
		case i%5 == 3: // perhaps
			b = append(b, row(word(i*5)+" "+word(i*11+31), "", strconv.Itoa(1951+i%45), "", ""))
		default: // a brother
			b = append(b, row(word(i*5+1)+" "+word(i*3+70)+" "+word(i*11+31), word(i*2+9), strconv.Itoa(1953+i%45), town, day))
		}
	}
	h.list("قائمة الباب الثالث", h.Org.ID, register.ShareAll, a...)
	h.list("Branch register B", h.Org.ID, register.ShareOwner, b...)
}

func TestRunPageSaysWhatItFound(t *testing.T) {
	h := open(t)
	h.manyLists()
	rep := h.link()
	at := "/matches/runs/" + strconv.FormatInt(rep.Entry, 10)
	page := h.rana.Get(at)
	for _, want := range []string{
		"How far the result can be trusted", "Of the pairs that were joined, truly one person", "no answers yet", "By lists", "\u2068قائمة الباب الثالث\u2069 and \u2068Branch register B\u2069",
		"By how common the first name is", "If rows were joined at another weight", "<svg class=\"find-curve\"", "Rows of a person", "The largest groups", "Time and memory it took",
	} {
		if !page.Has(want) {
			t.Errorf("the run's page lacks %q", want)
		}
	}
	// Whoever sees one list of the two is told of no other: no counts, no estimates.
	other, err := h.ProvisionOrg(t.Context(), access.Organisation{NameAr: "أخرى", NameEn: "Other", Kind: access.Victims})
	if err != nil {
		t.Fatal(err)
	}
	lina := h.Reader(h.AccountOf(other.ID, "lina", access.DataOfficer))
	seen := lina.Get(at)
	for _, hidden := range []string{"Branch register B", "How far the result can be trusted", "find-curve", "Rows of a person", "Time and memory it took"} {
		if strings.Contains(seen.Body, hidden) {
			t.Errorf("who sees one list of two is told %q", hidden)
		}
	}
}

func TestBlindPairsAreJudgedTwice(t *testing.T) {
	h := open(t)
	h.manyLists()
	h.link()
	waits, err := h.store.OpenMatches(t.Context(), register.Sight{Machine: true}, "nobody", -1, 10_000)
	if err != nil {
		t.Fatal(err)
	}
	at := slices.IndexFunc(waits, func(m register.OpenMatch) bool {
		blind, err := h.service.Blind(t.Context(), m.Left, m.Right)
		return err == nil && blind
	})
	if at < 0 {
		t.Fatalf("none of %d open pairs is blind", len(waits))
	}
	pair := pathOf(h, waits[at].Left, waits[at].Right)
	h.rana.Post(pair+"/answer", form(h.rana.Get(pair), "different", "two mothers"))

	karim := h.Reader(h.Account("karim", access.Analyst))
	seen := karim.Get(pair)
	if strings.Contains(seen.Body, "two mothers") || strings.Contains(seen.Body, "Name of rana") || strings.Contains(seen.Body, "Why they are apart") {
		t.Error("the second judge of a blind pair sees what the first said")
	}
	after := karim.Post(pair+"/answer", form(seen, "same", "spelt twice"))
	if after.Status != 200 {
		t.Fatalf("second answer: status %d\n%s", after.Status, after.Body)
	}
	if both := karim.Get(pair); !both.Has("two mothers", "spelt twice") {
		t.Error("once both have answered, neither answer shows")
	}
	if js, err := h.store.Standing(t.Context()); err != nil || len(js) != 2 {
		t.Fatalf("%d answers stand, %v, want both", len(js), err)
	}
}

func TestFindingsLook(t *testing.T) {
	browser := webtest.Start(t)
	h := open(t)
	h.manyLists()
	rep := h.link()
	h.SignInWith(browser.Open(t, "about:blank"), h.ranaIs)
	h.LookAt(t, browser, "run-findings", "/matches/runs/"+strconv.FormatInt(rep.Entry, 10))
}
