package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/review/monthly"
	accountpages "kashf.org/kashf/internal/web/screen/monthly"
)

// accountCommand counts the public account of a month's file reviews out of the
// ledger: for those who publish it, and for an observer who holds a copy.
type accountCommand struct {
	folder `embed:""`
	Month  string `required:"" help:"The month, such as 2026-10."`
	Page   string `enum:",ar,en" default:"" help:"Write it as a page in this language (ar or en) instead of the published file."`
	Check  bool   `help:"Compare it with what was published, and say whether they are the same bytes."`
}

// Run writes the account's bytes: the same for whoever counts them, whenever.
func (c accountCommand) Run(ctx context.Context, std stdio) error {
	m, err := monthly.ParseMonth(c.Month)
	if err != nil {
		return usage("%w", err)
	}
	if c.Check && c.Page != "" {
		return usage("--check compares the published file: it goes without --page")
	}
	return withDeployment(ctx, c.folder, std, func(ctx context.Context, d *deployment) error {
		if err := d.may(ctx, access.ReviewAccount, access.House); err != nil {
			return err
		}
		s := &monthly.Service{Journal: d.journal, Store: d.store}
		text, sha, err := s.Count(ctx, m)
		if err != nil {
			return err
		}
		switch {
		case c.Check:
			return c.compare(ctx, std, d, m, text, sha)
		case c.Page != "":
			if text, err = accountpages.Write(ctx, c.Page, text); err != nil {
				return err
			}
		}
		_, err = std.out.Write(text)
		return err
	})
}

// compare exits 1 where the published bytes are others, or there are none.
func (c accountCommand) compare(ctx context.Context, std stdio, d *deployment, m monthly.Month, text []byte, sha string) error {
	i, err := d.store.Issue(ctx, m)
	switch {
	case err != nil && !errors.Is(err, monthly.ErrNone):
		return err
	case !i.Public():
		return fmt.Errorf("the account of %s is not published; counted, its hash is %s", m, sha)
	case bytes.Equal([]byte(i.Text), text):
		_, err = fmt.Fprintf(std.out, "the account of %s is the one that was published: %s\n", m, sha)
		return err
	}
	if was, err := monthly.Read([]byte(i.Text)); err == nil && was.Format != monthly.Format {
		return fmt.Errorf("the account of %s was published in the form %q, which a release of kashf from that time counts; this one counts %q", m, was.Format, monthly.Format)
	}
	return fmt.Errorf("the account of %s was published with the hash %s; counted again it has %s", m, i.SHA256, sha)
}
