package main

import (
	"context"
	"fmt"

	"kashf.org/kashf/names"
)

type compareCommand struct {
	A    string `arg:"" help:"One name, in Arabic or Latin script."`
	B    string `arg:"" help:"The other."`
	Lang string `enum:",ar,en" default:"" help:"Explain in words, in Arabic (ar) or English (en)."`
	JSON bool   `name:"json" help:"Print the result as JSON."`
}

// Help says what the figures mean.
func (compareCommand) Help() string {
	return `A line a part: which part met which, how, and what that says for one person (+) or against (-), in bits. ` +
		`The last line has their sum; the likeness, 0 to 1, of the two as spellings of one name; and the score of "kashf names score".`
}

// Run prints which part met which, and what it is worth.
func (c compareCommand) Run(_ context.Context, std stdio) error {
	got := names.NewComparer(names.Options{}).CompareStrings(c.A, c.B)
	if c.JSON {
		return printJSON(std.out, comparedOf(c.A, c.B, got))
	}
	text := got.String()
	switch c.Lang {
	case "ar":
		text = got.Explain(names.ArabicLanguage)
	case "en":
		text = got.Explain(names.English)
	}
	_, err := fmt.Fprintln(std.out, text)
	return err
}

// compared is a comparison as JSON.
type compared struct {
	Name1    string  `json:"name1"`
	Name2    string  `json:"name2"`
	Score    float64 `json:"score"`
	Bits     float64 `json:"bits"`     // the score's
	Evidence float64 `json:"evidence"` // the sum of the parts, in bits
	Likeness float64 `json:"likeness"`
	SameName bool    `json:"same_name"` // the score reaches names.SameName
	Parts    []met   `json:"parts,omitempty"`
}

// met is how two parts met.
type met struct {
	Name1    string  `json:"name1"`
	Name2    string  `json:"name2"`
	Role     string  `json:"role"`
	Relation string  `json:"relation"`
	Form     string  `json:"form,omitempty"` // the Arabic form that both stand for
	Bits     float64 `json:"bits"`
}

func comparedOf(a, b string, c names.Comparison) compared {
	out := compared{Name1: a, Name2: b, Score: c.Score, Bits: c.Held, Evidence: c.Bits, Likeness: c.Likeness, SameName: c.Score >= names.SameName}
	for _, p := range c.Parts {
		out.Parts = append(out.Parts, met{p.A, p.B, p.Role.String(), string(p.Relation), p.Form, p.Bits})
	}
	return out
}
