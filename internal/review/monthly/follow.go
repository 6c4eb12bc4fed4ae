package monthly

import (
	"strings"

	"kashf.org/kashf/internal/cells"
)

// A following is acts of which there are, to the end of any month, no more than so
// many times those that they follow. A reader knows it, and with it that a hidden
// number is no greater than what the other leaves. An act is written with its
// kind, "recall/heard", or without where all kinds are meant.
type following struct {
	these, those []string
	times        int
}

// followings are what the rules of reviews order so, each under one version of
// the policy, which a case keeps.
var followings = [...]following{
	{[]string{"reopened"}, []string{"outcome"}, 1},
	{[]string{"outcome"}, []string{"hearing"}, 1},
	{[]string{"dissent/deliberation"}, []string{"outcome"}, 3},
	{[]string{"dissent/appeal"}, []string{"appeal_decided"}, 3},
	{[]string{"appeal"}, []string{"outcome"}, 4}, // one of each side
	{[]string{"appeal_decided"}, []string{"appeal"}, 1},
	{[]string{"reversal", "reopened/remitted"}, []string{"appeal_decided"}, 1},
	{[]string{"victims_standing"}, []string{"victims_registered"}, 1},
	{[]string{"victims_standing/granted"}, []string{"victims_registered"}, 1},
	{[]string{"victims_noticed"}, []string{"victims_standing/granted"}, 1},
	{[]string{"verified"}, []string{"released"}, 1},
	{[]string{"followed_up"}, []string{"verified"}, 3}, // on three days,
	{[]string{"recall/heard"}, []string{"recall/asked"}, 1},
	{[]string{"recall/judge", "recall/free"}, []string{"recall/heard"}, 1},
	{[]string{"missing/alive", "missing/held", "missing/dead"}, []string{"missing/opened", "missing/again"}, 1},
	{[]string{"missing/again"}, []string{"missing/alive", "missing/held", "missing/dead"}, 1},
}

// A wait is what those of a following leave for these, to a month's end: it is
// published nowhere.
type wait struct {
	id cells.ID
	n  int
}

// waited names a wait: of a following under a policy, or of a row of files.
type waited struct {
	of           int
	group, value string
}

// tableFollowings says to the sheet what is never negative: what is left of those
// after these. Where the ledger says otherwise (an act that was entered before a
// rule, a group that asked twice) nobody can count on it, and nothing is said.
func (t *tabler) tableFollowings(policies []Version) {
	waits := make(map[waited]wait)
	for i, f := range followings {
		for _, v := range policies {
			t.follow(waits, waited{i, "", v.Version}, t.actsOf(f.these, v.Version), t.actsOf(f.those, v.Version), f.times)
		}
	}
	for _, r := range sortedRows(t.files) { // by policy they are acts
		if r.group == "sex" || r.group == "under_18" {
			ids := t.files[r]
			t.follow(waits, waited{-1, r.group, r.value}, ids[reopened:reopened+1], ids[decided:decided+1], 1)
		}
	}
	t.waits = waits
}

// follow puts one inequality: what waited and came is what waits and went.
func (t *tabler) follow(waits map[waited]wait, key waited, these, those []cells.ID, times int) {
	was, had := t.waits[key]
	if had {
		waits[key] = was
	}
	if was.n < 0 || len(these) == 0 && len(those) == 0 {
		return
	}
	var came []cells.ID
	for range times {
		came = append(came, those...)
	}
	n := was.n
	for _, id := range came { // nothing is hidden yet
		n += t.sheet.Value(id)
	}
	for _, id := range these {
		n -= t.sheet.Value(id)
	}
	if n < 0 {
		waits[key] = wait{n: n} // and never again, since what waits is not known any more
		return
	}
	if had {
		came = append(came, was.id)
	}
	now := wait{t.sheet.Unknown(n), n}
	t.sheet.Balance(append([]cells.ID{now.id}, these...), came)
	waits[key] = now
}

// actsOf are the counts of acts under a policy.
func (t *tabler) actsOf(acts []string, policy string) (ids []cells.ID) {
	for _, a := range acts {
		act, kind, one := strings.Cut(a, "/")
		key := happened{act, "", policy}
		if one {
			key.of = part + kind
		}
		if id, ok := t.acts[key]; ok {
			ids = append(ids, id)
		}
	}
	return ids
}

// tableRulings says that there were no more outcomes and decided appeals than
// rulings, which agreement names to tens.
func (t *tabler) tableRulings(agreed Agreement) {
	for _, act := range []string{"outcome", "appeal_decided"} {
		if id, ok := t.acts[happened{act, "", ""}]; ok {
			t.ruled = append(t.ruled, wait{id, t.sheet.Value(id)})
		}
	}
	if agreed.TooFew || t.unruled != nil && t.unruled.n < 0 {
		return
	}
	most := agreed.Rulings + 9
	n, came := most, []cells.ID{t.sheet.Known(most)}
	if t.unruled != nil {
		n, came = n+t.unruled.n, append(came, t.unruled.id)
	}
	var went []cells.ID
	for _, x := range t.ruled {
		n, went = n-x.n, append(went, x.id)
	}
	t.ruled = nil
	if n < 0 {
		t.unruled = &wait{n: n}
		return
	}
	t.unruled = &wait{t.sheet.Unknown(n), n}
	t.sheet.Balance(append(went, t.unruled.id), came)
}
