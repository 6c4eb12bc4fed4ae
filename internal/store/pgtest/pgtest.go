// Package pgtest starts a throw-away PostgreSQL server for tests.
//
// It runs the initdb and postgres programs that Debian's postgresql package
// installs, in a temporary folder, listening on a Unix socket only. One server
// serves a test binary; every test gets a database of its own.
package pgtest

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
)

// ErrNoServer reports that no PostgreSQL server program was found.
var ErrNoServer = errors.New("PostgreSQL is not installed (Debian's package postgresql)")

// A Server is a running PostgreSQL server.
type Server struct {
	dir string
	cmd *exec.Cmd
	log bytes.Buffer
	n   atomic.Int64
}

var (
	mu      sync.Mutex
	started bool
	shared  *Server
	failed  error
)

func sharedServer() (*Server, error) {
	mu.Lock()
	defer mu.Unlock()
	if !started {
		started = true
		shared, failed = Start(context.Background())
	}
	return shared, failed
}

// DSN returns the address of a new, empty database. The test is skipped where
// no server is installed, unless PGTEST=require.
func DSN(tb testing.TB) string {
	tb.Helper()
	s, err := sharedServer()
	if errors.Is(err, ErrNoServer) && os.Getenv("PGTEST") != "require" {
		tb.Skipf("skipped: %v", err)
	}
	if err != nil {
		tb.Fatal(err)
	}
	name := fmt.Sprintf("t%d", s.n.Add(1))
	db, err := sql.Open("pgx", s.dsn("postgres"))
	if err != nil {
		tb.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec("CREATE DATABASE " + name); err != nil {
		tb.Fatal(err)
	}
	return s.dsn(name)
}

func (s *Server) dsn(name string) string {
	return fmt.Sprintf("host=%s user=postgres dbname=%s sslmode=disable", s.dir, name)
}

// programs finds the newest installed server programs.
func programs() (string, error) {
	if p, err := exec.LookPath("initdb"); err == nil {
		if p, err = filepath.EvalSymlinks(p); err == nil {
			return filepath.Dir(p), nil
		}
	}
	all, err := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if err != nil || len(all) == 0 {
		return "", ErrNoServer
	}
	newest := slices.MaxFunc(all, func(a, b string) int { return version(a) - version(b) })
	return filepath.Dir(newest), nil
}

func version(p string) int {
	n, _ := strconv.Atoi(filepath.Base(filepath.Dir(filepath.Dir(p))))
	return n
}

// Start starts a server. It runs as the user postgres when the caller is root,
// since PostgreSQL refuses to run as root.
func Start(ctx context.Context) (*Server, error) {
	bin, err := programs()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "pgtest")
	if err != nil {
		return nil, err
	}
	attr, err := asServer(dir)
	if err != nil {
		return nil, err
	}
	data := filepath.Join(dir, "data")
	initdb := exec.CommandContext(ctx, filepath.Join(bin, "initdb"), "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync", "-N")
	initdb.Dir, initdb.SysProcAttr = dir, attr
	if out, err := initdb.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("initdb: %w\n%s", err, out)
	}
	s := &Server{dir: dir}
	s.cmd = exec.Command(filepath.Join(bin, "postgres"), "-D", data, "-k", dir, "-c", "listen_addresses=", "-c", "fsync=off", "-c", "full_page_writes=off", "-c", "synchronous_commit=off")
	s.cmd.Dir, s.cmd.SysProcAttr, s.cmd.Stderr = dir, attr, &s.log
	if err := s.cmd.Start(); err != nil {
		return nil, err
	}
	return s, s.wait(ctx)
}

// asServer gives the folder to the user the server must run as.
func asServer(dir string) (*syscall.SysProcAttr, error) {
	attr := &syscall.SysProcAttr{}
	if os.Geteuid() != 0 {
		return attr, nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		return nil, fmt.Errorf("root needs a user postgres: %w", err)
	}
	uid, err := strconv.Atoi(u.Uid)
	if err != nil {
		return nil, err
	}
	gid, err := strconv.Atoi(u.Gid)
	if err != nil {
		return nil, err
	}
	attr.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	return attr, os.Chown(dir, uid, gid)
}

func (s *Server) wait(ctx context.Context) error {
	db, err := sql.Open("pgx", s.dsn("postgres"))
	if err != nil {
		return err
	}
	defer db.Close()
	for range 400 {
		if err = db.PingContext(ctx); err == nil {
			return nil
		}
		time.Sleep(25 * time.Millisecond)
	}
	s.Stop()
	return fmt.Errorf("server did not start: %w\n%s", err, s.log.String())
}

// Stop stops the server and removes its data.
func (s *Server) Stop() error {
	s.cmd.Process.Signal(syscall.SIGINT)
	s.cmd.Wait()
	return os.RemoveAll(s.dir)
}

// Main runs the tests and then stops the shared server. Call it from TestMain
// of every package that calls [DSN].
func Main(m *testing.M) {
	code := m.Run()
	mu.Lock()
	if shared != nil {
		shared.Stop()
	}
	os.Exit(code)
}
