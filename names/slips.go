package names

import "math/bits"

// slips finds texts that are one edit apart: each is entered under its hash and
// the hashes of it with one letter left out, and two such texts share one of
// those. It is a table of chains rather than a map of slices, which takes four
// times the room, and does not keep the hashes: what shares a bucket is tried,
// and found not to be alike.
type slips struct {
	heads []uint32 // the newest link of each bucket, plus one
	links []link
}

// newSlips gives a table with room for so many texts.
func newSlips(texts int) slips {
	const each = 8 // hashes of a text, near enough
	return slips{heads: make([]uint32, 1<<bits.Len(uint(max(64, each*texts/2))))}
}

func (s *slips) bucket(hash uint32) *uint32 {
	return &s.heads[hash*0x9E3779B9>>(32-bits.Len(uint(len(s.heads)-1)))]
}

func (s *slips) add(hash uint32, entry int32) {
	if len(s.heads) == 0 {
		s.heads = make([]uint32, 1<<6)
	}
	head := s.bucket(hash)
	s.links = append(s.links, link{entry, *head})
	*head = uint32(len(s.links))
}

// crowded reports whether the buckets have grown long.
func (s *slips) crowded() bool { return len(s.links) > 2*len(s.heads) }

// each calls f with every entry under hash, and with some others.
func (s *slips) each(hash uint32, f func(entry int32)) {
	if len(s.heads) == 0 {
		return
	}
	for at := *s.bucket(hash); at != 0; at = s.links[at-1].next {
		f(s.links[at-1].entry)
	}
}

// omissions hashes a text and every text with one letter left out.
func omissions(text string, out []uint32) []uint32 {
	var starts [25]int // of the letters
	n := 0
	for i := range text {
		if n == len(starts) {
			return out
		}
		starts[n] = i
		n++
	}
	if n < 4 || n == len(starts) {
		return out
	}
	starts[n] = len(text)
	out = append(out, hashText(text))
	for i := range n {
		letter := text[starts[i]:starts[i+1]]
		if i > 0 && letter == text[starts[i-1]:starts[i]] {
			continue
		}
		out = append(out, hashOn(hashText(text[:starts[i]]), text[starts[i+1]:]))
	}
	return out
}
