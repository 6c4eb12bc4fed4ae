package account

import (
	"time"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/web/part"
	"kashf.org/kashf/internal/web/screen/organisations"
	"kashf.org/kashf/internal/web/screen/signin"
)

// A View is the page of one's own account.
type View struct {
	Facts    []part.Fact
	Password signin.PasswordView
	Lang     string
	Sessions []SessionRow
}

// A SessionRow is one open session.
type SessionRow struct {
	Device  string
	Started string
	Seen    string
	Here    bool // the one that reads this page
}

func factsOf(p locale.Printer, who access.Principal, org string) []part.Fact {
	return []part.Fact{
		{Label: p.T("account.name"), Value: who.Name},
		{Label: p.T("account.login"), Value: who.Login},
		{Label: p.T("account.org"), Value: org},
		{Label: p.T("account.roles"), Value: organisations.RoleNames(p, who.Roles)},
		{Label: p.T("account.clearance"), Value: organisations.LevelName(p, who.Clearance)},
	}
}

// rowsOf lists the sessions that are open at now.
func rowsOf(p locale.Printer, who access.Principal, sessions []access.Session, now time.Time) []SessionRow {
	var out []SessionRow
	for _, s := range sessions {
		if !s.Alive(now) {
			continue
		}
		row := SessionRow{Device: s.Device, Started: p.DateTime(s.StartedAt), Seen: p.RelTime(s.SeenAt, now), Here: s.Hash == who.Session}
		if row.Device == "" {
			row.Device = p.T("account.device_unknown")
		}
		out = append(out, row)
	}
	return out
}

func columns(p locale.Printer) []part.Col {
	return []part.Col{{Label: p.T("account.device")}, {Label: p.T("account.started")}, {Label: p.T("account.seen")}}
}

func langOptions(chosen string) []part.Option {
	return []part.Option{
		{Value: "ar", Label: "العربية", Chosen: chosen == "ar"},
		{Value: "en", Label: "English", Chosen: chosen == "en"},
	}
}
