package ledger

import (
	"net/url"
	"strconv"
	"strings"
	"time"

	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/web"
)

// A Search is the filter as it was typed, with what is wrong beside each day.
type Search struct {
	Kind, Author, Subject, From, To string
	Before                          int64
	WrongFrom, WrongTo              string

	from, to time.Time
}

// damascus has been at UTC+3 all year since October 2022.
var damascus = time.FixedZone("Asia/Damascus", 3*60*60)

// maxWord is longer than any id or kind.
const maxWord = 100

func (s *Screen) searchOf(p locale.Printer, q url.Values) Search {
	word := func(name string) string {
		v := strings.TrimSpace(q.Get(name))
		if len(v) > maxWord {
			return v[:maxWord]
		}
		return v
	}
	f := Search{Kind: word("kind"), Author: word("author"), Subject: word("subject"), From: word("from"), To: word("to")}
	if n, err := strconv.ParseInt(q.Get("before"), 10, 64); err == nil && n > 0 {
		f.Before = n
	}
	zone := s.Zone
	if zone == nil {
		zone = damascus
	}
	f.from, f.WrongFrom = day(p, f.From, zone)
	f.to, f.WrongTo = day(p, f.To, zone)
	return f
}

func day(p locale.Printer, typed string, zone *time.Location) (time.Time, string) {
	if typed == "" {
		return time.Time{}, ""
	}
	t, err := time.ParseInLocation(time.DateOnly, typed, zone)
	if err != nil {
		return t, p.T("ledger.day_wrong")
	}
	return t, ""
}

// filter is what the search asks of the ledger; both days are included.
func (f Search) filter() journal.Filter {
	out := journal.Filter{Before: f.Before, Kind: f.Kind, Author: f.Author, Subject: f.Subject}
	if !f.from.IsZero() {
		out.From = f.from.UnixMicro()
	}
	if !f.to.IsZero() {
		out.To = f.to.AddDate(0, 0, 1).UnixMicro()
	}
	return out
}

// Any reports whether something is searched for.
func (f Search) Any() bool { return f.Kind+f.Author+f.Subject+f.From+f.To != "" }

// address is where the search's entries below a number are. All it holds are
// kinds, days and opaque ids.
func (f Search) address(before int64) string {
	q := url.Values{}
	for name, v := range map[string]string{"kind": f.Kind, "author": f.Author, "subject": f.Subject, "from": f.From, "to": f.To} {
		if v != "" {
			q.Set(name, v)
		}
	}
	if before > 0 {
		q.Set("before", strconv.FormatInt(before, 10))
	}
	if len(q) == 0 {
		return Path
	}
	return web.LocalPath(Path + "?" + q.Encode())
}
