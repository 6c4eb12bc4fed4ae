package review

// Points are told apart by their keys, which are folded; people read them as they
// were typed.

// asked are the points that a reader is shown, or is shown an answer to, none of
// them with its words yet.
func (x Seen) asked() map[PointKey]string {
	out := map[PointKey]string{}
	for _, l := range [][]Point{x.Points, x.Later} {
		for _, p := range l {
			out[p.Key] = ""
		}
	}
	for _, r := range []*Ruling{x.Outcome, x.Draft, x.Replaced} {
		if r == nil {
			continue
		}
		for k := range r.Answers {
			out[k] = ""
		}
	}
	return out
}

// typed takes the words of a submission in for the points that are asked for and
// have none yet. Either side reads a point that both made as it wrote it itself.
func (c *Case) typed(p Part, b *SubmittedBody, words map[PointKey]string) {
	switch i := c.group(b.Group); {
	case p.Role == Representative && b.Group != "", p.Role == VictimRepresentative && (i < 0 || c.Groups[i].Delegate != p.Account):
		return
	}
	for i, k := range b.Keys {
		if _, asked := words[k]; !asked && i < len(b.Points) {
			k = wordsOfPoint(b.Points[i]) // one with a point of before there were folded letters
		}
		if w, asked := words[k]; asked && w == "" && i < len(b.Points) {
			words[k] = b.Points[i]
		}
	}
}
