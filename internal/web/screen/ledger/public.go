package ledger

import (
	"fmt"
	"net/http"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/web"
	tree "kashf.org/kashf/ledger"
)

// proof answers with the proof that an entry is in the signed ledger: a
// c2sp.org/tlog-proof.
func (s *Screen) proof(w http.ResponseWriter, r *http.Request) error {
	e, _, err := s.entryOf(r)
	if err != nil {
		return err
	}
	c, text, err := s.signed(r.Context())
	if err != nil {
		return err
	}
	if text == nil || e.Seq >= c.Size {
		return fmt.Errorf("entry %d is not signed yet: %w", e.Seq, web.ErrNotFound)
	}
	proof, err := tree.Prove(e.Seq, text, c, s.Log.Hashes(r.Context()))
	if err != nil {
		return err
	}
	return download(w, fmt.Sprintf("entry-%d.tlog-proof", e.Seq), proof)
}

// leaf answers with what is hashed into the tree for an entry. It names its
// subjects, and so it is for those who see them.
func (s *Screen) leaf(w http.ResponseWriter, r *http.Request) error {
	e, _, err := s.entryOf(r)
	if err != nil {
		return err
	}
	above, err := s.above(r.Context(), e.Subjects)
	if err != nil {
		return err
	}
	if above || !seesSubjects(r, e) {
		return fmt.Errorf("leaf of entry %d: %w", e.Seq, access.ErrDenied)
	}
	return download(w, fmt.Sprintf("entry-%d.leaf", e.Seq), e.LeafData())
}

func download(w http.ResponseWriter, name string, b []byte) error {
	h := w.Header()
	h.Set("Content-Type", "application/octet-stream")
	h.Set("Content-Disposition", `attachment; filename="`+name+`"`)
	return send(w, b)
}

func send(w http.ResponseWriter, b []byte) error {
	_, _ = w.Write(b) // the reader has gone: nobody to tell
	return nil
}

// checkpoint answers with the newest signed head (c2sp.org/tlog-checkpoint).
func (s *Screen) checkpoint(w http.ResponseWriter, r *http.Request) error {
	_, text, err := s.signed(r.Context())
	if err != nil {
		return err
	}
	if text == nil {
		return fmt.Errorf("nothing is signed yet: %w", web.ErrNotFound)
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	return send(w, text)
}

// tile answers with hashes (c2sp.org/tlog-tiles). A full tile never changes; one
// that reaches beyond what was signed is not there.
func (s *Screen) tile(w http.ResponseWriter, r *http.Request) error {
	t, err := tree.ParseTilePath("tile/" + r.PathValue("path"))
	if err != nil {
		return fmt.Errorf("%w: %w", web.ErrNotFound, err)
	}
	c, _, err := s.signed(r.Context())
	if err != nil {
		return err
	}
	if !t.Within(c.Size) {
		return fmt.Errorf("%s is not published: %w", t.Path(), web.ErrNotFound)
	}
	b, err := t.Read(s.Log.Hashes(r.Context()))
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "application/octet-stream")
	if t.Width == tree.TileWidth {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	return send(w, b)
}
