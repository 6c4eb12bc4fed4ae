package names

import (
	"strings"
	"unicode/utf8"
)

// WithoutArticle takes the Arabic article ال off a loose token, when what is
// left can stand alone. الله keeps it, and so do names that merely begin with
// the two letters (الياس, الهام).
func WithoutArticle(loose string) string {
	rest, ok := strings.CutPrefix(loose, "ال")
	if !ok || utf8.RuneCountInString(rest) < 3 || notArticle[loose] {
		return loose
	}
	return rest
}

var notArticle = map[string]bool{
	"الله": true, "الياس": true, "الهام": true, "الفت": true, "الين": true, "اليسا": true, "الماس": true, "اليكس": true, "البرتو": true,
	"الما": true, "السي": true, "الكسندر": true, "البرت": true, "اليزابيث": true, "الكسي": true, "الكساندر": true, "اليكساندر": true,
	"الفريد": true, "الان": true, "اليف": true, "الطاف": false, "المازه": true, "الدار": true, "اليزا": true, "الفيس": true,
}
