package monthly

import (
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/review/monthly"
	"kashf.org/kashf/internal/web/part"
)

// An AccountView is an account in the reader's words.
type AccountView struct {
	Title, Line string
	All, Chart  []part.Bar
	Groups      []GroupView
	Acts        []LineView
	Policies    []VersionView
	Stays       []LineView
	Agreed      []string
	Ledger      []part.Fact
	Command     string
}

// A GroupView is a table of files, by one thing.
type GroupView struct {
	ID, Title string
	Lines     []LineView
}

// A LineView is a line of figures.
type LineView struct {
	Label   string
	Below   bool // a kind within the line above it
	Figures []string
}

// A VersionView is a version of the policy.
type VersionView struct {
	Name, Text, Why string
	New             bool
}

// View says an account in words.
func View(p locale.Printer, a monthly.Account) AccountView {
	v := AccountView{Title: p.T("monthly.of", p.Date(string(a.Month))), Line: p.T("monthly.line", a.Least)}
	v.files(p, a)
	for _, x := range a.Acts {
		l := LineView{Label: actWords(p, x), Below: x.Of != "", Figures: []string{figure(p, x.All)}}
		for _, f := range x.Policy {
			l.Figures = append(l.Figures, figure(p, f))
		}
		v.Acts = append(v.Acts, l)
	}
	for _, x := range a.Policies {
		v.Policies = append(v.Policies, VersionView{x.Version, p.T("monthly.policy.since", p.Date(x.From), p.T("review.form."+x.Form)), x.Why, x.New})
	}
	for _, s := range a.Stays {
		v.Stays = append(v.Stays, LineView{Label: p.T("review.state." + s.State), Figures: []string{hours(p, s.Median), hours(p, s.P95)}})
	}
	v.Agreed = agreed(p, a.Agreed)
	v.Ledger = []part.Fact{
		{Label: p.T("monthly.entries"), Value: p.Number(int(a.Ledger.Entries))}, {Label: p.T("monthly.root"), Value: a.Ledger.Root},
		{Label: p.T("monthly.zone"), Value: a.Zone},
	}
	v.Command = "kashf account --dir DIR --month " + string(a.Month)
	return v
}

// files are the tables of files and the chart of what is pending by class.
func (v *AccountView) files(p locale.Printer, a monthly.Account) {
	for _, x := range a.Files {
		if n := len(v.Groups); n == 0 || v.Groups[n-1].ID != x.Group {
			v.Groups = append(v.Groups, GroupView{ID: x.Group, Title: p.T("monthly.group." + x.Group)})
		}
		g := &v.Groups[len(v.Groups)-1]
		label := valueWords(p, x.Group, x.Value)
		g.Lines = append(g.Lines, LineView{Label: label, Figures: []string{figure(p, x.Opened), figure(p, x.Decided), figure(p, x.Reopened), figure(p, x.Pending)}})
		if x.Group == "all" {
			for _, c := range []struct {
				key string
				f   monthly.Figure
			}{{"monthly.opened", x.Opened}, {"monthly.decided", x.Decided}, {"monthly.reopened", x.Reopened}, {"monthly.pending", x.Pending}} {
				v.All = append(v.All, part.Bar{Label: p.T(c.key), N: c.f.N, Said: figure(p, c.f)})
			}
		}
		if x.Group == "class" {
			v.Chart = append(v.Chart, part.Bar{Label: label, N: x.Pending.N, Said: figure(p, x.Pending)})
		}
	}
}

func figure(p locale.Printer, f monthly.Figure) string {
	if f.Hidden {
		return p.T("monthly.hidden")
	}
	return p.Number(f.N)
}

func hours(p locale.Printer, h *int) string {
	if h == nil {
		return p.T("monthly.few")
	}
	return p.N("review.hours", *h)
}

// valueWords name a row of a table of files.
func valueWords(p locale.Printer, group, value string) string {
	key := map[string]string{"class": "review.class.", "lane": "review.lane.", "sex": "monthly.sex.", "under_18": "monthly.under_18."}[group]
	switch {
	case group == "all":
		return p.T("monthly.group.all")
	case group == "lane" && value == "":
		return p.T("review.lane.none")
	case value == "":
		return p.T("monthly.unknown")
	case p.Has(key + value):
		return p.T(key + value)
	}
	return locale.Isolate(value)
}

// kindWords are where the words for the kinds of an act are.
var kindWords = map[string]string{
	"lapse": "review.clock.", "outcome": "review.outcome.", "hearing": "review.how.", "urgent_order": "review.measure.", "urgent_lane": "review.lane.",
	"dissent": "review.state.",
}

func actWords(p locale.Printer, x monthly.Act) string {
	if x.Of == "" {
		return p.T("monthly.act." + x.Act)
	}
	key, ok := kindWords[x.Act]
	if !ok {
		key = "monthly.act." + x.Act + "."
	}
	if p.Has(key + x.Of) {
		return p.T(key + x.Of)
	}
	return locale.Isolate(x.Of)
}

// agreed says how far members voted alike.
func agreed(p locale.Printer, a monthly.Agreement) []string {
	switch {
	case a.TooFew:
		return []string{p.T("monthly.agreed.few", monthly.LeastRulings)}
	case a.Alpha == nil:
		return []string{p.T("monthly.agreed.same", a.Rulings, p.Date(string(a.From)), p.Date(string(a.To)))}
	}
	return []string{
		p.T("monthly.agreed", p.Decimal(*a.Alpha, 1), p.Decimal(*a.Low, 1), p.Decimal(*a.High, 1)),
		p.T("monthly.agreed.over", a.Rulings, p.Date(string(a.From)), p.Date(string(a.To))),
	}
}
