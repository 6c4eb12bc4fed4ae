package names

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"testing"
)

func savedSample(tb testing.TB) (*Index, []byte) {
	tb.Helper()
	x := NewIndex(NewComparer(Options{CacheBits: 8}))
	x.Add(
		Entry{ID: 1, Name: "محمد عبد الرحمن الحسين", Mother: "فاطمة", Born: 1980, Place: "SY02"},
		Entry{ID: 2, Name: "Youssef  Khaled Shankhub (Abu Ali)", Born: 1990, Place: "SY07"},
		Entry{ID: -4, Name: "خالد شنخوب الديري", Born: 1975},
		Entry{ID: 1 << 40, Name: "M. Shankhoub"},
		Entry{ID: 7, Name: "سعيد حسن السري", Mother: "سر"},
	)
	x.Remove(7)
	var b bytes.Buffer
	if err := x.Save(&b); err != nil {
		tb.Fatal(err)
	}
	return x, b.Bytes()
}

var savedQueries = []Query{
	{Name: "Mohamad Abdulrahman Alhussein", Born: 1981, Places: []string{"SY02"}, Mother: "Fatima"},
	{Name: "يوسف شنخوب"}, {Name: "شنخ", Prefix: true}, {Name: "Khaled Deiri"}, {Name: "سعيد حسن السري"}, {Name: "m"},
}

func sameAnswers(t *testing.T, x, y *Index) {
	t.Helper()
	for _, q := range savedQueries {
		if want, got := x.Search(q), y.Search(q); !reflect.DeepEqual(got, want) {
			t.Errorf("Search(%+v) = %+v, want %+v", q, got, want)
		}
	}
}

func TestSaveAndOpen(t *testing.T) {
	x, file := savedSample(t)
	if bytes.Contains(file, []byte("السري")) || bytes.Contains(file, []byte("سر\x00")) {
		t.Error("the file holds what was removed")
	}
	read, err := ReadIndex(bytes.NewReader(file), NewComparer(Options{}))
	if err != nil {
		t.Fatal(err)
	}
	sameAnswers(t, x, read)
	path := filepath.Join(t.TempDir(), "index")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	opened, err := OpenIndex(path, NewComparer(Options{}))
	if err != nil {
		t.Fatal(err)
	}
	sameAnswers(t, x, opened)
	// What was opened changes as what was built does.
	for _, i := range []*Index{x, opened} {
		i.Remove(2)
		i.Add(Entry{ID: 9, Name: "يوسف شنخوب الحلبي", Place: "new"})
	}
	sameAnswers(t, x, opened)
	var again bytes.Buffer
	if err := opened.Save(&again); err != nil {
		t.Fatal(err)
	}
	second, err := ReadIndex(&again, NewComparer(Options{}))
	if err != nil {
		t.Fatal(err)
	}
	sameAnswers(t, opened, second)
	if err := opened.Close(); err != nil || opened.Len() != 0 || len(opened.Search(savedQueries[0])) != 0 {
		t.Errorf("after Close: %v, %d entries", err, opened.Len())
	}
}

func TestOpenLarge(t *testing.T) {
	x := NewIndex(NewComparer(Options{}))
	r := rand.New(rand.NewPCG(1, 1))
	for range 3 {
		var entries []Entry
		for range blockRows / 2 {
			entries = append(entries, Entry{ID: int64(r.Uint64() >> 1), Name: fmt.Sprintf("محمد %x علي", r.IntN(500)), Born: 1900 + r.IntN(100)})
		}
		x.Add(entries...)
	}
	var file bytes.Buffer
	if err := x.Save(&file); err != nil {
		t.Fatal(err)
	}
	y, err := ReadIndex(&file, NewComparer(Options{}))
	if err != nil {
		t.Fatal(err)
	}
	q := Query{Name: "محمد ab علي", Born: 1950}
	if want, got := x.Search(q), y.Search(q); !reflect.DeepEqual(got, want) || y.Len() != x.Len() {
		t.Errorf("Search(%+v) = %+v, want %+v", q, got, want)
	}
}

func TestOpenRefuses(t *testing.T) {
	_, file := savedSample(t)
	c := NewComparer(Options{CacheBits: 8})
	model := c.fingerprint()
	for i := range file {
		damaged := bytes.Clone(file)
		damaged[i] ^= 0x20
		if _, err := newIndexOf(aligned(damaged), c, model); err == nil && !inPadding(file, i) {
			t.Fatalf("byte %d of %d changed, and the index was opened", i, len(file))
		}
	}
	for n := range len(file) {
		if _, err := newIndexOf(aligned(file[:n]), c, model); !errors.Is(err, ErrDamaged) && n < len(file)-8 {
			t.Fatalf("%d of %d bytes: %v, want ErrDamaged", n, len(file), err)
		}
	}
	other := NewComparer(Options{Lexicon: DefaultLexicon().With("شنخوب")})
	if _, err := ReadIndex(bytes.NewReader(file), other); !errors.Is(err, ErrStale) {
		t.Errorf("with another lexicon: %v, want ErrStale", err)
	}
	file[8]++
	if _, err := ReadIndex(bytes.NewReader(file), c); !errors.Is(err, ErrStale) {
		t.Errorf("of another version: %v, want ErrStale", err)
	}
}

// inPadding reports whether a byte lies between sections and means nothing.
func inPadding(file []byte, i int) bool {
	n := int(binary.LittleEndian.Uint32(file[12:]))
	at := headSize + tableStep*n + 8
	for k := range n {
		size := int(binary.LittleEndian.Uint64(file[headSize+tableStep*k:]))
		if i >= at+size && i < at+size+padding(size) {
			return true
		}
		at += size + padding(size)
	}
	return false
}

// resealed gives a file right checksums, so that what lies behind them is met.
func resealed(file []byte, model [32]byte) []byte {
	file = bytes.Clone(file)
	if len(file) < headSize {
		return file
	}
	copy(file, fileMagic)
	binary.LittleEndian.PutUint32(file[8:], fileVersion)
	copy(file[16:], model[:])
	n := int(binary.LittleEndian.Uint32(file[12:]))
	end := headSize + tableStep*n
	if n > 1000 || len(file) < end+8 {
		return file
	}
	at := end + 8
	for k := range n {
		entry := file[headSize+tableStep*k:]
		size := int(binary.LittleEndian.Uint64(entry))
		if size < 0 || size > len(file)-at {
			size = max(0, len(file)-at)
			binary.LittleEndian.PutUint64(entry, uint64(size))
		}
		binary.LittleEndian.PutUint64(entry[8:], uint64(crc32.Checksum(file[at:at+size], castagnoli)))
		at = min(len(file), at+size+padding(size))
	}
	binary.LittleEndian.PutUint64(file[end:], uint64(crc32.Checksum(file[:end], castagnoli)))
	return file
}

// FuzzOpen opens damaged files whose checksums are right, and works with what
// is taken.
func FuzzOpen(f *testing.F) {
	x, file := savedSample(f)
	model := x.c.fingerprint()
	f.Add(file)
	var empty bytes.Buffer
	if err := NewIndex(x.c).Save(&empty); err != nil {
		f.Fatal(err)
	}
	f.Add(empty.Bytes())
	f.Fuzz(func(t *testing.T, file []byte) {
		c := *x.c
		c.vocabulary = newVocabulary()
		y, err := newIndexOf(aligned(resealed(file, model)), &c, model)
		if err != nil {
			return
		}
		for _, q := range savedQueries {
			y.Search(q)
		}
		y.Remove(1)
		y.Add(Entry{ID: 3, Name: "محمد شنخوب", Mother: "Fatima", Place: "SY02"})
		y.Search(savedQueries[1])
		var b bytes.Buffer
		if err := y.Save(&b); err != nil {
			t.Fatal(err)
		}
	})
}
