package facilities_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/dossier"
	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/layout"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/occupancy"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/store"
	"kashf.org/kashf/internal/store/storetest"
	"kashf.org/kashf/internal/web"
	"kashf.org/kashf/internal/web/gate"
	"kashf.org/kashf/internal/web/gate/gatetest"
	"kashf.org/kashf/internal/web/screen/attach"
	"kashf.org/kashf/internal/web/screen/facilities"
	"kashf.org/kashf/names"
	"kashf.org/kashf/place"
	"kashf.org/kashf/when"
)

// open opens an office whose register has the places that the program knows.
func open(t *testing.T) *gatetest.Office {
	t.Helper()
	o, _ := openWith(t)
	return o
}

func openWith(t *testing.T) (*gatetest.Office, *journal.Journal) {
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
		screen := &facilities.Screen{
			Web: o.Web, Register: s, Access: o.Authorizer, Holdings: told{}, Seconder: gate.Seconder{Web: o.Web, Entries: s, Names: o.Memory},
			Layout:  &layout.Service{Journal: j, Store: s, NewID: newID},
			Figures: &occupancy.Service{Journal: j, Store: s, Now: o.Clock.Now, NewID: newID},
			Attach:  files, Now: o.Clock.Now, Href: func(no string) string { return "/people/" + no },
		}
		return append(screen.Routes(), files.Routes()...)
	}), j
}

var ids int

// newID is an id of its own each time.
func newID() string {
	ids++
	return fmt.Sprintf("01J%023d", ids)
}

// told is what sources tell in these tests.
type told struct{}

func (told) Holding(_ context.Context, _ dossier.Audience, parts []register.FacilityID) (dossier.Holding, error) {
	if !slices.Contains(parts, "SED-R") {
		return dossier.Holding{}, nil
	}
	return dossier.Holding{
		Persons: 61, People: make([]register.PersonID, 61),
		Sources: []dossier.HeldBy{
			{Source: dossier.SourceRef{ID: "s1", Name: "سجل النقل"}, Persons: 44, First: when.MinDay, Last: when.MaxDay},
			{Source: dossier.SourceRef{ID: "s2", Name: "Survivors' testimonies"}, Persons: 20, First: day("2012-03-01"), Last: day("2014-12-31")},
		},
		Years: []dossier.YearOf{{Year: 2012, Persons: 12}, {Year: 2013, Persons: 40}, {Year: 2014, Persons: 31}},
		From:  []dossier.Passage{{Place: "MI227", Persons: 30}, {Place: "HOM", Persons: 4}},
		To:    []dossier.Passage{{Place: "ADR", Persons: 9}},
	}, nil
}

func (told) Held(_ context.Context, _ dossier.Audience, groups func(register.FacilityID) []string) (map[string]int, error) {
	out := make(map[string]int)
	for id, n := range map[register.FacilityID]int{"SED-R": 44, "MI227": 30, "ADR": 9} {
		for _, g := range groups(id) {
			out[g] += n
		}
	}
	return out, nil
}

func (told) HeldInCells(_ context.Context, _ dossier.Audience, sites []register.FacilityID, groups func(dossier.HeldCell) []string) (map[string]dossier.HeldGroup, error) {
	out := make(map[string]dossier.HeldGroup)
	for _, h := range cells {
		if !slices.Contains(sites, h.Site) {
			continue
		}
		for _, g := range groups(h.HeldCell) {
			x := out[g]
			x.Persons += h.persons
			x.Sources = append(x.Sources, dossier.HeldBy{Source: dossier.SourceRef{ID: h.Source}, Persons: h.persons, First: day("2012-03-01"), Last: day("2014-12-31")})
			x.Written = append(x.Written, h.Written)
			out[g] = x
		}
	}
	return out, nil
}

func (told) HoldingIn(_ context.Context, _ dossier.Audience, sites []register.FacilityID, in func(dossier.HeldCell) bool) (dossier.Holding, error) {
	var out dossier.Holding
	for _, h := range cells {
		if slices.Contains(sites, h.Site) && in(h.HeldCell) {
			out.Persons += h.persons
			out.People = append(out.People, make([]register.PersonID, h.persons)...)
		}
	}
	return out, nil
}

// cells are who these tests hold in which cell.
var cells = []struct {
	dossier.HeldCell
	persons int
}{
	{dossier.HeldCell{Site: "SED", Source: "s1", Written: "المهجع رقم ٥"}, 7},
	{dossier.HeldCell{Site: "SED", Source: "s2", Written: "Dormitory 5"}, 3},
	{dossier.HeldCell{Site: "SED", Source: "s2", Written: "5"}, 2},
	{dossier.HeldCell{Site: "SED-R", Source: "s1", Written: "منفردة 9"}, 4},
	{dossier.HeldCell{Site: "SED-R", Source: "s1"}, 11},
}

func (told) Cards(_ context.Context, _ dossier.Audience, ids []register.PersonID) ([]dossier.Card, error) {
	out := make([]dossier.Card, len(ids))
	for i := range ids {
		out[i] = dossier.Card{FileNo: fmt.Sprintf("KF-%04d", i), Name: register.DisplayName{Text: "نزار الزين", Script: names.Arabic}, Mother: "هدى", Arrest: "2012-05"}
	}
	return out, nil
}

func day(s string) when.Day {
	d, err := when.Parse(s)
	if err != nil {
		panic(err)
	}
	return d.Earliest()
}

func TestWhoWasHeld(t *testing.T) {
	o := open(t)
	reader := o.Reader(o.Account("reader", access.CaseWorker))
	for path, texts := range map[string][]string{
		"/facilities?lang=en":                    {"Where people were held", `<a href="#SY03"`, `id="SY03"`, ">53<"},
		"/facilities/SED?lang=en":                {"Who was held here", "61 people", "سجل النقل", "unknown", "People came from", "/facilities/MI227", `class="way in"`, `class="way out"`, ">2013<"},
		"/facilities/SED?lang=ar":                {"من احتُجز هنا", "جاؤوا من", "معنيان"},
		"/facilities/ADR?lang=en":                {"No source that you can see says that anyone was held here"},
		"/facilities/SED/people?lang=en":         {"نزار الزين", "KF-0049", "from=50", "It is recorded"},
		"/facilities/SED/people?lang=en&from=50": {"KF-0010"},
	} {
		if p := reader.Get(path); p.Status != http.StatusOK || !p.Has(texts...) {
			t.Errorf("%s: status %d, want %q in\n%s", path, p.Status, texts, p.Body)
		}
	}
	if p := reader.Get("/facilities/SED/people?from=50"); p.Has("from=100") || p.Has("KF-0011") {
		t.Error("the last page goes on")
	}
	// An observer reads places, not who was in them.
	other := o.Reader(o.Account("watcher", access.VictimsRepresentative))
	if p := other.Get("/facilities?lang=en"); p.Has("Where people were held") || p.Has("People") && p.Has(">53<") {
		t.Errorf("who reads no files is told who was held:\n%s", p.Body)
	}
	if p := other.Get("/facilities/SED?lang=en"); p.Has("Who was held") {
		t.Error("who reads no files is told who was held in one place")
	}
	if p := other.Get("/facilities/SED/people"); p.Status == http.StatusOK {
		t.Error("who reads no files reads the list")
	}
}

func TestFigures(t *testing.T) {
	o, j := openWith(t)
	for _, id := range []register.SourceID{"s1", "s2"} {
		addSource(t, j, o, id)
	}
	officer := o.Reader(o.Account("officer", access.DataOfficer))
	enter := func(f url.Values) {
		t.Helper()
		if p := officer.Post("/facilities/SED/tell?lang=en", f); p.Status != http.StatusOK || !p.Has("The figure was entered") {
			t.Fatalf("enter %v: %d\n%s", f, p.Status, p.Body)
		}
	}
	enter(url.Values{"what": {"freed"}, "text": {"مئات"}, "source": {"s1"}, "on": {"8/12/2024"}})
	enter(url.Values{"what": {"freed"}, "text": {"more than 3,500"}, "source": {"s2"}, "on": {"2024-12-08"}})
	enter(url.Values{"what": {"held"}, "text": {"60–75"}, "area": {"20"}, "part": {"مهجع ٣"}, "source": {"s2"}})
	enter(url.Values{"what": {"held"}, "text": {"60–75"}, "area": {"20"}, "part": {"مهجع ٣"}, "source": {"s2"}}) // a second click
	if p := o.Reader(o.Account("family", access.VictimsRepresentative)).Get("/facilities/SED?lang=en"); p.Has("مئات") || p.Has("قائمة s1") {
		t.Error("who is not told what records say is told what sources say, and which they are")
	}
	p := officer.Get("/facilities/SED?lang=en")
	if n := len(regexp.MustCompile(`/facilities/SED/told/[0-9A-Z]+/undo`).FindAllString(p.Body, -1)); n != 3 {
		t.Errorf("%d figures stand, want 3", n)
	}
	if !p.Has("مئات", "more than 3,500", "3,500 or more", "cannot all be true", "0.27–0.33", "under both benchmarks", "Undo the figure") || p.Has("1,850") {
		t.Errorf("figures:\n%s", p.Body)
	}
	for field, f := range map[string]url.Values{
		"Say what was counted": {"text": {"40"}, "source": {"s1"}}, "Write the number": {"what": {"held"}, "source": {"s1"}},
		"6×4": {"what": {"held"}, "text": {"40"}, "source": {"s1"}, "area": {"big"}}, "has not come": {"what": {"held"}, "text": {"40"}, "source": {"s1"}, "on": {"2031"}},
		"organisation": {"what": {"held"}, "text": {"40"}, "source": {"another"}},
	} {
		if p := officer.Post("/facilities/SED/tell?lang=en", f); p.Status != http.StatusUnprocessableEntity || !p.Has(field) || f.Has("text") && !p.Has(`value="40"`) {
			t.Errorf("%v: status %d, want %q in\n%s", f, p.Status, field, p.Body)
		}
	}
	undo := regexp.MustCompile(`/facilities/SED/told/[0-9A-Z]+/undo`).FindString(p.Body)
	if p := officer.Post(undo, url.Values{"why": {"no"}}); p.Status != http.StatusUnprocessableEntity {
		t.Errorf("taken back without a reason: %d", p.Status)
	}
	if p := officer.Post(undo, url.Values{"why": {"it is of another prison"}}); p.Status != http.StatusOK {
		t.Errorf("take back: %d\n%s", p.Status, p.Body)
	}
	if p := officer.Get("/facilities/SED?lang=en"); p.Has("60–75", "0.27") || !p.Has("مئات", "more than 3,500") {
		t.Error("what was taken back stands")
	}
	if p := officer.Get(undo + "?lang=en"); p.Status != http.StatusOK || !p.Has("took this back already") {
		t.Errorf("the form of what was taken back: %d", p.Status)
	}
	if p := officer.Post(undo, url.Values{"why": {"quite another reason"}}); p.Status != http.StatusConflict || !p.Has("quite another reason") {
		t.Errorf("taken back twice: %d", p.Status)
	}
}

// addSource adds a source of the office's own organisation.
func addSource(t *testing.T, j *journal.Journal, o *gatetest.Office, id register.SourceID) {
	t.Helper()
	err := j.Do(t.Context(), journal.Actor{Account: journal.Local}, func(ctx context.Context, u *journal.Unit) error {
		_, err := u.Append(ctx, journal.Draft{Kind: register.SourceAdded, Body: register.SourceBody{ID: id, Name: "قائمة " + string(id), Kind: "ngo", Owner: o.Org.ID, Sharing: register.ShareOwner}})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
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

// The tree of a place: words beside each other with their sources, corrected and
// taken back by those who entered them, hidden from whoever does not see their
// source.
func TestTreeOfAPlace(t *testing.T) {
	o, j := openWith(t)
	officer := o.Reader(o.Account("officer", access.DataOfficer))
	for _, id := range []register.SourceID{"s1", "s2"} {
		addSource(t, j, o, id)
	}
	enter := func(path string, f url.Values) string {
		t.Helper()
		p := officer.Post(path+"?lang=en", f)
		if p.Status != http.StatusOK || !p.Has("It was entered") {
			t.Fatalf("%s %v: %d\n%s", path, f, p.Status, p.Body)
		}
		return regexp.MustCompile(`/facilities/SED/parts/[0-9A-Z]+`).FindString(p.Body)
	}
	wing := enter("/facilities/SED/parts/new", url.Values{"name": {"الجناح أ"}, "kind": {"wing"}, "in": {"place"}, "source": {"s1"}})
	in := wing[strings.LastIndex(wing, "/")+1:]
	cell := enter("/facilities/SED/parts/new", url.Values{"name": {"مهجع 5"}, "kind": {"dormitory"}, "in": {in}, "source": {"s1"}})
	if again := enter("/facilities/SED/parts/new", url.Values{"name": {"مهجع 5"}, "kind": {"dormitory"}, "in": {in}, "source": {"s1"}}); again != cell {
		t.Errorf("a second click made another part: %s, %s", cell, again)
	}
	// A name that is there already is asked about, and another of it is taken.
	same := url.Values{"name": {"المهجع رقم ٥"}, "kind": {"dormitory"}, "in": {in}, "source": {"s2"}}
	if p := officer.Post("/facilities/SED/parts/new?lang=en", same); p.Status != http.StatusUnprocessableEntity || !p.Has("already", cell, "المهجع رقم ٥") {
		t.Errorf("the same name again: %d\n%s", p.Status, p.Body)
	}
	// The page tells whom lists hold there; what is no part stands apart.
	p := officer.Get("/facilities/SED?lang=en")
	if !p.Has("Buildings, wings and cells", "مهجع 5", "7 people", "Dormitory 5", "Named by lists, not in the tree") {
		t.Errorf("the page of the place:\n%s", p.Body)
	}
	enter(cell+"/say", url.Values{"name": {"Dormitory 5"}, "kind": {"cell"}, "in": {in}, "source": {"s2"}})
	if p := officer.Get(cell + "?lang=en"); !p.Has("10 people", "Dormitory 5", "sources differ on what it is", "قائمة s2") {
		t.Errorf("the part with two names:\n%s", p.Body)
	}
	if p := officer.Get("/facilities/SED?lang=en"); !p.Has("also called", "10 people", "منفردة 9") || p.Has("12 people") {
		t.Errorf("the place with an alias:\n%s", p.Body)
	}
	if p := officer.Get("/facilities/SED/people?lang=en&part=" + cell[strings.LastIndex(cell, "/")+1:]); !p.Has("10 people", "مهجع 5") {
		t.Errorf("the people of the part:\n%s", p.Body)
	}
	// What lists write begins a part without standing in an address.
	if p := officer.Post("/facilities/SED/parts/new?lang=en", url.Values{"do": {"begin"}, "name": {"منفردة 9"}}); p.Status != http.StatusOK || !p.Has(`value="منفردة 9"`) {
		t.Errorf("begin: %d\n%s", p.Status, p.Body)
	}
	treeOfOthers(t, o, j, cell)
	correctParts(t, officer, cell, in)
}

// treeOfOthers asks as those who see less.
func treeOfOthers(t *testing.T, o *gatetest.Office, j *journal.Journal, cell string) {
	t.Helper()
	observer := o.Reader(o.Account("observer", access.VictimsRepresentative))
	if p := observer.Get("/facilities/SED?lang=en"); p.Has("مهجع 5") || p.Has("قائمة s1") {
		t.Error("who reads no records is told what sources call a cell")
	}
	if hidden, absent := observer.Get(cell), observer.Get("/facilities/SED/parts/01NONE"); hidden.Status != http.StatusNotFound || hidden.Status != absent.Status || len(hidden.Body) != len(absent.Body) {
		t.Errorf("a part out of sight: %d, %d bytes; one that is not there: %d, %d", hidden.Status, len(hidden.Body), absent.Status, len(absent.Body))
	}
	org, err := o.ProvisionOrg(t.Context(), access.Organisation{NameAr: "أخرى", NameEn: "Other", Kind: access.Victims})
	if err != nil {
		t.Fatal(err)
	}
	other := o.Reader(o.AccountOf(org.ID, "elsewhere", access.DataOfficer))
	if p := other.Get("/facilities/SED?lang=en"); p.Has("مهجع 5") || p.Has("الجناح أ") || p.Has("Dormitory 5 ") {
		t.Errorf("another organisation is told what an unshared source calls a cell:\n%s", p.Body)
	}
	for _, path := range []string{cell, cell + "/say", "/facilities/SED/people?part=" + cell[strings.LastIndex(cell, "/")+1:]} {
		if p := other.Get(path); p.Status != http.StatusNotFound {
			t.Errorf("another organisation at %s: %d", path, p.Status)
		}
	}
}

func correctParts(t *testing.T, officer *gatetest.Visitor, cell, in string) {
	t.Helper()
	word := regexp.MustCompile(cell + `/words/[0-9A-Z]+`).FindString(officer.Get(cell).Body)
	f := url.Values{"name": {"مهجع 50"}, "kind": {"dormitory"}, "in": {in}, "source": {"s1"}}
	if p := officer.Post(word, f); p.Status != http.StatusUnprocessableEntity {
		t.Errorf("corrected without a reason: %d", p.Status)
	}
	f.Set("why", "the zero was cut off in the copy")
	if p := officer.Post(word+"?lang=en", f); p.Status != http.StatusOK || !p.Has("<s>", "مهجع 50", "the zero was cut off") {
		t.Errorf("corrected: %d\n%s", p.Status, p.Body)
	}
	if p := officer.Get(word); p.Status != http.StatusNotFound {
		t.Errorf("a word that was corrected can be corrected again: %d", p.Status)
	}
	for field, f := range map[string]url.Values{
		"Write a name": {"kind": {"cell"}, "in": {"place"}, "source": {"s1"}}, "Choose what it is": {"name": {"x 1"}, "in": {"place"}, "source": {"s1"}},
		"organisation": {"name": {"x 1"}, "kind": {"cell"}, "in": {"place"}, "source": {"another"}}, "not there": {"name": {"x 1"}, "kind": {"cell"}, "in": {"01NONE"}, "source": {"s1"}},
	} {
		if p := officer.Post("/facilities/SED/parts/new?lang=en", f); p.Status != http.StatusUnprocessableEntity || !p.Has(field) {
			t.Errorf("%v: %d, want %q", f, p.Status, field)
		}
	}
	// A figure of the part is held against both benchmarks, beside another's.
	for _, x := range []url.Values{
		{"what": {"held"}, "text": {"60–75"}, "area": {"20"}, "source": {"s1"}, "in": {in}}, {"what": {"held"}, "text": {"5"}, "area": {"18"}, "source": {"s2"}, "in": {in}},
	} {
		if p := officer.Post("/facilities/SED/tell", x); p.Status != http.StatusOK {
			t.Fatalf("%v: %d\n%s", x, p.Status, p.Body)
		}
	}
	if p := officer.Get("/facilities/SED/parts/" + in + "?lang=en"); !p.Has("0.27–0.33", "3.60", ">under<", ">above<", "60–75") || p.Has("1.9") {
		t.Errorf("room for each:\n%s", p.Body)
	}
	undo := regexp.MustCompile(`/facilities/SED/parts/[0-9A-Z]+/words/[0-9A-Z]+/undo`).FindString(officer.Get("/facilities/SED/parts/" + in).Body)
	if p := officer.Post(undo, url.Values{"why": {"it is of another prison"}}); p.Status != http.StatusOK {
		t.Errorf("take back: %d\n%s", p.Status, p.Body)
	}
	if p := officer.Get("/facilities/SED?lang=en"); p.Has("الجناح أ") || !p.Has("مهجع 50") {
		t.Errorf("without the wing, its cell lies in the place:\n%s", p.Body)
	}
}
