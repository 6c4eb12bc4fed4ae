// Command kashf keeps the file of every person held, disappeared or freed.
//
// One binary serves the pages, takes lists in, links records, checks the
// ledger and makes backups. `kashf help` lists the commands; docs/operations.md
// explains them.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	syscall.Umask(0o077) // whatever is written here is for its owner alone
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], stdio{in: os.Stdin, out: os.Stdout, err: os.Stderr})
	stop()
	os.Exit(code)
}
