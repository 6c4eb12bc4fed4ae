package ledger

import (
	"fmt"
	"maps"
	"net/http"
	"slices"

	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/web"
	"kashf.org/kashf/internal/web/gate"
	"kashf.org/kashf/internal/web/part"
)

// names are those of authors and organisations, as far as the reader is told
// them: colleagues of the own organisation, and everyone to those who keep
// accounts or audit.
type names struct {
	people map[string]string
	orgs   map[string]string
}

func (s *Screen) names(r *http.Request) (names, error) {
	ctx, p := r.Context(), web.PrinterOf(r.Context())
	n := names{map[string]string{journal.Local: p.T("ledger.local")}, map[string]string{}}
	orgs, err := s.Directory.Orgs(ctx)
	if err != nil {
		return n, fmt.Errorf("list organisations: %w", err)
	}
	for _, o := range orgs {
		n.orgs[string(o.ID)] = o.Name(p.Lang())
	}
	org := gate.PrincipalOf(ctx).Org
	switch {
	case gate.NamesStaffOf(ctx, ""): // of whatever organisation
		return n, n.addPeople(r, s.Directory, "")
	case org == "":
		return n, nil
	}
	return n, n.addPeople(r, s.Directory, org)
}

func (n names) addPeople(r *http.Request, d Directory, org register.OrgID) error {
	accounts, err := d.Accounts(r.Context(), org)
	if err != nil {
		return fmt.Errorf("list accounts: %w", err)
	}
	for _, a := range accounts {
		n.people[string(a.ID)] = a.Name
	}
	return nil
}

// author is who made an entry, "" where the reader is not told.
func (n names) author(id string) string { return n.people[id] }

// options offers the authors that the reader knows, in order of name.
func (n names) options(chosen string) []part.Option {
	var out []part.Option
	for _, id := range slices.SortedFunc(maps.Keys(n.people), func(a, b string) int {
		return cmpNames(n.people[a], n.people[b], a, b)
	}) {
		out = append(out, part.Option{Value: id, Label: n.people[id], Chosen: id == chosen})
	}
	return out
}

func cmpNames(a, b, idA, idB string) int {
	switch {
	case a < b, a == b && idA < idB:
		return -1
	case a == b && idA == idB:
		return 0
	}
	return 1
}

// kindWords say the kinds of entries in plain words.
var kindWords = map[string]string{
	"export.asked":              "ledger.kind.export_asked",
	"export.approved":           "ledger.kind.export_approved",
	"export.taken":              "ledger.kind.export_taken",
	"photo.attached":            "ledger.kind.photo_attached",
	"photo.uncovered":           "ledger.kind.photo_uncovered",
	"photo.destroyed":           "ledger.kind.photo_destroyed",
	"consent.given":             "ledger.kind.consent_given",
	"consent.withdrawn":         "ledger.kind.consent_withdrawn",
	"consent.used":              "ledger.kind.consent_used",
	"consent.destroyed":         "ledger.kind.consent_destroyed",
	"note.written":              "ledger.kind.note_written",
	"tag.put":                   "ledger.kind.tag_put",
	"tag.taken":                 "ledger.kind.tag_taken",
	"task.assigned":             "ledger.kind.task_assigned",
	"task.done":                 "ledger.kind.task_done",
	"search.saved":              "ledger.kind.search_saved",
	"list.saved":                "ledger.kind.list_saved",
	"desk.destroyed":            "ledger.kind.desk_destroyed",
	"source.added":              "ledger.kind.source_added",
	"source.changed":            "ledger.kind.source_changed",
	"source.imported":           "ledger.kind.source_imported",
	"facility.seeded":           "ledger.kind.facility_seeded",
	"facility.told":             "ledger.kind.facility_told",
	"facility.part_told":        "ledger.kind.facility_part_told",
	"item.attached":             "ledger.kind.item_attached",
	"item.destroyed":            "ledger.kind.item_destroyed",
	"record.destroyed":          "ledger.kind.record_destroyed",
	"family.told":               "ledger.kind.family_told",
	"remains.returned":          "ledger.kind.remains_returned",
	"identity.run":              "ledger.kind.identity_run",
	"identity.settled":          "ledger.kind.identity_settled",
	"pair.judged":               "ledger.kind.pair_judged",
	"entry.undone":              "ledger.kind.entry_undone",
	"org.created":               "ledger.kind.org_created",
	"account.created":           "ledger.kind.account_created",
	"account.updated":           "ledger.kind.account_updated",
	"account.reset":             "ledger.kind.account_reset",
	"account.password_changed":  "ledger.kind.account_password",
	"account.second_factor_set": "ledger.kind.account_factor",
	"account.sessions_ended":    "ledger.kind.account_sessions",
	"person.revealed":           "ledger.kind.person_revealed",
	"deployment.opened":         "ledger.kind.deployment_opened",
	"access.head":               "ledger.kind.access_head",
	"review.act":                "ledger.kind.review_act",
	"victims.act":               "ledger.kind.victims_act",
	"victims.destroyed":         "ledger.kind.victims_destroyed",
	"account.proposed":          "ledger.kind.account_proposed",
	"account.published":         "ledger.kind.account_published",
	"review.policy":             "ledger.kind.review_policy",
	"review.roster":             "ledger.kind.review_roster",
	"review.draw":               "ledger.kind.review_draw",
}

// kindName is a kind in plain words; one that has none is shown as it is.
func kindName(p locale.Printer, kind string) string {
	if key, ok := kindWords[kind]; ok {
		return p.T(key)
	}
	return kind
}

// kindOptions offers the kinds that the ledger holds, in order of name.
func kindOptions(p locale.Printer, counts map[string]int, chosen string) []part.Option {
	var out []part.Option
	for kind := range counts {
		out = append(out, part.Option{Value: kind, Label: kindName(p, kind), Chosen: kind == chosen})
	}
	slices.SortFunc(out, func(a, b part.Option) int { return cmpNames(a.Label, b.Label, a.Value, b.Value) })
	return out
}
