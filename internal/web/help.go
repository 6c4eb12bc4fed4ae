package web

import (
	"net/http"
	"strings"

	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/web/part"
)

// HelpPath is where the first steps are told, to whoever is signed in.
const HelpPath = "/help"

// A helpText is what stands beside a page: what it is for, and the marks on it.
type helpText struct {
	use   string
	marks []string
}

// The marks of pages that show the same.
var (
	onFiles    = []string{"help.mark.bars", "help.mark.chip", "help.mark.contested", "help.mark.struck", "help.mark.pending", "help.mark.absence", "help.mark.unsure", "help.mark.undone"}
	onPairs    = []string{"help.mark.waterfall", "help.mark.bars", "help.mark.chip", "help.mark.pending", "help.mark.absence"}
	onForms    = []string{"help.mark.draft"}
	onPeople   = []string{"help.mark.bars", "help.mark.chip"}
	onLedger   = []string{"help.mark.undone"}
	onReviews  = []string{"help.mark.clock", "help.mark.seal", "help.mark.level"}
	onLists    = []string{"help.mark.chip", "help.mark.level", "help.mark.undone"}
	onPlaces   = []string{"help.mark.bars", "help.mark.chip", "help.mark.unsure"}
	onAccounts = []string{"help.mark.level"}
)

// helps are the texts by the path of a route's pattern.
var helps = map[string]helpText{
	"/{$}":                                    {"help.for.situation", []string{"help.mark.count", "help.mark.chip", "help.mark.pending"}},
	"/people":                                 {"help.for.search", onPeople},
	"/people/list":                            {"help.for.list", onPeople},
	"/people/new":                             {"help.for.byhand", onForms},
	"/people/{fileno}":                        {"help.for.person", onFiles},
	"/people/{fileno}/print":                  {"help.for.print", nil},
	"/people/{fileno}/reveal":                 {"help.for.reveal", onAccounts},
	"/people/{fileno}/told":                   {"help.for.told", onForms},
	"/people/{fileno}/remains":                {"help.for.told", onForms},
	"/people/{fileno}/notices/{id}/undo":      {"help.for.takeback", onLedger},
	"/people/{fileno}/correct":                {"help.for.correct", append([]string{"help.mark.struck"}, onForms...)},
	"/people/{fileno}/arrange":                {"help.for.arrange", onPeople},
	"/people/{fileno}/note":                   {"help.for.note", append([]string{"help.mark.level"}, onForms...)},
	"/photos/{id}":                            {"help.for.photo", onAccounts},
	"/people/{fileno}/earlier":                {"help.for.earlier", onFiles},
	"/people/{fileno}/ties":                   {"help.for.ties", onPeople},
	"/people/{fileno}/compare":                {"help.for.compare", onPairs},
	"/exports/{id}":                           {"help.for.exports", []string{"help.mark.pending", "help.mark.level"}},
	"/exports/{id}/paper":                     {"help.for.exports", nil},
	"/figures/reviews":                        {"help.for.months", nil},
	"/figures/reviews/{month}":                {"help.for.months", nil},
	"/certificate":                            {"help.for.certificate", nil},
	"/accounts":                               {"help.for.months", nil},
	"/accounts/{month}":                       {"help.for.months", nil},
	"/lists/uploads/{id}/edition":             {"help.for.edition", onLists},
	"/reviews/cases/{id}/copies/{n}":          {"help.for.case", onReviews},
	"/reviews/cases/{id}/papers/{paper}":      {"help.for.case", onReviews},
	"/people/{fileno}/wgeid":                  {"help.for.wgeid", nil},
	"/people/{fileno}/wgeid/document":         {"help.for.wgeid", nil},
	"/reviews/cases/{id}/missing":             {"help.for.case", onReviews},
	"/reviews/cases/{id}/exchange/{exchange}": {"help.for.case", onReviews},
	"/lists":                             {"help.for.lists", onLists},
	"/lists/gate-sheet":                  {"help.for.gatesheet", nil},
	"/lists/new":                         {"help.for.sourceform", append([]string{"help.mark.level"}, onForms...)},
	"/lists/sources/{id}":                {"help.for.source", onLists},
	"/lists/sources/{id}/change":         {"help.for.sourceform", append([]string{"help.mark.level"}, onForms...)},
	"/lists/sources/{id}/upload":         {"help.for.upload", nil},
	"/lists/uploads/{id}":                {"help.for.preview", onLists},
	"/lists/uploads/{id}/progress":       {"help.for.import", onLists},
	"/lists/imports/{id}":                {"help.for.import", onLists},
	"/lists/imports/{id}/undo":           {"help.for.takeback", onLedger},
	"/matches":                           {"help.for.matches", onPairs},
	"/matches/compare":                   {"help.for.pair", onPairs},
	"/matches/{pair}":                    {"help.for.pair", onPairs},
	"/matches/judgements/{id}/undo":      {"help.for.takeback", onLedger},
	"/matches/runs":                      {"help.for.runs", onPairs},
	"/matches/runs/{run}":                {"help.for.runs", onPairs},
	"/matches/runs/{run}/undo":           {"help.for.takeback", onLedger},
	"/matches/jobs/{id}":                 {"help.for.runs", nil},
	"/facilities":                        {"help.for.facilities", onPlaces},
	"/facilities/{id}":                   {"help.for.facility", onPlaces},
	"/facilities/{id}/people":            {"help.for.facility", onPeople},
	"/facilities/{id}/tell":              {"help.for.tell", onForms},
	"/facilities/{id}/told/{tally}/undo": {"help.for.takeback", onLedger},
	"/facilities/{id}/parts/new":         {"help.for.part", onForms},
	"/facilities/{id}/parts/{part}":      {"help.for.part", onPlaces},
	"/facilities/{id}/parts/{part}/say":  {"help.for.part", onForms},

	"/facilities/{id}/parts/{part}/words/{word}":      {"help.for.part", onForms},
	"/facilities/{id}/parts/{part}/words/{word}/undo": {"help.for.takeback", onLedger},
	"/desk":                              {"help.for.desk", []string{"help.mark.count", "help.mark.level"}},
	"/desk/{id}/undo":                    {"help.for.takeback", onLedger},
	"/exports":                           {"help.for.exports", []string{"help.mark.pending", "help.mark.level"}},
	"/ledger":                            {"help.for.ledger", onLedger},
	"/ledger/{seq}":                      {"help.for.ledger", onLedger},
	"/ledger/{seq}/undo":                 {"help.for.takeback", onLedger},
	"/organisations":                     {"help.for.organisations", onAccounts},
	"/organisations/new":                 {"help.for.accountform", onAccounts},
	"/organisations/accounts/new":        {"help.for.accountform", onAccounts},
	"/organisations/accounts/{id}":       {"help.for.accountform", onAccounts},
	"/organisations/accounts/{id}/reset": {"help.for.accountform", onAccounts},
	"/account":                           {"help.for.account", onAccounts},
	"/first-steps":                       {"help.for.firststeps", nil},
	"/sign-in":                           {"help.for.signin", nil},
	"/reviews":                           {"help.for.reviews", onReviews},
	"/reviews/tasks":                     {"help.for.reviews", onReviews},
	"/reviews/agenda":                    {"help.for.reviews", onReviews},
	"/reviews/policy":                    {"help.for.policy", onReviews},
	"/reviews/policy/new":                {"help.for.adopt", onForms},
	"/reviews/cases/{id}":                {"help.for.case", onReviews},
	"/victims":                           {"help.for.victims", onReviews},
	"/victims/new":                       {"help.for.victims_form", onReviews},
	"/victims/likenesses":                {"help.for.victims", onReviews},
	"/victims/{id}":                      {"help.for.victims", onReviews},
	"/victims/{id}/change":               {"help.for.victims_form", onReviews},
	"/victims/{id}/leave":                {"help.for.victims_leave", onReviews},
	"/victims/{id}/likenesses/{case}":    {"help.for.victims_form", onReviews},
	"/victims/{id}/links/{link}":         {"help.for.victims_form", onReviews},
	"/reviews/cases/{id}/print":          {"help.for.case", onReviews},
	"/reviews/cases/{id}/acts/{act}":     {"help.for.act", append([]string{"help.mark.draft"}, onReviews...)},
	"/reviews/open/{fileno}":             {"help.for.act", append([]string{"help.mark.draft"}, onReviews...)},
	"/reviews/draws":                     {"help.for.draws", onReviews},
	"/reviews/draws/{id}":                {"help.for.draws", onReviews},
	"/reviews/roster":                    {"help.for.roster", onReviews},
	HelpPath:                             {"help.for.start", nil},
}

// HasHelp reports whether a page of a route has a text beside it.
func HasHelp(pattern string) bool {
	_, ok := helps[pathOf(pattern)]
	return ok
}

// Marks lists every mark that a help explains, by its message.
func Marks() []string {
	return []string{
		"help.mark.bars", "help.mark.chip", "help.mark.contested", "help.mark.struck", "help.mark.pending", "help.mark.absence", "help.mark.unsure",
		"help.mark.waterfall", "help.mark.level", "help.mark.count", "help.mark.draft", "help.mark.undone", "help.mark.clock", "help.mark.seal",
	}
}

func pathOf(pattern string) string {
	if _, path, ok := strings.Cut(pattern, " "); ok {
		return path
	}
	return pattern
}

// helpOf is the help beside the page of a request, nil where there is none.
func helpOf(r *http.Request, p locale.Printer) *part.Help {
	text, ok := helps[pathOf(r.Pattern)]
	if !ok {
		return nil
	}
	h := &part.Help{Use: p.T(text.use)}
	for _, m := range text.marks {
		h.Marks = append(h.Marks, p.T(m))
	}
	if SessionOf(r.Context()) != nil {
		h.More = HelpPath
	}
	return h
}
