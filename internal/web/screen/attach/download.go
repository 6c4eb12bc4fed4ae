package attach

import (
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/web/gate"
)

// download gives a file out. It is sent as bytes to be saved, whatever it is:
// a page or a picture that somebody sent never runs or shows under the
// program's own address.
func (s *Screen) download(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	v := gate.Sight(ctx, 0)
	if len(gate.PrincipalOf(ctx).Reveals) > 0 { // whose file is open is asked below
		v.Level, v.Revealed = register.C4, true
	}
	it, err := s.Register.Item(ctx, v, r.PathValue("id"))
	if err != nil {
		return err
	}
	person, err := s.seen(ctx, it)
	if err != nil {
		return err
	}
	if err := s.authorize(ctx, access.FileRead, resourceOf(it, person)); err != nil {
		return err
	}
	f, err := s.Vault.Open(ctx, it.Blob)
	if err != nil {
		return fmt.Errorf("open attached file: %w", err)
	}
	defer f.Close()
	h := w.Header()
	h.Set("Content-Type", "application/octet-stream")
	h.Set("Content-Disposition", `attachment; filename="attached-file`+extension(it.MediaType)+`"`)
	h.Set("Content-Security-Policy", "sandbox; default-src 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Length", strconv.FormatInt(it.Size, 10))
	if _, err := io.Copy(w, f); err != nil {
		panic(http.ErrAbortHandler) // the headers are out: a cut connection is the only way to say so
	}
	return nil
}

// extensions are those of the types that [http.DetectContentType] tells.
var extensions = map[string]string{
	"application/pdf": ".pdf", "image/jpeg": ".jpg", "image/png": ".png", "image/gif": ".gif", "image/webp": ".webp",
	"image/bmp": ".bmp", "video/mp4": ".mp4", "video/webm": ".webm", "video/avi": ".avi", "audio/mpeg": ".mp3", "audio/wave": ".wav",
	"application/ogg": ".ogg", "application/zip": ".zip", "application/x-gzip": ".gz", "application/x-rar-compressed": ".rar",
	"text/plain": ".txt", "text/xml": ".xml",
}

// extension is the end of a download's name. Pages (text/html) get none that a
// double click would open.
func extension(media string) string {
	media, _, _ = strings.Cut(media, ";")
	if e, ok := extensions[strings.TrimSpace(media)]; ok {
		return e
	}
	return ".bin"
}
