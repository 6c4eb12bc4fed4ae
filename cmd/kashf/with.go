package main

import (
	"context"
	"errors"
	"path/filepath"
)

type openKey struct{}

// withDeployment runs fn on the deployment of a folder. Where a server has it
// open, the command line is handed to the server through its socket and runs
// there; inside the server, fn runs on the open deployment.
func withDeployment(ctx context.Context, f folder, std stdio, fn func(context.Context, *deployment) error) (err error) {
	if open, ok := ctx.Value(openKey{}).(*deployment); ok {
		return fn(ctx, open.as(f))
	}
	d, err := openDeployment(ctx, f, quiet(std))
	if errors.Is(err, errLocked) {
		return askServer(ctx, f, std, err)
	}
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	return fn(ctx, d)
}

// as is the open deployment for a command that came through the socket: the
// same but for the account it acts as.
func (d *deployment) as(f folder) *deployment {
	c := *d
	c.folder.As, c.folder.JSON = f.As, f.JSON
	c.shared = true
	return &c
}

// path is a file named on the command line, seen from where it was typed.
func (s stdio) path(p string) string {
	if s.cwd == "" || filepath.IsAbs(p) || p == "-" {
		return p
	}
	return filepath.Join(s.cwd, p)
}
