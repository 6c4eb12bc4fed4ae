package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/review"
	screen "kashf.org/kashf/internal/web/screen/review"
)

// policyCommand is about the policy of the file review.
type policyCommand struct {
	Check policyCheck `cmd:"" help:"Read a policy and say what is wrong with it, with line and reason."`
	Show  policyShow  `cmd:"" help:"Print a policy that comes with the program: commission or archive."`
	Adopt policyAdopt `cmd:"" help:"Put a policy into force."`
}

type policyShow struct {
	Name string `arg:"" enum:"commission,archive" help:"Which."`
}

// Run prints a shipped policy.
func (c policyShow) Run(_ context.Context, std stdio) error {
	text, err := review.ShippedPolicy(c.Name)
	if err != nil {
		return err
	}
	_, err = std.out.Write(text)
	return err
}

type policyCheck struct {
	File string `arg:"" help:"The policy."`
	JSON bool   `name:"json" help:"Print one JSON object."`
	Lang string `default:"en" enum:"ar,en" help:"Language of what is said of faults: ar or en."`
}

// policyReport is what a check prints for programs.
type policyReport struct {
	OK       bool        `json:"ok"`
	Version  string      `json:"version,omitempty"`
	Outcomes review.Form `json:"outcomes,omitempty"`
	Faults   []faultSaid `json:"faults,omitempty"`
}

// Run checks a policy.
func (c policyCheck) Run(_ context.Context, std stdio) error {
	text, err := os.ReadFile(std.path(c.File))
	if err != nil {
		return err
	}
	p, err := review.ParsePolicy(text)
	faults, refused := errors.AsType[*review.PolicyError](err)
	switch {
	case err != nil && !refused:
		return err
	case c.JSON && refused:
		if err := printJSON(std.out, policyReport{Faults: faultsSaid(c.Lang, faults)}); err != nil {
			return err
		}
		return failure{code: exitFailed}
	case c.JSON:
		return printJSON(std.out, policyReport{OK: true, Version: p.Version, Outcomes: p.Form()})
	case refused:
		return policyFaults(c.File, c.Lang, faults)
	}
	_, err = fmt.Fprintf(std.out, "%s holds: the outcomes of %s are of the kind %s\n", c.File, p.Version, p.Form())
	return err
}

// A faultSaid is a fault with its words.
type faultSaid struct {
	review.Fault
	Problem string `json:"problem"`
	Remedy  string `json:"remedy"`
	Law     string `json:"law"`
}

func faultsSaid(lang string, e *review.PolicyError) []faultSaid {
	var out []faultSaid
	for _, f := range e.Faults {
		w := screen.FaultWords(locale.For(lang), f)
		out = append(out, faultSaid{f, w.Problem, w.Remedy, w.Article})
	}
	return out
}

// policyFaults is the message about a policy that was refused.
func policyFaults(file, lang string, e *review.PolicyError) error {
	var errs []error
	for _, f := range e.Faults {
		w := screen.FaultWords(locale.For(lang), f)
		errs = append(errs, fmt.Errorf("%s:%d:%d: %s: %s %s (%s: %s)", file, f.Line, f.Column, f.Field, w.Problem, w.Remedy, w.Rule, w.Article))
	}
	return errors.Join(errs...)
}

type policyAdopt struct {
	folder `embed:""`
	File   string `arg:"" help:"The policy."`
	Why    string `required:"" help:"Why it changes; entered in the ledger."`
	Lang   string `default:"en" enum:"ar,en" help:"Language of what is said of faults: ar or en."`
}

// Run puts a policy into force.
func (c policyAdopt) Run(ctx context.Context, std stdio) error {
	text, err := os.ReadFile(std.path(c.File))
	if err != nil {
		return err
	}
	return withDeployment(ctx, c.folder, std, func(ctx context.Context, d *deployment) error {
		a, _, err := d.actor(ctx)
		if err != nil {
			return err
		}
		if err := d.may(ctx, access.ReviewPolicy, access.House); err != nil {
			return err
		}
		p, err := d.review.SetPolicy(ctx, a, text, c.Why)
		if faults, ok := errors.AsType[*review.PolicyError](err); ok {
			return policyFaults(c.File, c.Lang, faults)
		}
		if err != nil {
			return err
		}
		if c.JSON {
			return printJSON(std.out, policyReport{OK: true, Version: p.Version, Outcomes: p.Form()})
		}
		_, err = fmt.Fprintf(std.out, "%s is in force; its outcomes are of the kind %s\n", p.Version, p.Form())
		return err
	})
}
