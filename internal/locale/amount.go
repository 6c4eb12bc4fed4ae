package locale

import (
	"math"
	"time"
)

// Number says a whole number with separators: 26,162.
func (p Printer) Number(n int) string { return p.p.Sprintf("%d", n) }

// Decimal says a number with a fixed count of places: 12.5.
func (p Printer) Decimal(x float64, places int) string { return p.p.Sprintf("%.*f", places, x) }

// Percent says a share of one, as a whole percentage: 0.86 is 86%. A share
// that is neither nothing nor all is never rounded to 0 or 100.
func (p Printer) Percent(share float64) string {
	n := math.Round(share * 100)
	if share > 0 && share < 1 {
		n = min(max(n, 1), 99)
	}
	return p.T("common.percent", int(n))
}

// Bytes says a size in steps of 1000: "12 kB".
func (p Printer) Bytes(n int64) string {
	switch {
	case n < 1000:
		return p.N("common.bytes", int(n))
	case n < 1_000_000:
		return p.T("common.kilobytes", int((n+500)/1000))
	case n < 1_000_000_000:
		return p.T("common.megabytes", float64(n)/1e6)
	}
	return p.T("common.gigabytes", float64(n)/1e9)
}

// RelTime says how long before now t was: "5 minutes ago". From a week on,
// and for a time to come, it is the date.
func (p Printer) RelTime(t, now time.Time) string {
	d := now.Sub(t)
	switch {
	case d < -time.Minute || d >= 7*24*time.Hour:
		return p.Day(t)
	case d < time.Minute:
		return p.T("common.just_now")
	case d < time.Hour:
		return p.N("common.minutes_ago", int(d/time.Minute))
	case d < 24*time.Hour:
		return p.N("common.hours_ago", int(d/time.Hour))
	}
	return p.N("common.days_ago", int(d/(24*time.Hour)))
}

// Day says the day of t in the printer's zone: "19 May 2013".
func (p Printer) Day(t time.Time) string {
	t = t.In(p.zone)
	return p.day(t.Year(), int(t.Month()), t.Day())
}

// DateTime says day and minute of t in the printer's zone: "19 May 2013, 14:05".
func (p Printer) DateTime(t time.Time) string {
	return p.T("common.date_time", p.Day(t), t.In(p.zone).Format("15:04"))
}
