package names

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// holds tells where an index holds a text.
func (x *Index) holds(text string) (where []string) {
	if strings.Contains(string(x.t.words.arena), text) {
		where = append(where, "words")
	}
	for known := range x.c.vocabulary.ids {
		if strings.Contains(known, text) {
			where = append(where, "vocabulary")
		}
	}
	for _, at := range x.t.dict.tokens {
		if strings.Contains(x.c.vocabulary.token(at).text, text) {
			where = append(where, "dictionary")
		}
	}
	if strings.Contains(string(x.mapped), text) {
		where = append(where, "file")
	}
	return where
}

// What was removed is nowhere once it is purged, and the rest is found as
// before; of an index that was built, and of one that was opened.
func TestPurge(t *testing.T) {
	built, file := savedSample(t)
	built.Add(Entry{ID: 7, Name: "سعيد حسن السري", Mother: "سر"})
	var again bytes.Buffer
	if err := built.Save(&again); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "index")
	if err := os.WriteFile(path, again.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	opened, err := OpenIndex(path, NewComparer(Options{CacheBits: 8}))
	if err != nil {
		t.Fatal(err)
	}
	want, err := ReadIndex(bytes.NewReader(file), NewComparer(Options{}))
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range []*Index{built, opened} {
		if len(x.holds("سري")) < 2 {
			t.Fatalf("before: held in %v", x.holds("سري"))
		}
		x.Remove(7)
		x.Purge()
		if where := x.holds("سري"); len(where) > 0 {
			t.Errorf("a purged name is held in %v", where)
		}
		sameAnswers(t, want, x)
		x.Add(Entry{ID: 9, Name: "يوسف شنخوب الحلبي"})
		if hits := x.Search(Query{Name: "Youssef Shankhoub Halabi"}); len(hits) == 0 || hits[0].ID != 9 {
			t.Errorf("what is added after a purge is not found: %v", hits)
		}
		before := x.t
		x.Purge()
		if x.t != before {
			t.Error("a purge of nothing built the index anew")
		}
		if err := x.Close(); err != nil {
			t.Error(err)
		}
	}
}
