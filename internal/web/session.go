package web

import (
	"context"

	"kashf.org/kashf/internal/locale"
)

// A Session is the signed-in reader, as far as pages need to know. Who it is
// and what it may do is decided elsewhere.
type Session interface {
	// Account is the display name, Org the organisation's.
	Account() string
	Org() string
	// DraftKey is an opaque name of the account under which the browser keeps
	// unsaved work; it is never the account's id or login.
	DraftKey() string
	// Lang is the language the account has chosen, "" for none.
	Lang() string
	// Can reports whether the reader may do the action at all. It says nothing
	// about one person's file.
	Can(action string) bool
}

type contextKey int

const (
	sessionKey contextKey = iota
	printerKey
	requestIDKey
)

// WithSession returns a context that carries the reader.
func WithSession(ctx context.Context, s Session) context.Context {
	return context.WithValue(ctx, sessionKey, s)
}

// SessionOf returns the reader, nil when nobody is signed in.
func SessionOf(ctx context.Context) Session {
	s, _ := ctx.Value(sessionKey).(Session)
	return s
}

// PrinterOf returns the printer for the request's language.
func PrinterOf(ctx context.Context) locale.Printer {
	if p, ok := ctx.Value(printerKey).(locale.Printer); ok {
		return p
	}
	return locale.For(locale.Default)
}

// RequestIDOf returns the number that names the request in the log.
func RequestIDOf(ctx context.Context) string {
	id, _ := ctx.Value(requestIDKey).(string)
	return id
}
