package names

import (
	"math"
	"sync"
	"sync/atomic"
	"unicode/utf8"
)

// token is all that comparison needs to know about one distinct part text.
type token struct {
	// What apart asks stands first, so that it is one line of the cache.
	run     uint64 // its letters, hashed into a word
	sense   sense
	runes   uint8
	script  Script
	manner  manner // how it is read
	known   bool   // a common name: an edit away from another it is still another
	head    head
	hash    uint32
	text    string
	forms   []weighted
	all     uint32  // bits of its weight, a float32; 0 until it is asked for
	id      uint32  // its number; 0 before it has one
	letters []uint8 // as the model numbers them; none of another script
}

const (
	chunkBits = 13
	chunkSize = 1 << chunkBits
	maxChunks = 1 << 11 // 16.7 million distinct tokens, as many as a cache key can hold
)

// vocabulary gives each distinct part text a number, from 1. Texts come from
// many goroutines while others read; a token never changes once it has its
// number.
type vocabulary struct {
	mu     sync.RWMutex
	ids    map[string]uint32
	next   uint32
	chunks [maxChunks]atomic.Pointer[[chunkSize]token]
}

func newVocabulary() *vocabulary {
	return &vocabulary{ids: map[string]uint32{}, next: 1}
}

func (v *vocabulary) find(text string) (uint32, bool) {
	v.mu.RLock()
	id, ok := v.ids[text]
	v.mu.RUnlock()
	return id, ok
}

// add stores t unless another goroutine was first. It gives 0 when the
// vocabulary is full.
func (v *vocabulary) add(t token) uint32 {
	v.mu.Lock()
	defer v.mu.Unlock()
	key := keyOf(t.text, t.manner)
	if id, ok := v.ids[key]; ok {
		return id
	}
	id := v.next
	if id>>chunkBits >= maxChunks {
		return 0
	}
	chunk := v.chunks[id>>chunkBits].Load()
	if chunk == nil {
		chunk = new([chunkSize]token)
		v.chunks[id>>chunkBits].Store(chunk)
	}
	t.id = id
	chunk[id%chunkSize] = t
	v.ids[key] = id
	v.next++
	return id
}

func (v *vocabulary) token(id uint32) *token {
	return &v.chunks[id>>chunkBits].Load()[id%chunkSize]
}

// briefs gives what tells tokens apart, by their numbers, of all that there are.
func (v *vocabulary) briefs() []brief {
	v.mu.RLock()
	defer v.mu.RUnlock()
	out := make([]brief, v.next)
	for id := uint32(1); id < v.next; id++ {
		out[id] = v.token(id).brief()
	}
	return out
}

// intern gives the number of a part text, working out its posterior the first
// time.
func (c *Comparer) intern(text string) uint32 {
	if id, ok := c.find(text); ok {
		return id
	}
	return c.vocabulary.add(c.newToken(text))
}

// find gives the number of a part text as c reads it, if it has one.
func (c *Comparer) find(text string) (uint32, bool) {
	if c.style == AnyStyle && !c.asked {
		return c.vocabulary.find(text)
	}
	return c.vocabulary.find(keyOf(text, c.manner(text, ScriptOf(text))))
}

// A manner is a way in which one text is read otherwise than by itself: Latin in a
// style, Arabic as what may be mistyped.
type manner uint8

const mistypedManner = manner(numStyles)

func (c *Comparer) manner(text string, s Script) manner {
	switch {
	case s == Latin:
		return manner(c.style)
	case s == Arabic && c.asked && !c.lexicon.Has(text):
		return mistypedManner
	}
	return 0
}

// keyOf tells apart one text read in several ways. No text holds a zero byte.
func keyOf(text string, s manner) string {
	if s == 0 {
		return text
	}
	return text + "\x00" + string(rune('0'+s))
}

func (c *Comparer) newToken(text string) token {
	forms, all := c.reckon(text)
	t := c.tokenOf(text, forms)
	t.all = math.Float32bits(float32(all))
	return t
}

// tokenOf makes a token whose posterior is known.
func (c *Comparer) tokenOf(text string, forms []weighted) token {
	t := token{text: text, forms: forms, hash: hashText(text), script: ScriptOf(text), runes: uint8(min(255, utf8.RuneCountInString(text)))}
	t.manner = c.manner(text, t.script)
	t.head = headWord(text)
	for _, r := range text {
		t.run |= 1 << (r & 63)
	}
	for _, w := range t.forms {
		if w.form != surface {
			t.sense.add(w.form)
		}
	}
	switch t.script {
	case Arabic:
		t.letters = encode(text)
		t.known = c.lexicon.Has(text)
	case Latin:
		t.letters = encodeLatin(text)
		t.known = t.own() < 0.3
	}
	return t
}

// weightOf gives the log weight of all readings of a token, against chance. A
// token that was not reckoned here, but read with its posterior, is reckoned
// the first time.
func (c *Comparer) weightOf(t *token) float64 {
	bits := atomic.LoadUint32(&t.all)
	if bits == 0 {
		_, all := c.In(t.style()).reckon(t.text)
		bits = math.Float32bits(float32(all))
		atomic.StoreUint32(&t.all, bits)
	}
	return float64(math.Float32frombits(bits))
}

// style gives the style that a Latin token is read in.
func (t *token) style() Style {
	if t.manner < manner(numStyles) {
		return Style(t.manner)
	}
	return AnyStyle
}

// own is the probability that the token is a name of its own.
func (t *token) own() float32 {
	if n := len(t.forms); n > 0 && t.forms[n-1].form == surface {
		return t.forms[n-1].p
	}
	return 0
}

// hashText is FNV-1a; hashOn goes on from a hash, so that the hash of two texts
// written as one needs no third text.
func hashText(s string) uint32 { return hashOn(2166136261, s) }

func hashOn(h uint32, s string) uint32 {
	for i := 0; i < len(s); i++ {
		h = (h ^ uint32(s[i])) * 16777619
	}
	return h
}
