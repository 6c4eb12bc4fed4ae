package demo

import (
	_ "embed"
	"strings"
)

//go:embed public.txt
var publicNames string

// A denial holds the names that nobody in the world may bear, folded.
type denial struct {
	names  map[string]bool
	folded map[string]string // what [foldName] made of a part already
}

func readDenial(text string) denial {
	deny := denial{map[string]bool{}, map[string]string{}}
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			deny.names[foldName(line)] = true
		}
	}
	return deny
}

// bears reports whether a person so named could be taken for a public figure:
// by given and family name, as most lists write people, or by given name and
// father's name, as some do.
func (n denial) bears(given, father, family string) bool {
	g, f, l := n.fold(given), n.fold(father), n.fold(family)
	return n.names[g+l] || n.names[g+f] || n.names[g+f+l] || n.names[strings.TrimPrefix(g, "محمد")+l]
}

// fold folds a part once: names are few, and each is asked for many times.
func (n denial) fold(part string) string {
	folded, ok := n.folded[part]
	if !ok {
		folded = foldName(part)
		n.folded[part] = folded
	}
	return folded
}

var folder = strings.NewReplacer("أ", "ا", "إ", "ا", "آ", "ا", "ى", "ي", "ة", "ه", " ", "")

// foldName takes away what spelling may change: hamza, ta marbuta, articles,
// spaces.
func foldName(name string) string {
	words := strings.Fields(name)
	for i, w := range words {
		words[i] = bare(w)
	}
	return folder.Replace(strings.Join(words, " "))
}
