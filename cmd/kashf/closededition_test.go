package main

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"kashf.org/kashf/internal/dossier"
	"kashf.org/kashf/internal/intake"
	"kashf.org/kashf/internal/register"
)

const (
	editionHead  = "الاسم الكامل,اسم الأم,سنة الولادة,المحافظة,رقم الموقوف\n"
	marchEdition = editionHead +
		"زهير كاظم القنديلي,رئيفة الجمال,1979,ادلب,77123\n" +
		"لمياء شفيق الطحاوي,بهيجة الرزاز,1988,طرطوس,77124\n" +
		"وسيم رياض الشهابي,نجاح العظم,1971,حماة,88001\n" +
		"هيثم بدري الخياط,سلمى العظم,1973,حماة,88002\n"
	aprilEdition = editionHead +
		"زهير كاظم القنديلي,رئيفة الجمال,1979,حلب,77123\n" +
		"وسيم رياض الشهابي,نجاح العظم,1971,حلب,88001\n" +
		"هيثم بدري الخياط,سلمى العظم,1973,حلب,88002\n"
	mayEdition = editionHead + "هيثم بدري الخياط,سلمى العظم,1973,درعا,88002\n"
)

// edition takes a list in as a newer edition of another.
func (s *served) edition(of taken, name, text string) taken {
	s.Helper()
	ctx := s.Context()
	blob, sniffed, err := s.d.intake.Keep(ctx, strings.NewReader(text))
	s.must(err)
	done, err := s.d.intake.Take(ctx, s.builder().actor("data"), intake.Order{
		Source: of.source, FileName: name, Blob: blob, Sniffed: sniffed, Mapping: intake.Draft(sniffed, intake.Standard()),
		Edition: &intake.EditionOrder{Of: of.id, Most: register.C3},
	})
	s.must(err)
	im, err := s.d.store.ImportOf(ctx, register.Sight{Machine: true}, done.Import)
	s.must(err)
	return taken{of.source, done.Import, im.First, done.Entry}
}

// Two editions side by side tell whoever has a conflict nothing of the file
// that it closes, neither in what was taken in nor in what is about to be.
func TestConflictClosesTheFileBetweenEditions(t *testing.T) {
	s := serveWorld(t)
	b := s.builder()
	march := b.take("data", register.Source{Name: "سجل الطبعات", Kind: "family", Owner: s.archive, Sharing: register.ShareAll}, "march.csv", marchEdition)
	s.must(b.err)
	april := s.edition(march, "april.csv", aprilEdition)
	page := "/lists/imports/" + string(april.id)
	data := s.reader("data")
	if a := data.get(page); !strings.Contains(a.body, "القنديلي") || !strings.Contains(a.body, "Changed (3)") || !strings.Contains(a.body, "Dropped (1)") {
		t.Fatalf("the page of the edition without a conflict = %d: the test shows nothing", a.status)
	}
	s.conflict("data", march.first, march.first+1)
	data = s.reader("data")
	hidden := func(where, body string) {
		t.Helper()
		for _, name := range []string{"القنديلي", "الطحاوي"} {
			if strings.Contains(body, name) {
				t.Errorf("%s tells of %s", where, name)
			}
		}
	}
	for show, want := range map[string]string{"changed": "Changed (2)", "added": "Added (0)", "dropped": "Dropped (0)"} {
		a := data.get(page + "?show=" + show)
		if a.status != http.StatusOK || !strings.Contains(a.body, want) {
			t.Errorf("%s rows to whom a file is closed = %d, want %s", show, a.status, want)
		}
		hidden(show, a.body)
	}
	id := s.sends(data, march.source, "may.csv", mayEdition)
	up := "/lists/uploads/" + id + "/edition"
	if a := data.post(up, url.Values{"do": {"compare"}, "of": {string(april.id)}}); a.status != http.StatusSeeOther {
		t.Fatalf("choosing an edition = %d\n%s", a.status, a.body)
	}
	for show, want := range map[string]string{"changed": "Changed (1)", "dropped": "Dropped (1)", "perhaps": ""} {
		a := data.get(up + "?show=" + show)
		if a.status != http.StatusOK || !strings.Contains(a.body, want) {
			t.Errorf("%s rows of a file to come = %d, want %s", show, a.status, want)
		}
		hidden("the comparison, "+show, a.body)
	}
}

// A row that was destroyed by law is on no page of an edition: neither among
// what was changed nor among what was dropped.
func TestDestroyedRowsOfAnEdition(t *testing.T) {
	s := serveWorld(t)
	b := s.builder()
	march := b.take("data", register.Source{Name: "سجل الطبعات", Kind: "family", Owner: s.archive, Sharing: register.ShareAll}, "march.csv", marchEdition)
	s.must(b.err)
	april := s.edition(march, "april.csv", aprilEdition)
	for _, x := range []struct {
		id  register.ImportID
		row int
	}{{april.id, 1}, {march.id, 2}, {march.id, 3}} {
		_, err := s.d.destroyRow(t.Context(), b.actor("data"), x.id, x.row, "by order of a court")
		s.must(err)
	}
	for show, want := range map[string]string{"changed": "Changed (2)", "dropped": "Dropped (0)"} {
		a := s.reader("data").get("/lists/imports/" + string(april.id) + "?show=" + show)
		if a.status != http.StatusOK || !strings.Contains(a.body, want) {
			t.Errorf("%s rows of an edition with a destroyed one = %d, want %s", show, a.status, want)
		}
	}
}

// A file that leaves tells what the newest edition of a list says, as the
// person's page does: what the list said before does not stand beside it.
func TestExportTellsTheNewestEdition(t *testing.T) {
	s := serveWorld(t)
	b := s.builder()
	const head = "الاسم الكامل,اسم الأم,مكان الاعتقال,المهنة,رقم الموقوف\n"
	march := b.take("data", register.Source{Name: "سجل الطبعات", Kind: "family", Owner: s.archive, Sharing: register.ShareAll}, "march.csv", head+"هيثم بدري الخياط,سلمى العظم,حماة,نجار,88002\n")
	s.must(b.err)
	s.edition(march, "april.csv", head+"هيثم بدري الخياط,سلمى العظم,حماة,طبيب,88002\n")
	r, err := s.d.store.RecordOf(t.Context(), register.Sight{Machine: true}, march.first)
	s.must(err)
	all, err := s.d.dossier.Leaving(t.Context(), dossier.Audience{Sight: register.Sight{Org: s.archive, Level: register.C2}}, []register.PersonID{r.Person}, []register.Field{register.Occupation})
	s.must(err)
	if len(all) != 1 {
		t.Fatalf("%d persons leave, want one", len(all))
	}
	if got := all[0].Values[register.Occupation]; len(got) != 1 || !strings.Contains(got[0], "طبيب") {
		t.Errorf("the occupation that leaves is %q, want the newest alone", got)
	}
}
