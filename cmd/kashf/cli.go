package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/alecthomas/kong"
)

// Exit codes: the command line's contract.
const (
	exitDone   = 0
	exitFailed = 1 // did not hold, or failed
	exitUsage  = 2 // wrong usage
)

// stdio is what a command reads and writes. Results go to out, progress and
// messages to err.
type stdio struct {
	in   io.Reader
	out  io.Writer
	err  io.Writer
	args []string // the command line, as it was typed
	cwd  string   // where it was typed, "" for here
}

// commands are the words of the command line.
type commands struct {
	Demo        demoCommand        `cmd:"" help:"Make a synthetic world and serve it."`
	Init        initCommand        `cmd:"" help:"Make a deployment."`
	Serve       serveCommand       `cmd:"" help:"Serve a deployment."`
	Import      importCommand      `cmd:"" help:"Take lists in."`
	Resolve     resolveCommand     `cmd:"" help:"Link the register's records."`
	Search      searchCommand      `cmd:"" help:"Search people by name."`
	Undo        undoCommand        `cmd:"" help:"Undo what an entry did, as a new entry."`
	Destroy     destroyCommand     `cmd:"" help:"Destroy a row or an attached file as the law demands."`
	Verify      verifyCommand      `cmd:"" help:"Recompute every hash, proof and signature."`
	Rebuild     rebuildCommand     `cmd:"" help:"Compute the tables anew from the ledger."`
	Backup      backupCommand      `cmd:"" help:"Write a consistent, encrypted copy."`
	Restore     restoreCommand     `cmd:"" help:"Put a copy back and check it."`
	Keys        keysCommand        `cmd:"" help:"Write an encrypted copy of the keys."`
	Policy      policyCommand      `cmd:"" help:"Check, show or adopt a policy of the file review."`
	Draw        drawCommand        `cmd:"" help:"Make a seed for a draw of seats, or recompute a draw."`
	Account     accountCommand     `cmd:"" help:"Count the public account of a month out of the ledger."`
	Copy        copyCommand        `cmd:"" help:"Check what somebody was given to read of a case."`
	Exchange    exchangeCommand    `cmd:"" help:"Check a case that came from another body."`
	Certificate certificateCommand `cmd:"" help:"Check a status certificate without a connection."`
	Link        linkCommand        `cmd:"" help:"Link the rows of any CSV tables."`
	Names       namesCommand       `cmd:"" help:"Compare, score and rank names alone."`
}

// failure is an error with the exit code it ends with.
type failure struct {
	code int
	err  error
}

func (f failure) Error() string { return f.err.Error() }
func (f failure) Unwrap() error { return f.err }

// usage marks an error as wrong usage.
func usage(format string, args ...any) error {
	return failure{exitUsage, fmt.Errorf(format, args...)}
}

// run carries out one command line and returns its exit code.
func run(ctx context.Context, args []string, io stdio) (code int) {
	var c commands
	io.args = args
	exited := -1
	parser, err := kong.New(&c,
		kong.Name("kashf"), kong.Description("One file per person, out of contradictory lists."),
		kong.Writers(io.out, io.err), kong.Exit(func(n int) { exited = n }),
		kong.UsageOnError(), kong.BindTo(ctx, (*context.Context)(nil)), kong.Bind(io),
	)
	if err != nil {
		fmt.Fprintln(io.err, err)
		return exitUsage
	}
	k, err := parser.Parse(args)
	if exited >= 0 { // help was asked for and given
		return exited
	}
	if err != nil {
		fmt.Fprintln(io.err, "kashf:", err)
		return exitUsage
	}
	return report(io, k.Run())
}

func report(io stdio, err error) int {
	if err == nil {
		return exitDone
	}
	if f, ok := errors.AsType[failure](err); ok {
		if f.err != nil {
			fmt.Fprintln(io.err, "kashf:", f.err)
		}
		return f.code
	}
	fmt.Fprintln(io.err, "kashf:", err)
	return exitFailed
}

// printJSON writes one result for programs to read.
func printJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}
