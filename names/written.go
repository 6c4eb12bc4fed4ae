package names

// A Written is a spelling with its keys. Nothing is lost: Original is what was
// written, and each word knows where in it it stands.
type Written struct {
	Original string
	Strict   string
	Loose    string
	Words    []Word
	Cut      bool // words after the first 2,048 bytes, or the 32nd, are not in Words
}

// A Word is one word of a Written, in one script: Original[Start:End].
type Word struct {
	Start, End int // bytes
	Script     Script
	Strict     string
	Loose      string
}

// Fold gives both keys of s beside s itself, whole and word by word. Words are
// parted by white space, punctuation and a change of script.
func Fold(s string) Written {
	f := Written{Original: s, Strict: Strict(s), Loose: Loose(s)}
	text, cut := cut(s)
	f.Cut = cut
	for _, w := range words(text) {
		if n := len(f.Words); n > 0 && f.Words[n-1].Start == w.at { // a compatibility form that holds a space
			f.Words[n-1].Loose += " " + w.loose
			continue
		}
		f.Words = append(f.Words, Word{Start: w.at, End: w.at + len(w.raw), Script: ScriptOf(w.raw), Strict: Strict(w.raw), Loose: Loose(w.raw)})
	}
	f.Cut = f.Cut || len(f.Words) == maxWords
	return f
}
