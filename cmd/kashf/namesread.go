package main

import (
	"context"
	"fmt"

	"kashf.org/kashf/names"
)

type readCommand struct {
	Name string `arg:"" help:"A full name."`
	JSON bool   `name:"json" help:"Print the result as JSON."`
}

// Help says what is read and what is guessed.
func (readCommand) Help() string {
	return `Prints the likeliest readings of a name, each with its probability and its parts with their roles; then what is only a guess: ` +
		`whether the given name is a woman's, and how each part may be written in the other script. A guess is never what a source said.`
}

// nameRead is a name as it may be read.
type nameRead struct {
	Readings []nameReading `json:"readings"`
	// Woman is the probability that the given name is a woman's; absent where
	// nothing is known.
	Woman   *float64    `json:"guess_woman,omitempty"`
	Guesses []nameGuess `json:"guess_spellings"`
}

type nameReading struct {
	Probability float64    `json:"probability"`
	Parts       []namePart `json:"parts"`
	Titles      []string   `json:"titles,omitempty"`
	Aliases     []string   `json:"aliases,omitempty"`
}

type namePart struct {
	Role string `json:"role"`
	Text string `json:"text"` // as written
}

// nameGuess is a spelling in the other script.
type nameGuess struct {
	Of          string  `json:"of"`
	Text        string  `json:"text"`
	Probability float64 `json:"probability"`
}

// Run prints the readings and the guesses.
func (c readCommand) Run(_ context.Context, std stdio) error {
	r := readName(names.NewComparer(names.Options{}), c.Name)
	if c.JSON {
		return printJSON(std.out, r)
	}
	for _, x := range r.Readings {
		fmt.Fprintf(std.out, "reading\t%.2f", x.Probability)
		for _, p := range x.Parts {
			fmt.Fprintf(std.out, "\t%s %s", p.Role, p.Text)
		}
		fmt.Fprintln(std.out)
	}
	if len(r.Readings) > 0 {
		for _, a := range r.Readings[0].Aliases {
			fmt.Fprintf(std.out, "alias\t%s\n", a)
		}
	}
	if r.Woman != nil {
		fmt.Fprintf(std.out, "guess\ta woman's name\t%.2f\n", *r.Woman)
	}
	for _, g := range r.Guesses {
		fmt.Fprintf(std.out, "guess\t%s\t%s\t%.2f\n", g.Of, g.Text, g.Probability)
	}
	return nil
}

func readName(c *names.Comparer, name string) nameRead {
	out := nameRead{Readings: []nameReading{}, Guesses: []nameGuess{}}
	for _, r := range c.Readings(name, names.Pattern{}) {
		x := nameReading{Probability: r.P, Titles: r.Titles, Aliases: r.Aliases, Parts: []namePart{}}
		for _, p := range r.Parts {
			x.Parts = append(x.Parts, namePart{p.Role.String(), p.Raw})
		}
		if r.Kunya != nil {
			x.Parts = append(x.Parts, namePart{r.Kunya.Role.String(), r.Kunya.Raw})
		}
		out.Readings = append(out.Readings, x)
	}
	best := out.Readings[0] // there is always one
	for _, p := range best.Parts {
		if p.Role == names.Given.String() {
			if woman, ok := c.Gender(p.Text); ok {
				out.Woman = &woman
			}
		}
		for _, g := range append(c.GuessArabic(p.Text), c.GuessLatin(p.Text)...) {
			out.Guesses = append(out.Guesses, nameGuess{p.Text, g.Text, g.P})
		}
	}
	return out
}
