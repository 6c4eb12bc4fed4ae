package facilities_test

import (
	"context"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"testing"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/store"
	"kashf.org/kashf/internal/store/storetest"
	"kashf.org/kashf/internal/web"
	"kashf.org/kashf/internal/web/gate/gatetest"
	"kashf.org/kashf/internal/web/screen/attach"
	"kashf.org/kashf/internal/web/screen/facilities"
	"kashf.org/kashf/place"
)

// open opens an office whose register has the places that the program knows.
func open(t *testing.T) *gatetest.Office {
	t.Helper()
	s, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "kashf.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	var body register.SitesBody
	for _, f := range place.Facilities() {
		site := register.Site{
			ID: register.FacilityID(f.ID), Parent: register.FacilityID(f.PartOf), Level: "site", NameAr: f.Ar, NameEn: f.En, Governorate: string(f.Governorate),
			Kind: f.Type, Agency: strings.Join(f.Agencies, " "), Lat: f.Lat, Lon: f.Lon, Grade: f.Grade, Note: f.Note,
		}
		for _, a := range f.Aliases {
			site.Aliases = append(site.Aliases, register.SiteAlias{Name: a.Text, Lang: a.Lang, RefersTo: a.Refers, Disputed: a.Disputed})
		}
		body.Sites = append(body.Sites, site)
	}
	j := storetest.Journal(s)
	err = j.Do(t.Context(), journal.Actor{Account: journal.Local}, func(ctx context.Context, u *journal.Unit) error {
		_, err := u.Append(ctx, journal.Draft{Kind: register.SitesSeeded, Body: body})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return gatetest.Open(t, func(o *gatetest.Office) []web.Route {
		o.Web.Kinds = append(o.Web.Kinds, web.Kind{Err: register.ErrNotFound, Status: http.StatusNotFound, Key: "not_found"})
		files := &attach.Screen{Web: o.Web, Access: o.Authorizer, Register: s, Journal: j, People: o.Memory}
		screen := &facilities.Screen{Web: o.Web, Register: s, Attach: files}
		return append(screen.Routes(), files.Routes()...)
	})
}

func TestFacilities(t *testing.T) {
	o := open(t)
	reader := o.Reader(o.Account("reader", access.Observer))
	for _, c := range []struct {
		path  string
		form  url.Values
		texts []string
	}{
		{"/facilities?lang=en", nil, []string{"Damascus", "Sednaya", "to verify"}},
		{"/facilities?lang=ar", nil, []string{"دمشق", "صيدنايا", "ينتظر التحقق"}},
		{"/facilities?lang=en", url.Values{"q": {"صيدنايا"}}, []string{"What this name can mean", `href="/facilities/SED"`, `value="صيدنايا"`}},
		{"/facilities?lang=en", url.Values{"q": {"Branch 215 (al-Khatib)"}}, []string{"the number is one place", "the name another"}},
		{"/facilities?lang=ar", url.Values{"q": {"zzzz"}}, []string{"لا يُعرف مكان بهذا الاسم"}},
		{"/facilities/SED?lang=en", nil, []string{"Sednaya", "Other names", "Refers to", "No file is attached"}},
		{"/facilities/SED?lang=ar", nil, []string{"صيدنايا", "أسماء أخرى", "يدل على"}},
	} {
		p := reader.Get(c.path)
		if c.form != nil {
			p = reader.Post(c.path, c.form)
		}
		if p.Status != http.StatusOK || !p.Has(c.texts...) {
			t.Errorf("%s %v: status %d, want %q in\n%s", c.path, c.form, p.Status, c.texts, p.Body)
		}
		if strings.Contains(p.Body, `enctype="multipart/form-data"`) {
			t.Errorf("%s offers an observer to attach a file", c.path)
		}
	}
	if p := reader.Get("/facilities/XXX"); p.Status != http.StatusNotFound {
		t.Errorf("a place that is not there: status %d", p.Status)
	}
	if p := o.Reader(o.Account("auditor", access.Auditor)).Get("/facilities"); p.Status != http.StatusNotFound {
		t.Errorf("facilities for an auditor: status %d", p.Status)
	}
}

func TestEveryCodeIsSaid(t *testing.T) {
	for _, lang := range locale.Languages() {
		p := locale.For(lang)
		for _, f := range place.Facilities() {
			for _, a := range f.Aliases {
				if !p.Has("facilities.refers." + a.Refers) {
					t.Errorf("%s: what %q of %s refers to (%q) is not said", lang, a.Text, f.ID, a.Refers)
				}
			}
		}
		for _, w := range []place.Warning{place.TwoMeanings, place.Disputed, place.Conflict, place.Inexact} {
			if !p.Has("facilities.warning." + string(w)) {
				t.Errorf("%s: warning %s is not said", lang, w)
			}
		}
	}
}
