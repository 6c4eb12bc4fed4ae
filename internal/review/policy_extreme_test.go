package review

import (
	"encoding/binary"
	"errors"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"
)

// TestPolicyExtremes: values at and beyond what any policy may have, and texts that
// a parser and a reader would read differently. Each is refused in its own line, by
// its rule, with an article and words; what stands at a bound is allowed.
func TestPolicyExtremes(t *testing.T) {
	const third = "    - {seat: third, from: specialist}\n"
	more := func(n int) string {
		out := third
		for i := range n {
			out += "    - {seat: more" + string(rune('a'+i)) + ", from: specialist}\n"
		}
		return out
	}
	for _, c := range []struct {
		name, from, to string
		rule, key      string // "" where it is allowed
	}{
		{"eleven seats", third, more(8), "quorum", "seats"},
		{"four seats", third, more(1), "quorum", "seats"},
		{"no seats", "  seats:\n    - {seat: chair, from: jurist}\n    - {seat: organisation, from: human_rights_organisation}\n" + third, "  seats: []\n", "quorum", "seats"},
		{"quorum 0", "quorum: 3", "quorum: 0", "quorum", "quorum"},
		{"quorum below 0", "quorum: 3", "quorum: -1", "quorum", "quorum"},
		{"quorum above the seats", "quorum: 3", "quorum: 4", "quorum", "quorum"},
		{"quorum in Arabic digits", "quorum: 3", "quorum: ٣", "form", "want_number"},
		{"fewer than half decide", "majority: 2", "majority: 1", "majority", "majority"},
		{"more decide than sit", "majority: 2", "majority: 4", "majority", "majority"},
		{"nobody decides", "majority: 2", "majority: 0", "majority", "majority"},
		{"unanimity after 30 days", "after_days: 30", "after_days: 30", "", ""},
		{"unanimity after 31 days", "after_days: 30", "after_days: 31", "majority", "unanimous"},
		{"unanimity before the first day", "after_days: 30", "after_days: -1", "majority", "unanimous"},
		{"twelve cases a day", "cases_per_day: 8", "cases_per_day: 12", "", ""},
		{"thirteen cases a day", "cases_per_day: 8", "cases_per_day: 13", "cases a day", "cap"},
		{"no case a day", "cases_per_day: 8", "cases_per_day: 0", "cases a day", "cap"},
		{"two women and two men of three", "sex_balance: 1", "sex_balance: 2", "form", "sex"},
		{"a negative number of women", "sex_balance: 1", "sex_balance: -1", "form", "sex"},
		{"nine sources", "sources: 2", "sources: 9", "", ""},
		{"ten sources", "sources: 2", "sources: 10", "grave crimes", "sources"},
		{"one source", "sources: 2", "sources: 1", "grave crimes", "sources"},
		{"sixty days of notice", "{grave: 14,", "{grave: 60,", "victim notice", "notice_room"},
		{"sixty-one days of notice", "{grave: 14,", "{grave: 61,", "victim notice", "notice_grave"},
		{"thirteen days of notice", "{grave: 14,", "{grave: 13,", "victim notice", "notice_grave"},
		{"six days of notice", "other: 7}", "other: 6}", "victim notice", "notice_other"},
		{"a deadline of an hour", "  court: 48", "  court: 1", "", ""},
		{"a deadline of nothing", "  court: 48", "  court: 0", "deadline", "deadline"},
		{"a deadline before its beginning", "  court: 48", "  court: -1", "deadline", "deadline"},
		{"an hour too much", "  court: 48", "  court: 49", "ceiling", "ceiling"},
		{"a thousand years", "  court: 48", "  court: 8766000", "ceiling", "ceiling"},
		{"hours that overflow", "  court: 48", "  court: 9223372036854775807", "ceiling", "ceiling"},
		{"hours that overflow below", "  court: 48", "  court: -9223372036854775808", "deadline", "deadline"},
		{"hours beyond any number", "  court: 48", "  court: 9223372036854775808", "form", "large"},
		{"a part of an hour", "  court: 48", "  court: 47.5", "form", "want_number"},
		{"hours in base eight", "  court: 48", "  court: 060", "form", "want_number"},
		{"hours in base sixteen", "  court: 48", "  court: 0x30", "form", "want_number"},
		{"hours as a text", "  court: 48", "  court: \"48\"", "form", "want_number"},
		{"hours with a low line", "  court: 48", "  court: 4_8", "form", "want_number"},
		{"infinite hours", "  court: 48", "  court: .inf", "form", "want_number"},
		{"no hours", "  court: 48", "  court:", "form", "want_number"},
		{"a key twice", "  court: 48\n", "  court: 48\n  court: 47\n", "form", "twice"},
		{"a key twice, once in quotes", "  court: 48\n", "  court: 48\n  \"court\": 47\n", "form", "twice"},
		{"a key twice, once escaped", "  court: 48\n", "  court: 48\n  \"c\\x6furt\": 47\n", "form", "twice"},
		{"a section twice", "lapse_action:", "panel: {quorum: 0}\nlapse_action:", "form", "twice"},
		{"a name and a reference to it", "  court: 48\n", "  court: &c 48\n  stay_extended: *c\n", "form", "reference"},
		{"a reference to nothing", "  court: 48", "  court: *c", "form", "reference"},
		{"settings merged in", "  court: 48", "  <<: {court: 480}", "form", "merged"},
		{"a value of a kind of its own", "  court: 48", "  court: !!int 48", "form", "tagged"},
		{"a tab before a setting", "  court: 48", "\tcourt: 48", "form", "syntax_tab"},
		{"a tab before a value", "  court: 48", "  court:\t48", "form", "syntax_tab"},
		{"a tab in a remark", "  court: 48", "  court: 48 #\ta judge", "", ""},
		{"a byte order mark", "  court: 48", "  court: \ufeff48", "form", "mark_of_order"},
		{"a line that ends unseen", "  court: 48", "  court: 48\u2028  stay: 9000", "form", "unprintable"},
		{"a line that ends in another age", "  court: 48", "  court: 48\u0085  stay: 9000", "form", "unprintable"},
		{"a sign that is none", "  court: 48", "  court: 48 # \xff", "form", "syntax_letters"},
		{"a second policy", "lapse_action:", "---\nlapse_action:", "form", "two_policies"},
		{"a directive", "policy_version:", "%YAML 1.1\n---\npolicy_version:", "", ""},
		{"a seat of two", third, "    - {seat: third, from: [specialist, jurist]}\n", "one seat, one thing", "seat_of_two"},
		{"a seat of two, with a comma", third, "    - {seat: third, from: \"specialist, jurist\"}\n", "one seat, one thing", "seat_from"},
		{"a seat from two, in two keys", third, "    - {seat: third, from: specialist, from: jurist}\n", "form", "twice"},
		{"two seats of one name", third, "    - {seat: chair, from: specialist}\n", "one seat, one thing", "seat_twice"},
		{"a seat without a name", third, "    - {seat: \"\", from: specialist}\n", "one seat, one thing", "seat_name"},
		{"a seat with a name like a book", third, "    - {seat: " + strings.Repeat("a", 81) + ", from: specialist}\n", "one seat, one thing", "seat_name"},
		{"a seat with a name of spaces", third, "    - {seat: \"  \", from: specialist}\n", "one seat, one thing", "seat_name"},
		{"the prosecutor sits", third, "    - {seat: third, from: prosecutor}\n", "one seat, one thing", "seat_from"},
		{"a law with a title like a book", "instrument: \"\"", "instrument: \"" + strings.Repeat("ق", 301) + "\"", "mandate", "mandate_long"},
		{"an advocate who is not asked for", "{allowed: true, special_advocate: required,", "{allowed: false, special_advocate: never,", "closed material", "closed"},
	} {
		extreme(t, c.name, c.from, c.to, c.rule, c.key)
	}
	nine := strings.NewReplacer(third, more(6), "majority: 2", "majority: 5").Replace(string(text(t, "commission")))
	if _, err := ParsePolicy([]byte(nine)); err != nil {
		t.Errorf("nine seats are refused: %v", err)
	}
	_, err := ParsePolicy([]byte(strings.Replace(nine, "majority: 5", "majority: 4", 1)))
	if faults, ok := errors.AsType[*PolicyError](err); !ok || faults.Faults[0].Key != "majority" {
		t.Errorf("four of nine decide: %v", err)
	}
}

// TestForbiddenBySynonym: guarantors, and reports to a security branch, by the
// words that people have for them, in Arabic, in Latin letters and in other tongues.
func TestForbiddenBySynonym(t *testing.T) {
	for key, all := range map[string][]string{
		"guarantor": {"guarantor", "guarantee", "Guarantors", "sponsor", "surety", "bail", "bail_bond", "bond", "collateral", "pledge", "vouching", "hostage", "kafil", "kafala", "kafeel", "kefil", "damin",
			"كفيل", "الكفيل", "كفالة", "كافل", "المكفول", "ضامن", "الضامن", "ضمانة", "ضَمان", "تعهد", "متعهد", "رهينة", "كفـيل", "ﻛﻔﻴﻞ"},
		"branch": {"security", "security_branch", "political-security", "intelligence", "military_intelligence", "mukhabarat", "muhabarat", "istikhbarat", "istihbarat", "al_amn", "branch_235", "palestine branch", "asayish", "mabahith",
			"الأمن", "الامن السياسي", "أمن الدولة الأمنية", "مخابرات", "المخابرات الجوية", "الاستخبارات", "استخبارات عسكرية", "فرع فلسطين", "الفرع", "الشعبة", "مباحث", "الأسايش", "مخبر"},
	} {
		rule := map[string]string{"guarantor": "no guarantors", "branch": "no security branch"}[key]
		for _, word := range all {
			extreme(t, "a condition: "+word, "{kind: residence}", "{kind: \""+word+"\"}", rule, key)
			extreme(t, "owed to: "+word, "{kind: residence}", "{kind: report, to: \""+word+"\"}", rule, key)
			extreme(t, "a seat: "+word, "{seat: third, from", "{seat: \""+word+"\", from", rule, key)
			extreme(t, "a key: "+word, "lapse_action:", "\""+word+"\": 2\nlapse_action:", rule, key)
		}
	}
}

// extreme puts to in the place of from in the shipped policy, and looks for the
// fault in the lines of to; where rule is "" it is to be allowed.
func extreme(t *testing.T, name, from, to, rule, key string) {
	t.Helper()
	whole := string(text(t, "commission"))
	i := strings.Index(whole, from)
	if i < 0 {
		t.Fatalf("%s: the shipped policy has no %q", name, from)
	}
	mutant := whole[:i] + to + whole[i+len(from):]
	first := 1 + strings.Count(whole[:i], "\n")
	last := first + strings.Count(strings.TrimSuffix(to, "\n"), "\n")
	_, err := ParsePolicy([]byte(mutant))
	if rule == "" {
		if err != nil {
			t.Errorf("%s is refused: %v", name, err)
		}
		return
	}
	faults, ok := errors.AsType[*PolicyError](err)
	if !ok {
		t.Errorf("%s is allowed: %v", name, err)
		return
	}
	if !slices.ContainsFunc(faults.Faults, func(f Fault) bool {
		where := f.Line >= first && f.Line <= last || f.Key == "seats" || f.Key == "closed"
		return f.Rule == rule && f.Key == key && where && f.Article != "" && f.Reason != ""
	}) {
		t.Errorf("%s: %+v, want %s (%s) in lines %d to %d", name, faults.Faults, rule, key, first, last)
	}
}

// TestOtherEncodings: a policy saved in UTF-16, with a mark or without one, and one
// with a mark of UTF-8 are refused with the remedy, not read.
func TestOtherEncodings(t *testing.T) {
	whole := text(t, "commission")
	wide := func(order binary.ByteOrder, mark bool) []byte {
		var out []byte
		units := utf16.Encode([]rune(string(whole)))
		if mark {
			units = append([]uint16{0xfeff}, units...)
		}
		for _, u := range units {
			b := make([]byte, 2)
			order.PutUint16(b, u)
			out = append(out, b...)
		}
		return out
	}
	for name, b := range map[string][]byte{
		"a mark": append([]byte("\ufeff"), whole...), "UTF-16 LE": wide(binary.LittleEndian, true), "UTF-16 BE": wide(binary.BigEndian, true),
		"UTF-16 without a mark": wide(binary.LittleEndian, false),
	} {
		_, err := ParsePolicy(b)
		faults, ok := errors.AsType[*PolicyError](err)
		if !ok || faults.Faults[0].Line != 1 || !slices.Contains([]string{"mark_of_order", "syntax_letters"}, faults.Faults[0].Key) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
