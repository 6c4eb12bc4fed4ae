package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
)

// demoCommand makes a synthetic world and serves it.
type demoCommand struct {
	Persons int    `default:"1200" help:"How many people the world has."`
	Seed    uint64 `default:"1" help:"The same seed gives the same lists."`
	Dir     string `placeholder:"D" help:"Folder to make it in (default: a fresh one, removed at the end)."`
	DB      string `name:"db" placeholder:"URL" help:"postgres://… instead of SQLite in the folder."`
	Listen  string `default:"127.0.0.1:8642" placeholder:"A" help:"Address to serve on; port 0 takes a free one."`
	JSON    bool   `name:"json" help:"Print the address and the accounts as JSON."`
	NoServe bool   `help:"Make the world and stop."`
}

// Run makes the world, prints how to sign in, and serves until it is stopped.
func (c demoCommand) Run(ctx context.Context, std stdio) (err error) {
	if here, err := onlyHere(c.Listen); err != nil {
		return err
	} else if !here {
		return usage("%s can be reached from elsewhere: the demo is served on this machine alone", c.Listen)
	}
	f := folder{Dir: c.Dir, DB: c.DB, As: "local"}
	if c.Dir == "" {
		dir, err := os.MkdirTemp("", "kashf-demo-*")
		if err != nil {
			return err
		}
		defer os.RemoveAll(dir)
		f.Dir = filepath.Join(dir, "demo")
	} else if es, err := os.ReadDir(c.Dir); err == nil && len(es) > 0 {
		return usage("%s is not empty (kashf serve --dir %s serves what is in it)", c.Dir, c.Dir)
	}
	l, err := net.Listen("tcp", c.Listen)
	if err != nil {
		return err
	}
	defer l.Close()
	if err := makeFolders(f); err != nil {
		return err
	}
	d, err := openDeployment(ctx, f, quiet(std))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	samples, err := d.fillWorld(ctx, c.Persons, c.Seed, func(what string) { fmt.Fprintln(std.err, what) })
	if err != nil {
		return err
	}
	url := "http://" + l.Addr().String() + "/"
	if err := c.print(std, url, samples); err != nil || c.NoServe {
		return err
	}
	return d.serve(ctx, server{listener: l})
}

func (c demoCommand) print(std stdio, url string, samples []sample) error {
	if c.JSON {
		return printJSON(std.out, map[string]any{"url": url, "accounts": samples})
	}
	fmt.Fprintf(std.out, "\n%s\n\nSample accounts of this demo (one-time codes: any sign-in app, or the secret):\n\n", url)
	fmt.Fprintf(std.out, "%-24s %-10s %-22s %s\n", "role", "login", "password", "secret of the one-time codes")
	for _, s := range samples {
		fmt.Fprintf(std.out, "%-24s %-10s %-22s %s\n", s.Role, s.Login, s.Password, s.Secret)
	}
	fmt.Fprintf(std.out, "\nAll people in it are invented. Ctrl-C stops it.\n")
	return nil
}
