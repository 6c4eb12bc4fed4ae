package gate

import (
	"net/http"
	"net/url"

	"kashf.org/kashf/internal/web"
)

// A doorway holds back the page that would tell somebody of a refusal, so that
// they can be led on instead. Every other answer passes.
type doorway struct {
	http.ResponseWriter
	refusal int // the status held back
	refused bool
}

// WriteHeader holds back the refusal.
func (d *doorway) WriteHeader(status int) {
	if status == d.refusal {
		d.refused = true
		return
	}
	d.ResponseWriter.WriteHeader(status)
}

// Write drops what belongs to the refusal.
func (d *doorway) Write(b []byte) (int, error) {
	if d.refused {
		return len(b), nil
	}
	return d.ResponseWriter.Write(b)
}

// Unwrap lets http.ResponseController reach the connection.
func (d *doorway) Unwrap() http.ResponseWriter { return d.ResponseWriter }

// maxThen keeps an address that somebody made long out of the next one.
const maxThen = 1000

// Then is the query that says where the reader was, to come back to.
func Then(r *http.Request) string {
	at := r.URL.RequestURI()
	if len(at) > maxThen {
		at = r.URL.Path
	}
	return url.Values{"then": {at}}.Encode()
}

// ThenOf reads what [Then] wrote: a path of this server, "/" where there is none.
func ThenOf(r *http.Request) string { return web.LocalPath(r.FormValue("then")) }
