package main

import (
	"context"
	"crypto/tls"
	"fmt"
	"log/slog"
	"net"
	"os"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"kashf.org/kashf/internal/web"
)

// serveCommand serves a deployment.
type serveCommand struct {
	folder      `embed:""`
	Listen      string `default:"127.0.0.1:8642" placeholder:"A" help:"Address to serve on."`
	TLSCert     string `name:"tls-cert" placeholder:"FILE" help:"Certificate; read anew when it changes."`
	TLSKey      string `name:"tls-key" placeholder:"FILE" help:"Its key."`
	BehindProxy bool   `help:"A proxy in front speaks TLS and adds X-Forwarded-For."`
}

// Run serves until it is stopped.
func (c serveCommand) Run(ctx context.Context, std stdio) (err error) {
	here, err := onlyHere(c.Listen)
	if err != nil {
		return err
	}
	if !here && c.TLSCert == "" && !c.BehindProxy {
		return usage("%s can be reached from elsewhere: give --tls-cert and --tls-key, or --behind-proxy", c.Listen)
	}
	if (c.TLSCert == "") != (c.TLSKey == "") {
		return usage("--tls-cert and --tls-key go together")
	}
	log := slog.New(slog.NewTextHandler(std.err, nil))
	d, err := openDeployment(ctx, c.folder, log)
	if err != nil {
		return err
	}
	defer func() {
		if e := d.Close(); err == nil {
			err = e
		}
	}()
	l, err := net.Listen("tcp", c.Listen)
	if err != nil {
		return err
	}
	s := server{listener: l, proxied: c.BehindProxy}
	if c.TLSCert != "" {
		s.cert = certificate(c.TLSCert, c.TLSKey)
		if _, err := s.cert(); err != nil {
			return err
		}
	}
	fmt.Fprintf(std.out, "%s\n", s.url())
	return d.serve(ctx, s)
}

// onlyHere tells whether an address to listen on is reached from this machine
// alone.
func onlyHere(listen string) (bool, error) {
	host, _, err := net.SplitHostPort(listen)
	if err != nil {
		return false, usage("--listen %s: %v", listen, err)
	}
	return loopback(host), nil
}

func loopback(host string) bool {
	if host == "localhost" {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}

// server is how a deployment is served.
type server struct {
	listener net.Listener
	cert     func() (*tls.Certificate, error)
	proxied  bool
}

func (s server) https() bool { return s.cert != nil || s.proxied }

func (s server) url() string {
	scheme := "http"
	if s.cert != nil {
		scheme = "https"
	}
	return scheme + "://" + s.listener.Addr().String() + "/"
}

// serve answers browsers and command lines, works on jobs and keeps the search
// index, until ctx ends.
func (d *deployment) serve(ctx context.Context, s server) error {
	h, q, err := d.handler(s)
	if err != nil {
		return err
	}
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return d.listen(ctx) })
	g.Go(func() error { return d.follow(ctx) })
	g.Go(func() error { return d.unlessStopped(ctx, q.Run(ctx)) })
	g.Go(func() error { return web.Serve(ctx, s.listener, h, s.cert, d.log) })
	return g.Wait()
}

// certificate reads a certificate and reads it again when its file changes.
func certificate(certFile, keyFile string) func() (*tls.Certificate, error) {
	var (
		mu   sync.Mutex
		last *tls.Certificate
		at   time.Time
	)
	return func() (*tls.Certificate, error) {
		mu.Lock()
		defer mu.Unlock()
		st, err := os.Stat(certFile)
		if err != nil {
			return last, err
		}
		if last != nil && st.ModTime().Equal(at) {
			return last, nil
		}
		c, err := tls.LoadX509KeyPair(certFile, keyFile)
		if err != nil {
			if last != nil {
				return last, nil // a half-written renewal: keep the old one
			}
			return nil, err
		}
		last, at = &c, st.ModTime()
		return last, nil
	}
}
