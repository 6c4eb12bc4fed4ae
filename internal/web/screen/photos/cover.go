package photos

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/consent"
	"kashf.org/kashf/internal/dossier"
	"kashf.org/kashf/internal/photo"
	"kashf.org/kashf/internal/web"
	"kashf.org/kashf/internal/web/gate"
	"kashf.org/kashf/internal/web/screen/person"
)

// lift is how long a mark opens a covered picture: long enough for a page to
// load it on a weak link, and no longer.
const lift = 2 * time.Minute

var liftedFor = []byte("kashf photograph")

// markOf is what opens one covered picture for one reader.
func (s *Screen) markOf(ctx context.Context, id string) (string, error) {
	until := s.Now().Add(lift).Unix()
	plain := strings.Join([]string{string(gate.PrincipalOf(ctx).Account), id, strconv.FormatInt(until, 10)}, "\n")
	sealed, err := s.Sealer.Seal([]byte(plain), liftedFor)
	if err != nil {
		return "", fmt.Errorf("seal the mark of a photograph: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(sealed), nil
}

// lifted reports whether a request carries a mark of its reader for a picture.
func (s *Screen) lifted(r *http.Request, id string) bool {
	sealed, err := base64.RawURLEncoding.DecodeString(r.URL.Query().Get("k"))
	if err != nil {
		return false
	}
	plain, err := s.Sealer.Open(sealed, liftedFor)
	if err != nil {
		return false
	}
	part := strings.Split(string(plain), "\n")
	if len(part) != 3 || part[0] != string(gate.PrincipalOf(r.Context()).Account) || part[1] != id {
		return false
	}
	until, err := strconv.ParseInt(part[2], 10, 64)
	return err == nil && s.Now().Unix() <= until
}

// show lifts the cover for this one page, and enters that it was, and why.
func (s *Screen) show(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	x, err := s.find(ctx, r.PathValue("id"))
	if err != nil {
		return err
	}
	if err := r.ParseForm(); err != nil {
		return fmt.Errorf("read form: %w", errors.Join(err, web.ErrInvalid))
	}
	if x.file.Guarded() {
		why := strings.ToValidUTF8(r.PostForm.Get("why"), "")
		err := s.Photos.Uncover(ctx, actor(ctx), x.ID, why)
		if errors.Is(err, photo.ErrWhy) {
			return s.renderWhy(w, r, x, why)
		}
		if err != nil {
			return fmt.Errorf("enter that a cover is lifted: %w", err)
		}
	}
	if err := s.Reads.Note(ctx, gate.PrincipalOf(ctx).Account, access.PhotoRead, x.person.String()); err != nil {
		return fmt.Errorf("note that a photograph was looked at: %w", err)
	}
	mark, err := s.markOf(ctx, x.ID)
	if err != nil {
		return err
	}
	return s.render(w, r, http.StatusOK, x, ConsentForm{}, "?k="+url.QueryEscape(mark))
}

// Printable are the photographs of a file that somebody agreed to have printed,
// each with a mark where it stands under a cover: the consent lifts it on paper.
func (s *Screen) Printable(ctx context.Context, f dossier.PersonFile) ([]person.Picture, error) {
	if !s.may(ctx, access.PhotoRead, f.Person) {
		return nil, nil
	}
	records := recordsOf(f)
	all, err := s.Kept.PhotosOf(ctx, records)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	agreed, err := s.Kept.ConsentsOf(ctx, records)
	if err != nil {
		return nil, err
	}
	var out []person.Picture
	for _, x := range all {
		if !x.In(gate.Sight(ctx, 0)) || !consent.Holds(agreed, consent.Print, x.ID, s.now(ctx, f)) {
			continue
		}
		mark, err := s.markOf(ctx, x.ID)
		if err != nil {
			return nil, err
		}
		out = append(out, person.Picture{Src: Path + "/" + x.ID + "/picture?k=" + url.QueryEscape(mark), Alt: x.Alt})
	}
	return out, nil
}
