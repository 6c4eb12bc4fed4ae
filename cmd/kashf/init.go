package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/term"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/vault"
	"kashf.org/kashf/place"
)

// initCommand makes a deployment: keys apart from the data, the first
// organisation and its administrator, and the places the register begins with.
type initCommand struct {
	folder `embed:""`
	Org    string `placeholder:"NAME" help:"Name of the organisation that keeps the register."`
	Login  string `placeholder:"LOGIN" help:"Login of the first administrator."`
	Name   string `placeholder:"NAME" help:"The administrator's name."`
	Lang   string `default:"ar" enum:"ar,en" help:"The administrator's language."`
}

// Run makes the deployment and prints the administrator's one-time password.
// What is not said on the command line is asked on a terminal.
func (c initCommand) Run(ctx context.Context, std stdio) (err error) {
	c.ask(std)
	if _, err := os.Stat(filepath.Join(c.Dir, "lock")); err == nil {
		return fmt.Errorf("%s is a deployment already", c.Dir)
	}
	if err := c.check(); err != nil {
		return usage("%w", err)
	}
	if err := makeFolders(c.folder); err != nil {
		return err
	}
	d, err := openDeployment(ctx, c.folder, quiet(std))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	account, password, err := d.access.Open(ctx, c.organisation(), c.Login, c.Name, c.Lang)
	if err != nil {
		return err
	}
	if err := d.seedSites(ctx); err != nil {
		return err
	}
	if c.JSON {
		return printJSON(std.out, map[string]string{"login": account.Login, "password": password, "keys": c.keysDir(), "ledger_key": d.keys.PublicKey()})
	}
	_, err = fmt.Fprintf(std.out, "Deployment in %s, keys in %s: keep a copy of the keys elsewhere (kashf keys).\nSign in as %s with the one-time password %s\n",
		c.Dir, c.keysDir(), account.Login, password)
	return err
}

func (c initCommand) organisation() access.Organisation {
	return access.Organisation{NameAr: c.Org, NameEn: c.Org, Kind: access.Operator}
}

// check refuses what could not be entered before a folder is made.
func (c initCommand) check() error {
	if err := c.organisation().Validate(); err != nil {
		return err
	}
	return access.Account{
		Login: access.CleanLogin(c.Login), Name: c.Name, Org: "its own", Lang: c.Lang,
		Roles: access.RolesOf(access.Administrator), Clearance: register.C1,
	}.Validate()
}

func makeFolders(f folder) error {
	if err := os.MkdirAll(f.Dir, 0o700); err != nil {
		return err
	}
	_, err := vault.NewKeyring(f.keysDir(), originOf(filepath.Base(filepath.Clean(f.Dir))))
	return err
}

// ask fills in what was left out, from a terminal or with plain defaults.
func (c *initCommand) ask(std stdio) {
	in, isFile := std.in.(*os.File)
	terminal := isFile && isTerminal(in)
	lines := bufio.NewScanner(std.in)
	for _, q := range []struct {
		value    *string
		question string
		plain    string
	}{
		{&c.Org, "Name of the organisation", "Kashf"},
		{&c.Login, "Login of the first administrator", "admin"},
		{&c.Name, "The administrator's name", "Administrator"},
	} {
		if *q.value == "" && terminal {
			fmt.Fprintf(std.err, "%s [%s]: ", q.question, q.plain)
			if lines.Scan() {
				*q.value = strings.TrimSpace(lines.Text())
			}
		}
		if *q.value == "" {
			*q.value = q.plain
		}
	}
}

// seedSites enters the places of detention that the program knows, once. From
// then on the register has them, whatever a later program knows.
func (d *deployment) seedSites(ctx context.Context) error {
	var body register.SitesBody
	for _, f := range place.Facilities() {
		body.Sites = append(body.Sites, siteOf(f))
	}
	return d.journal.Do(ctx, journal.Actor{Account: journal.Local}, func(ctx context.Context, u *journal.Unit) error {
		_, err := u.Append(ctx, journal.Draft{Kind: register.SitesSeeded, Body: body})
		return err
	})
}

func siteOf(f place.Facility) register.Site {
	s := register.Site{
		ID: register.FacilityID(f.ID), Parent: register.FacilityID(f.PartOf), Level: "site", NameAr: f.Ar, NameEn: f.En,
		Governorate: string(f.Governorate), Kind: f.Type, Agency: strings.Join(f.Agencies, " "), Lat: f.Lat, Lon: f.Lon,
		Grade: f.Grade, Note: f.Note,
	}
	if f.PartOf != "" {
		s.Level = "building"
	}
	for _, a := range f.Aliases {
		s.Aliases = append(s.Aliases, register.SiteAlias{Name: a.Text, Lang: a.Lang, RefersTo: a.Refers, Disputed: a.Disputed})
	}
	return s
}

func isTerminal(f *os.File) bool { return term.IsTerminal(int(f.Fd())) }
