package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"sync"
	"time"
)

// A request is one command line, handed to the server that has the deployment
// open. The socket is readable by the server's own user alone.
type request struct {
	Args  []string `json:"args"`
	Cwd   string   `json:"cwd"`
	Input string   `json:"input,omitempty"`
}

// A frame is a piece of the answer.
type frame struct {
	Out  string `json:"o,omitempty"`
	Err  string `json:"e,omitempty"`
	Exit *int   `json:"x,omitempty"`
}

// maxInput bounds what a command reads from standard input through the socket.
const maxInput = 16 << 20

// askServer hands the command line over. Where no server listens, the lock's
// own error says what is the matter.
func askServer(ctx context.Context, f folder, std stdio, locked error) error {
	var dialer net.Dialer
	conn, err := dialer.DialContext(ctx, "unix", f.socket())
	if err != nil {
		return locked
	}
	defer conn.Close()
	stop := context.AfterFunc(ctx, func() { conn.Close() })
	defer stop()
	cwd, err := os.Getwd()
	if err != nil {
		return err
	}
	r := request{Args: std.args, Cwd: cwd}
	if wantsInput(std.args) {
		b, err := io.ReadAll(io.LimitReader(std.in, maxInput))
		if err != nil {
			return err
		}
		r.Input = string(b)
	}
	if err := json.NewEncoder(conn).Encode(r); err != nil {
		return fmt.Errorf("ask the server: %w", err)
	}
	return relay(conn, std)
}

func wantsInput(args []string) bool {
	for _, a := range args {
		if a == "-" {
			return true
		}
	}
	return false
}

func relay(conn io.Reader, std stdio) error {
	d := json.NewDecoder(conn)
	for {
		var f frame
		if err := d.Decode(&f); err != nil {
			return fmt.Errorf("the server went away: %w", err)
		}
		io.WriteString(std.out, f.Out)
		io.WriteString(std.err, f.Err)
		if f.Exit != nil {
			if *f.Exit == exitDone {
				return nil
			}
			return failure{code: *f.Exit}
		}
	}
}

// listen serves command lines until ctx ends.
func (d *deployment) listen(ctx context.Context) error {
	name := d.folder.socket()
	if err := os.Remove(name); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	l, err := net.Listen("unix", name)
	if err != nil {
		return fmt.Errorf("listen for commands: %w", err)
	}
	defer os.Remove(name)
	if err := os.Chmod(name, 0o600); err != nil {
		return errors.Join(err, l.Close())
	}
	stop := context.AfterFunc(ctx, func() { l.Close() })
	defer stop()
	var wg sync.WaitGroup
	defer wg.Wait()
	for {
		conn, err := l.Accept()
		if err != nil {
			return nil // closed: the server stops
		}
		wg.Go(func() { d.command(ctx, conn) })
	}
}

func (d *deployment) command(ctx context.Context, conn net.Conn) {
	defer conn.Close()
	conn.SetReadDeadline(time.Now().Add(time.Minute))
	var r request
	if err := json.NewDecoder(bufio.NewReader(conn)).Decode(&r); err != nil {
		return
	}
	ctx, cancel := context.WithCancel(context.WithValue(ctx, openKey{}, d))
	defer cancel()
	go func() { // the caller going away ends the command
		conn.SetReadDeadline(time.Time{})
		io.Copy(io.Discard, conn)
		cancel()
	}()
	w := &frames{e: json.NewEncoder(conn)}
	code := run(ctx, r.Args, stdio{in: strings.NewReader(r.Input), out: w.stream(func(f *frame, s string) { f.Out = s }), err: w.stream(func(f *frame, s string) { f.Err = s }), cwd: r.Cwd})
	w.send(frame{Exit: &code})
}

// frames writes pieces of the answer, one at a time.
type frames struct {
	mu sync.Mutex
	e  *json.Encoder
}

func (w *frames) send(f frame) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.e.Encode(f)
}

func (w *frames) stream(set func(*frame, string)) io.Writer {
	return writerFunc(func(b []byte) (int, error) {
		var f frame
		set(&f, string(b))
		return len(b), w.send(f)
	})
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(b []byte) (int, error) { return f(b) }
