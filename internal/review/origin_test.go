package review

import (
	"encoding/json"
	"strings"
	"testing"
)

// The person's side reads which facts have one origin and which have another,
// never the words of one, on a page or in a copy, which may name a witness. A copy
// that was made with the words is still what its hash says.
func TestOriginsByNumber(t *testing.T) {
	w := sealedWalk(t)
	p, _ := w.c.Part("lawyer")
	x, text := w.c.SeenBy(p), w.c.CopyFor(p)
	if len(x.Facts) != 2 || x.Facts[0].Nth != 1 || x.Facts[1].Nth != 2 || text.Facts[0].Nth != 1 || text.Facts[1].Nth != 2 {
		t.Errorf("two origins are told apart as %v", x.Facts)
	}
	for name, given := range map[string]any{"page": x, "copy": text} {
		b, err := json.Marshal(given)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(b), "origin-f") {
			t.Errorf("a %s tells an origin: %s", name, b)
		}
	}
	old := text.worded(w.c)
	if old.Facts[0].Origin != "origin-f1" || old.Facts[1].Origin != "origin-f2" || old.Hash() == text.Hash() {
		t.Errorf("the copy with words is %v", old.Facts)
	}
	for i := range w.c.Facts {
		w.c.Facts[i].Origin = "One Office"
	}
	if same := w.c.SeenBy(p).Facts; same[0].Nth != 1 || same[1].Nth != 1 {
		t.Errorf("one origin is told as %d and %d", same[0].Nth, same[1].Nth)
	}
	m, _ := w.c.Part("m1")
	if f := w.c.SeenBy(m).Facts[0]; f.Origin != "One Office" || f.Nth != 0 {
		t.Errorf("the panel reads %q", f.Origin)
	}
}
