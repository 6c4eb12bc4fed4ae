package main

import (
	"bytes"
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/consent"
	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/photo"
	"kashf.org/kashf/internal/register"
)

const grownMan = `الاسم الكامل,اسم الأم,سنة الولادة,الجنس,تاريخ الاعتقال
مأمون وصفي الدروبي,نعمت الشيخ,1961,ذكر,2013-04-02
هالة وصفي الدروبي,نعمت الشيخ,1964,أنثى,2013-04-02
نزار وصفي الدروبي,نعمت الشيخ,1999,ذكر,2013-04-02
`

// A photograph comes in through the page of a file, is covered for whoever may
// be a woman or a child, and is seen after a deliberate act, which is noted.
func TestPhotographOfAPerson(t *testing.T) {
	s := serveWorld(t)
	took := s.builder().take("data", register.Source{Name: "قائمة الصور", Kind: "family", Owner: s.archive, Sharing: register.ShareAll}, "grown.csv", grownMan)
	s.must(s.d.index.Refresh(t.Context()))
	b := s.reader("cases")
	add := func(r register.RecordID, level string) (page, picture string) {
		t.Helper()
		file := "/people/" + s.fileNo(r)
		a := b.sendFile(file+"/photos", "IMG_33.5138_36.2765.png", string(pngOf(int(r))), url.Values{"alt": {"someone at a door"}, "level": {level}, "sharing": {"all"}})
		if a.status != http.StatusSeeOther || a.to() != file+"#photos" {
			t.Fatalf("adding a photograph = %d %s\n%s", a.status, a.to(), a.body)
		}
		all, err := s.d.store.PhotosOf(t.Context(), []register.RecordID{r})
		s.must(err)
		page = "/photos/" + all[len(all)-1].ID
		return page, page + "/picture"
	}
	page, picture := add(took.first, "C2")
	if a := b.get("/people/" + s.fileNo(took.first)); !strings.Contains(a.body, picture) || !strings.Contains(a.body, "someone at a door") {
		t.Error("the photograph of a grown man is not in his file")
	}
	a := b.get(picture)
	if a.status != http.StatusOK || a.header.Get("Content-Type") != "image/jpeg" || !strings.HasPrefix(a.body, "\xff\xd8") || strings.Contains(a.header.Get("Content-Disposition"), "IMG") {
		t.Errorf("the picture = %d %v", a.status, a.header)
	}
	guarded(t, b.get(page))
	for _, r := range []register.RecordID{took.first + 1, took.first + 2, s.first} { // a woman, one who was a child, one of whom little is known
		page, picture := add(r, "C2")
		file := b.get("/people/" + s.fileNo(r))
		if strings.Contains(file.body, picture) || strings.Contains(file.body, "someone at a door") || !strings.Contains(file.body, "Covered photograph") {
			t.Errorf("record %d: the file shows what is to be covered", r)
		}
		if a := b.get(picture); a.status != http.StatusNotFound {
			t.Errorf("record %d: the covered picture = %d", r, a.status)
		}
		before := s.readsOf(access.PhotoRead)
		src := lifted(b, picture)
		if a := b.get(src); a.status != http.StatusOK || a.header.Get("Content-Type") != "image/jpeg" {
			t.Errorf("record %d: the picture after it was asked for = %d", r, a.status)
		}
		if n := s.readsOf(access.PhotoRead) - before; n != 1 {
			t.Errorf("record %d: looking was noted %d times, want once", r, n)
		}
		if a := s.reader("second.cases").get(src); a.status != http.StatusNotFound {
			t.Errorf("record %d: another reader with the same address = %d", r, a.status)
		}
		if a := b.get(page); strings.Contains(a.body, picture) {
			t.Errorf("record %d: the cover is still off", r)
		}
	}
	for _, a := range []reply{
		b.get("/people/list?f=sex&v=male"), b.post("/people", url.Values{"name": {"مأمون وصفي الدروبي"}}), b.get("/desk"), b.get("/"), b.get("/exports"),
		b.get("/people/" + s.fileNo(took.first) + "/print"),
	} {
		if strings.Contains(a.body, "/photos/") || strings.Contains(a.body, "someone at a door") {
			t.Errorf("%s has a photograph", a.path)
		}
	}
	hidden, _ := add(took.first, "C3")
	absent := s.reader(guest).get("/photos/" + newID())
	if a := s.reader(guest).get(hidden); a.status != absent.status || a.body != absent.body {
		t.Errorf("a photograph above the reader's level = %d", a.status)
	}
	if a := s.reader(guest).get(page); a.status != http.StatusOK {
		t.Errorf("a photograph for everyone = %d", a.status)
	}
	s.replays()
}

func (s *served) readsOf(a access.Action) (n int) {
	s.Helper()
	s.must(s.d.reads.Flush(s.Context()))
	all, err := s.d.store.Reads(s.Context(), 1<<40, 1000)
	s.must(err)
	for _, r := range all {
		if r.Action == string(a) {
			n++
		}
	}
	return n
}

// What cannot be read comes back with what was typed and how to mend it.
func TestPhotographIsRefused(t *testing.T) {
	s := serveWorld(t)
	before := s.length()
	for name, c := range map[string]struct {
		content string
		form    url.Values
		want    string
	}{
		"no picture":  {"<html>", url.Values{"alt": {"typed before"}, "level": {"C3"}, "sharing": {"owner"}}, "not a JPEG, PNG or WebP"},
		"cut off":     {string(pngOf(1)[:60]), url.Values{"alt": {"typed before"}, "level": {"C3"}, "sharing": {"owner"}}, "could not be read to its end"},
		"not said":    {string(pngOf(1)), url.Values{"alt": {" "}, "level": {"C3"}, "sharing": {"owner"}}, "Say in a few words"},
		"for whoever": {string(pngOf(1)), url.Values{"alt": {"typed before"}, "level": {"C0"}, "sharing": {"owner"}}, "Choose who may open it"},
	} {
		a := s.reader("data").sendFile("/people/"+s.fileNo(s.first)+"/photos", "a.png", c.content, c.form)
		if a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, c.want) || c.form.Get("alt") != " " && !strings.Contains(a.body, "typed before") {
			t.Errorf("%s: %d, want 422 with %q\n%s", name, a.status, c.want, a.body)
		}
	}
	if s.length() != before {
		t.Error("a refused photograph made an entry")
	}
}

// Consents are given through the page, hold for their uses, and are withdrawn.
func TestConsentToAPhotograph(t *testing.T) {
	s := serveWorld(t)
	b, page := s.reader("cases"), "/photos/"+s.photo
	if a := b.post(page+"/consents", url.Values{"name": {"typed before"}}); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, "typed before") {
		t.Errorf("an empty consent = %d", a.status)
	}
	form := url.Values{"use": {consent.Print, consent.Form}, "giver": {"mother"}, "name": {"سميرة الخولي"}, "way": {"signed"}, "on": {"3/11/2025"}, "until": {""}}
	if a := b.post(page+"/consents", form); a.status != http.StatusSeeOther {
		t.Fatalf("giving = %d\n%s", a.status, a.body)
	}
	if a := b.get(page); !strings.Contains(a.body, "May be used for") || !strings.Contains(a.body, "سميرة الخولي") {
		t.Errorf("the page does not say who agreed to what\n%s", a.body)
	}
	if a := s.reader("guest.sahar").get(page); strings.Contains(a.body, "سميرة الخولي") || strings.Contains(a.body, "May be used for") {
		t.Error("what one organisation was told is another's leave")
	}
	all, err := s.d.store.ConsentsOf(t.Context(), []register.RecordID{s.first})
	s.must(err)
	id := all[len(all)-1].ID
	if a := b.post(page+"/consents/"+id+"/withdraw", nil); a.status != http.StatusSeeOther {
		t.Errorf("withdrawing = %d", a.status)
	}
	if a := b.get(page); strings.Contains(a.body, "May be used for") || !strings.Contains(a.body, "withdrawn on") {
		t.Error("a withdrawn consent still holds")
	}
	for _, who := range []string{"cases", "guest.sahar"} {
		if a := s.reader(who).get("/ledger"); strings.Contains(a.body, "سميرة الخولي") {
			t.Errorf("%s reads the name of who agreed in the ledger", who)
		}
	}
	s.replays()
}

// Destroyed by law, the file and its copy leave the vault, what was said of them
// the ledger; proofs hold, and a copy of yesterday brings nothing back.
func TestDestroyAPhotograph(t *testing.T) {
	t.Parallel()
	o := newFurnishedOffice(t)
	const alt, underCover = "a man with a scar at a gate", "the baker of the lower street"
	var one, two photo.Photo
	var row register.RecordID
	im := o.imports()["family.csv"]
	attach := func(r register.RecordID, n int) (p photo.Photo) {
		o.open(func(ctx context.Context, d *deployment) {
			svc := &photo.Service{Journal: d.journal, Vault: d.vault, NewID: newID}
			local := journal.Actor{Account: journal.Local, Org: "org"}
			var err error
			p, err = svc.Attach(ctx, local, photo.Photo{Record: r, Alt: alt, Level: register.C3, Sharing: register.ShareOwner}, bytes.NewReader(pngOf(n)))
			if err != nil {
				t.Fatal(err)
			}
			agree := &consent.Service{Journal: d.journal, Store: d.store, Now: time.Now, NewID: newID}
			if _, err := agree.Give(ctx, local, consent.Consent{Record: r, Photo: p.ID, Uses: []string{consent.Print}, Giver: "mother", Name: "Umm Samer Halabi", Way: "told", On: "2025"}); err != nil {
				t.Fatal(err)
			}
			if err := svc.Uncover(ctx, local, p.ID, "is this "+underCover+"?"); err != nil {
				t.Fatal(err)
			}
		})
		return p
	}
	row = im.First
	one, two = attach(row, 7), attach(row+1, 7) // the same picture of two people
	keep := newSafe(t)
	yesterday := o.backup(keep)
	o.must("destroy", "--photo", one.ID, "--why", "asked for by the family")
	o.open(func(ctx context.Context, d *deployment) {
		if !d.vault.Has(two.Original) || !d.vault.Has(two.Shown) {
			t.Error("the picture of another person went with it")
		}
	})
	o.must("destroy", "--import", string(im.ID), "--row", "2", "--why", "asked for by the family")
	for _, text := range []string{alt, "Umm Samer Halabi", underCover} {
		if found := o.traces(text); len(found) > 0 {
			t.Errorf("%q is still in %v", text, found)
		}
	}
	o.open(func(ctx context.Context, d *deployment) {
		if d.vault.Has(two.Original) || d.vault.Has(two.Shown) {
			t.Error("the picture is still in the vault")
		}
		if _, err := d.store.Photo(ctx, two.ID); err == nil {
			t.Error("the photograph is still in the tables")
		}
	})
	o.holds()
	o.must("rebuild", "--check")
	again := o.restored(keep, yesterday)
	for _, text := range []string{alt, "Umm Samer Halabi", underCover} {
		if found := again.traces(text); len(found) > 0 {
			t.Errorf("a copy of yesterday brings %q back in %v", text, found)
		}
	}
	again.open(func(ctx context.Context, d *deployment) {
		if _, err := d.store.Photo(ctx, two.ID); err == nil || d.vault.Has(two.Original) || d.vault.Has(two.Shown) {
			t.Error("a copy of yesterday brings the picture back")
		}
	})
	again.holds()
}
