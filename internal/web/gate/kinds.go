package gate

import (
	"log/slog"
	"net/http"
	"strings"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/web"
)

// Kinds are what the errors of package access mean to a reader, for
// [web.Server]. Refused and absent are one.
func Kinds() []web.Kind {
	return []web.Kind{
		{Err: access.ErrDenied, Status: http.StatusNotFound, Key: "not_found", Level: slog.LevelInfo},
		{Err: access.ErrNotFound, Status: http.StatusNotFound, Key: "not_found", Level: slog.LevelInfo},
		{Err: access.ErrNoSession, Status: http.StatusUnauthorized, Key: "signed_out", Level: slog.LevelInfo},
		{Err: access.ErrConflict, Status: http.StatusConflict, Key: "conflict", Level: slog.LevelInfo},
		{Err: access.ErrTaken, Status: http.StatusConflict, Key: "conflict", Level: slog.LevelInfo},
		{Err: access.ErrInvalid, Status: http.StatusUnprocessableEntity, Key: "invalid", Level: slog.LevelInfo},
	}
}

// mark is a word in a browser's description of itself, and what it means.
type mark struct{ in, means string }

// The first mark that is found counts: most browsers claim to be others too.
var (
	browsers = []mark{{"Firefox/", "Firefox"}, {"Edg", "Edge"}, {"SamsungBrowser/", "Samsung Internet"}, {"Chrome/", "Chrome"}, {"Safari/", "Safari"}}
	systems  = []mark{{"Android", "Android"}, {"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Windows", "Windows"}, {"Mac OS", "macOS"}, {"Linux", "Linux"}}
)

// Device is the kind of browser that asks, coarse enough to single nobody out:
// "Firefox, Android". It is "" for one that is not known.
func Device(r *http.Request) string {
	agent := r.UserAgent()
	browser, system := find(browsers, agent), find(systems, agent)
	if browser == "" || system == "" {
		return browser + system
	}
	return browser + ", " + system
}

func find(marks []mark, agent string) string {
	for _, m := range marks {
		if strings.Contains(agent, m.in) {
			return m.means
		}
	}
	return ""
}
