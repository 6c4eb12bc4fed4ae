package monthly

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strings"
	"time"

	"kashf.org/kashf/internal/cells"
	"kashf.org/kashf/internal/review"
)

// The columns of [Files].
const (
	opened = iota
	decided
	reopened
	pending
	columns
)

// A row of files: its group and value.
type row struct{ group, value string }

// groups are what files are counted by. The sex, the age and the policy of a file
// never change, so that what was pending, what came and what went add up from one
// month to the next; the class and the lane do change.
var groups = [...]struct {
	name  string
	fixed bool
	of    func(*followed) string
}{
	{"class", false, func(x *followed) string { return string(x.Class()) }},
	{"sex", true, func(x *followed) string { return x.Sex }},
	{"under_18", true, func(x *followed) string { return x.Under18 }},
	{"lane", false, func(x *followed) string {
		if len(x.Lanes) == 0 {
			return ""
		}
		return string(x.Lanes[0].Lane)
	}},
	{"policy", true, func(x *followed) string { return x.Policy }},
}

// A tabler turns counts into figures, month after month on one sheet.
type tabler struct {
	sheet  cells.Sheet
	files  map[row][columns]cells.ID // of this month
	before map[row]cells.ID          // pending a month ago
	acts   map[happened]cells.ID     // policy "" is all
	waits  map[waited]wait           // a month ago
	// ruled are outcomes and decided appeals since agreement was last given, and
	// unruled what was left of rulings then.
	ruled   []wait
	unruled *wait
}

// close ends a month: it counts what is pending, and decides what is hidden.
func (t *tabler) close(c *counter, policies []Version, agreed Agreement) {
	t.tableFiles(c, policies)
	t.tableActs(c, policies)
	t.tableFollowings(policies)
	t.tableRulings(agreed)
	t.sheet.Hide()
	t.before = make(map[row]cells.ID, len(t.files))
	for r, ids := range t.files {
		t.before[r] = ids[pending]
	}
}

// tableFiles counts the files of each group. Every value of a group that was ever
// seen has its row, so that a row that comes or goes tells nothing.
func (t *tabler) tableFiles(c *counter, policies []Version) {
	counts := map[row]*[columns]int{{"all", ""}: {}}
	for r := range t.before {
		counts[r] = &[columns]int{}
	}
	for _, v := range policies {
		counts[row{"policy", v.Version}] = &[columns]int{}
	}
	for kind, n := range c.sorts() {
		for column := range columns {
			counts[row{"all", ""}][column] += n[column]
			for g, value := range kind {
				r := row{groups[g].name, value}
				if counts[r] == nil {
					counts[r] = &[columns]int{}
				}
				counts[r][column] += n[column]
			}
		}
	}
	t.files = make(map[row][columns]cells.ID, len(counts))
	for _, r := range sortedRows(counts) {
		var ids [columns]cells.ID
		for k, n := range counts[r] {
			ids[k] = t.sheet.Count(n)
		}
		t.files[r] = ids
	}
	t.sumFiles()
}

// A sort of files is what they are in each of the [groups].
type sort [len(groups)]string

// sorts counts the files of each sort: there are few, and files are many.
func (c *counter) sorts() map[sort]*[columns]int {
	counts := map[sort]*[columns]int{}
	count := func(x *followed, column int) {
		var s sort
		for i, g := range groups {
			s[i] = g.of(x)
		}
		if counts[s] == nil {
			counts[s] = &[columns]int{}
		}
		counts[s][column]++
	}
	for column, list := range [][]*followed{c.now.opened, c.now.decided, c.now.reopened} {
		for _, x := range list {
			count(x, column)
		}
	}
	for _, x := range c.cases {
		if x.Outcome == nil {
			count(x, pending)
		}
	}
	return counts
}

func sortedRows[V any](m map[row]V) []row {
	return slices.SortedFunc(maps.Keys(m), func(a, b row) int {
		return cmp.Or(cmp.Compare(groupPlace(a.group), groupPlace(b.group)), cmp.Compare(a.value, b.value))
	})
}

func groupPlace(name string) int {
	for i, g := range groups {
		if g.name == name {
			return i + 1
		}
	}
	return 0
}

// sumFiles says how the table adds up: each group to all files, and what is
// pending to what was, what came and what went.
func (t *tabler) sumFiles() {
	all := t.files[row{"all", ""}]
	parts := map[string][columns][]cells.ID{}
	for _, r := range sortedRows(t.files) {
		ids := t.files[r]
		if r.group != "all" {
			p := parts[r.group]
			for k := range columns {
				p[k] = append(p[k], ids[k])
			}
			parts[r.group] = p
		}
		if groupPlace(r.group) != 0 && !groups[groupPlace(r.group)-1].fixed {
			continue
		}
		came := []cells.ID{ids[opened], ids[reopened]}
		if was, ok := t.before[r]; ok { // a row that is new had none pending
			came = append(came, was)
		}
		t.sheet.Balance([]cells.ID{ids[pending], ids[decided]}, came)
	}
	for _, g := range groups {
		for k := range columns {
			if p := parts[g.name]; len(p[k]) > 0 {
				t.sheet.Sum(all[k], p[k]...)
			}
		}
	}
}

// tableActs counts acts, all and by policy. Outcomes are files decided, and files
// reopened are files reopened: they are the same counts as in the other table.
func (t *tabler) tableActs(c *counter, policies []Version) {
	of := map[string]map[string]bool{"outcome": {}, "reopened": {}}
	for k := range c.now.acts {
		if of[k.act] == nil {
			of[k.act] = map[string]bool{}
		}
		of[k.act][k.of] = true
	}
	t.acts = make(map[happened]cells.ID)
	for _, act := range slices.Sorted(maps.Keys(of)) {
		kinds := slices.Sorted(maps.Keys(of[act]))
		t.total(c, policies, act, kinds)
		if len(kinds) == 1 && kinds[0] == "" {
			continue
		}
		for _, kind := range kinds {
			t.line(act, part+kind, policies, func(policy string) int { return c.now.acts[happened{act, kind, policy}] })
		}
		for _, policy := range versions(policies) {
			var parts []cells.ID
			for _, kind := range kinds {
				parts = append(parts, t.acts[happened{act, part + kind, policy}])
			}
			if len(parts) > 0 {
				t.sheet.Sum(t.acts[happened{act, "", policy}], parts...)
			}
		}
	}
}

// part begins the lines within an act, so that they sort below its own.
const part = "."

// versions are the columns of the table of acts: "" is all.
func versions(policies []Version) []string {
	out := []string{""}
	for _, v := range policies {
		out = append(out, v.Version)
	}
	return out
}

// total is the line of all acts of a kind.
func (t *tabler) total(c *counter, policies []Version, act string, kinds []string) {
	if column, ok := map[string]int{"outcome": decided, "reopened": reopened}[act]; ok {
		t.acts[happened{act, "", ""}] = t.files[row{"all", ""}][column]
		for _, v := range policies {
			t.acts[happened{act, "", v.Version}] = t.files[row{"policy", v.Version}][column]
		}
		return
	}
	t.line(act, "", policies, func(policy string) (n int) {
		for _, kind := range kinds {
			n += c.now.acts[happened{act, kind, policy}]
		}
		return n
	})
}

// line counts one line by policy.
func (t *tabler) line(act, of string, policies []Version, count func(policy string) int) {
	var parts []cells.ID
	n := 0
	for _, v := range policies {
		id := t.sheet.Count(count(v.Version))
		n += count(v.Version)
		t.acts[happened{act, of, v.Version}] = id
		parts = append(parts, id)
	}
	all := t.sheet.Count(n)
	t.acts[happened{act, of, ""}] = all
	t.sheet.Sum(all, parts...)
}

// figure is a count as it is published.
func (t *tabler) figure(id cells.ID) Figure {
	if t.sheet.Hidden(id) {
		return Figure{Hidden: true}
	}
	return Figure{N: t.sheet.Value(id)}
}

// account is what is published of the month that was closed last.
func (t *tabler) account(c *counter, m Month, policies []Version) Account {
	a := Account{Format: Format, Month: m, Zone: "UTC", Least: cells.Least, Policies: policies, Stays: t.stays(c.now.stays)}
	for _, r := range sortedRows(t.files) {
		ids := t.files[r]
		a.Files = append(a.Files, Files{
			r.group, r.value, t.figure(ids[opened]), t.figure(ids[decided]), t.figure(ids[reopened]), t.figure(ids[pending]),
		})
	}
	for _, k := range slices.SortedFunc(maps.Keys(t.acts), func(a, b happened) int {
		return cmp.Or(cmp.Compare(a.act, b.act), cmp.Compare(a.of, b.of), cmp.Compare(a.policy, b.policy))
	}) {
		if k.policy != "" {
			continue
		}
		x := Act{Act: k.act, All: t.figure(t.acts[k]), Policy: []Figure{}}
		if k.of != "" {
			x.Of = strings.TrimPrefix(k.of, part)
		}
		for _, v := range policies {
			x.Policy = append(x.Policy, t.figure(t.acts[happened{k.act, k.of, v.Version}]))
		}
		a.Acts = append(a.Acts, x)
	}
	return a
}

// The least numbers of stays of which a median, and a 95th part in a hundred,
// tell nothing of a single one.
const (
	leastMedian = cells.Least
	leastP95    = 20 * cells.Least
)

// endsStay are the acts that end the stay in a state. Where such a number is
// hidden, how long the stays were is not said either: a median says that there
// were five or more, and none that there were fewer, and of four acts of four
// kinds, all hidden, that would tell that there was one of each.
var endsStay = map[review.State]string{
	review.Panel: "hearing", review.Deliberation: "outcome", review.Appeal: "appeal_decided", review.Suspended: "override",
}

// stays are how long files stayed in the states that enough of them left. A state
// that few left has no row, as one that none left.
func (t *tabler) stays(of map[review.State][]time.Duration) []Stay {
	out := []Stay{}
	for _, s := range review.States() {
		d := of[s]
		if len(d) < leastMedian || t.hides(endsStay[s]) {
			continue
		}
		slices.Sort(d)
		x := Stay{State: string(s), Median: hoursAt(d, .5)}
		if len(d) >= leastP95 {
			x.P95 = hoursAt(d, .95)
		}
		out = append(out, x)
	}
	return out
}

// hides reports whether the number of all acts of a kind is hidden.
func (t *tabler) hides(act string) bool {
	id, ok := t.acts[happened{act, "", ""}]
	return ok && t.sheet.Hidden(id)
}

// hoursAt is the least of the stays that a share of them do not exceed, in whole
// hours.
func hoursAt(d []time.Duration, share float64) *int {
	i := int(math.Ceil(share*float64(len(d)))) - 1
	h := int(math.Ceil(d[i].Hours()))
	return &h
}
