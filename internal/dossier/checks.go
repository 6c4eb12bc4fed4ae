package dossier

import "kashf.org/kashf/internal/register"

// A CheckRow is what sources tell of one thing that the law asks of who holds a
// person.
type CheckRow struct {
	Kind  register.CheckKind
	State register.CheckState
	// Says are the claims that it rests on, Since those that days are counted from,
	// Otherwise those that say otherwise.
	Says, Since, Otherwise []CheckClaim
	Days                   int
	Place, Text            string // where somebody was moved to
}

// A CheckClaim is a claim that a check rests on.
type CheckClaim struct {
	Field register.Field
	Norm  string
	Statement
}

// Alarm reports whether somebody should look.
func (c CheckRow) Alarm() bool { return register.Check{State: c.State}.Alarm() }

func checkRows(checks []register.Check, from refs, rows map[register.RecordID]int) []CheckRow {
	claims := func(said []register.Said) []CheckClaim {
		var out []CheckClaim
		for _, s := range said {
			out = append(out, CheckClaim{s.Field, s.Norm, statement(s, from, rows)})
		}
		return out
	}
	var out []CheckRow
	for _, c := range checks {
		out = append(out, CheckRow{
			Kind: c.Kind, State: c.State, Says: claims(c.Says), Since: claims(c.Since), Otherwise: claims(c.Otherwise), Days: c.Days, Place: c.Place, Text: c.Text,
		})
	}
	return out
}
