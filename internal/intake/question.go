package intake

import (
	"strings"

	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/vocab"
)

// Columns that ask a question are answered with yes and no, in words, letters
// and ticks. Such an answer says nothing without its question, so both are kept
// together: "هل شوهد بعد الاعتقال: نعم". Where a yes is a known word of a field,
// as "متزوج؟" is of the marital status, the field has it; a no is a note, for
// "not released" is not said to be anything.

// An answer is what a cell says to a question.
type answer uint8

const (
	noAnswer answer = iota
	saysYes
	saysNo
	ticks // "x": a no beside yes, and else a box that was ticked
)

// answers are the words, folded. "0" and "1" are answers where a column holds
// nothing else.
var answers = func() map[string]answer {
	m := map[string]answer{}
	for a, words := range map[answer][]string{
		saysYes: {"نعم", "أجل", "اي", "إي", "ايوه", "صح", "صحيح", "✓", "✔", "✔️", "☑", "☑️", "✅", "√", "yes", "y", "true", "oui", "o", "evet", "e", "erê", "ere", "بەڵێ", "ja", "j", "1"},
		saysNo:  {"لا", "كلا", "خطأ", "غلط", "×", "✗", "✘", "❌", "✖", "☒", "no", "n", "false", "non", "hayır", "h", "na", "نەخێر", "nein", "0"},
		ticks:   {"x", "X", "*"},
	} {
		for _, w := range words {
			m[foldAnswer(w)] = a
		}
	}
	return m
}()

// draftQuestion drafts a column that asks, and is answered with yes and no; false
// where it does not. Without a header there is no question.
func draftQuestion(header string, named bool, l look) (Column, bool) {
	said := l.yes + l.no + l.marks
	if !named || l.filled == 0 || said*10 < l.filled*9 {
		return Column{}, false
	}
	core, asks := questionOf(header)
	if f, score := fieldOfHeader(core); !asks && score >= saidHeader && !answered[f] {
		return Column{}, false // "M F" or a number of children: the header is no question
	}
	if l.yes+l.no > 0 && (l.yes == 0 || l.no == 0) && !asks && l.filled < 3 {
		return Column{}, false
	}
	c := Column{Header: header, Field: register.Note, Asks: true, Confidence: saidHeader, Reason: ByQuestion}
	if l.marks > 0 && (l.yes > 0 && l.no > 0 || l.yes == 0 && l.no > 0) {
		c.Confidence = partHeader // whether "x" is yes or no, the others do not say
	}
	if f, score := fieldOfHeader(core); score >= saidHeader && answered[f] {
		c.Field = f
		return c, true
	}
	for _, f := range []register.Field{register.MaritalStatus, register.Status} {
		if _, ok := vocab.Match(lists[f], core); ok {
			c.Field = f
			return c, true
		}
	}
	return c, true
}

// answered are the fields that lists ask for with yes and no.
var answered = map[register.Field]bool{register.SexualViolence: true, register.MinorChild: true}

// questionOf is a header without what makes it a question, and whether
// anything does.
func questionOf(header string) (core string, asks bool) {
	core = strings.TrimSpace(header)
	if open := strings.IndexAny(core, "(["); open > 0 {
		asks = isAnswers(core[open:])
		core = strings.TrimSpace(core[:open])
	}
	if cut := strings.TrimRight(core, "?؟ "); cut != core {
		core, asks = cut, true
	}
	words := strings.Fields(core)
	for len(words) > 1 && askingWords[fold(words[0])] {
		words, asks = words[1:], true
	}
	for len(words) > 1 && (askingWords[fold(words[len(words)-1])] || isAnswers(words[len(words)-1])) {
		words, asks = words[:len(words)-1], true
	}
	return strings.Join(words, " "), asks
}

var askingWords = foldedSet("هل", "أهل", "mi", "mı", "mu", "mü", "is", "was", "has", "did", "does", "est-ce", "gelo", "ئایا")

// isAnswers reports whether a text offers answers: "(نعم/لا)", "Y/N", "O/N".
func isAnswers(text string) bool {
	n := 0
	for _, w := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("()[]/-|، ,", r) }) {
		if a := answers[foldAnswer(w)]; a == noAnswer || fold(w) == "" && a != saysYes && a != saysNo {
			return false
		}
		n++
	}
	return n > 1
}

// answerTo reads a cell of a column that asks. A column of ticks says yes by
// them where no other word of the list says it.
func (col *claimColumn) answerTo(value string) (answer, bool) {
	a := answers[foldAnswer(value)]
	if a == ticks {
		return saysYes, col.Confidence >= surely
	}
	return a, a != noAnswer
}

// asked makes the claim of an answer with its question.
func (col *claimColumn) asked(r Readers, value string, row *Row, number int) register.Claim {
	question, _ := questionOf(col.Header)
	claim := register.Claim{Field: register.Note, Value: strings.TrimRight(col.Header, ":?؟ ") + ": " + value, Level: max(register.Note.Info().Level, col.level)}
	a, known := col.answerTo(value)
	if !known {
		issue := Issue{Column: number, Field: col.Field, Reason: UnknownAnswer}
		if col.level <= register.C3 {
			issue.Excerpt = excerpt(value)
		}
		row.note(issue)
		return claim
	}
	if a != saysYes || col.Field == register.Note {
		return claim
	}
	claim.Field, claim.Level = col.Field, col.level
	if list := lists[col.Field]; list != "" {
		claim.Norm, _ = r.Term(list, question)
	}
	return claim
}
