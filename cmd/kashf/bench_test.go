package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"runtime/pprof"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"kashf.org/kashf/internal/access"
)

// BenchmarkPages measures start-up and pages of the deployment that
// KASHF_BENCH_DIR names, such as one made with
//
//	kashf demo --persons 110000 --dir D --no-serve
//
// with 8 clients at once. It adds an account to the deployment.
func BenchmarkPages(b *testing.B) {
	dir := os.Getenv("KASHF_BENCH_DIR")
	if dir == "" {
		b.Skip("KASHF_BENCH_DIR names no deployment")
	}
	start := time.Now()
	d, at := benchServer(b, folder{Dir: dir, As: "local"})
	b.ReportMetric(time.Since(start).Seconds(), "s-first-page")
	for !d.index.Ready() {
		time.Sleep(5 * time.Millisecond)
	}
	b.ReportMetric(time.Since(start).Seconds(), "s-search-ready")
	var cs []client
	for range clients {
		cs = append(cs, benchClient(b, d, at, access.DataOfficer))
	}
	file := cs[0].anyFile(b)
	time.Sleep(3 * time.Second) // the first survey
	for _, p := range []struct{ name, path, form string }{
		{"situation", "/", ""}, {"people", "/people", "name=mohamad+khalil"}, {"file", file, ""}, {"lists", "/lists", ""},
		{"match", "/matches", ""}, {"ledger", "/ledger", ""}, {"facilities", "/facilities", ""},
	} {
		for _, c := range cs { // what a reader's first look computes is kept for the next
			c.ask(p.path, p.form)
		}
		stopProfile := profile(b, p.name)
		busy := cpu()
		took := load(b, cs, p.path, p.form)
		busy = cpu() - busy
		stopProfile()
		b.ReportMetric(float64(busy.Microseconds())/float64(1000*len(took)), "ms-cpu-"+p.name)
		b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "ms-p50-"+p.name)
		b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "ms-p95-"+p.name)
	}
}

// cpu is the time that all cores have spent on this process. On a machine that
// others use as well it says more than how long an answer took.
func cpu() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// profile writes a page's CPU profile to the folder that KASHF_BENCH_PROFILE
// names, where it names one.
func profile(b *testing.B, name string) (stop func()) {
	b.Helper()
	dir := os.Getenv("KASHF_BENCH_PROFILE")
	if dir == "" {
		return func() {}
	}
	f, err := os.Create(filepath.Join(dir, name+".pprof"))
	if err == nil {
		err = pprof.StartCPUProfile(f)
	}
	if err != nil {
		b.Fatal(err)
	}
	return func() {
		pprof.StopCPUProfile()
		f.Close()
	}
}

// A client is one signed-in browser.
type client struct {
	http    *http.Client
	at      string
	account string
}

// benchServer serves a deployment until the benchmark ends.
func benchServer(b *testing.B, f folder) (d *deployment, at string) {
	b.Helper()
	d, err := openDeployment(b.Context(), f, quiet(stdio{err: os.Stderr}))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { d.Close() })
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	ctx, stop := context.WithCancel(b.Context())
	b.Cleanup(stop)
	go d.serve(ctx, server{listener: l})
	at = "http://" + l.Addr().String()
	for {
		if r, err := http.Get(at + "/sign-in"); err == nil {
			r.Body.Close()
			return d, at
		}
	}
}

func benchClient(b *testing.B, d *deployment, at string, role access.Role) client {
	b.Helper()
	orgs, err := d.access.Store.Orgs(b.Context())
	if err != nil || len(orgs) == 0 {
		b.Fatal("no organisation", err)
	}
	roles := access.RolesOf(role)
	p, err := d.access.Provision(b.Context(), access.Account{
		Login: fmt.Sprintf("bench%d", time.Now().UnixNano()), Name: "Bench", Org: orgs[0].ID, Roles: roles, Clearance: roles.Highest(), Lang: "ar",
	})
	if err != nil {
		b.Fatal(err)
	}
	code, err := totp.GenerateCode(p.Secret, time.Now())
	if err != nil {
		b.Fatal(err)
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		b.Fatal(err)
	}
	c := client{&http.Client{Jar: jar, Transport: &http.Transport{MaxIdleConnsPerHost: 16}}, at, string(p.Account.ID)}
	r, err := c.http.PostForm(at+"/sign-in", url.Values{"login": {p.Account.Login}, "password": {p.Password}, "code": {code}})
	if err != nil || r.StatusCode != http.StatusOK {
		b.Fatalf("sign in: %v, %v", r, err)
	}
	r.Body.Close()
	return c
}

var fileLink = regexp.MustCompile(`href="(/people/[0-9A-Z-]+)"`)

// anyFile is the address of somebody's file.
func (c client) anyFile(b *testing.B) string {
	b.Helper()
	r, err := c.http.PostForm(c.at+"/people", url.Values{"name": {"محمد خليل"}})
	if err != nil {
		b.Fatal(err)
	}
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		b.Fatal(err)
	}
	m := fileLink.FindSubmatch(body)
	if m == nil {
		b.Fatal("nobody was found")
	}
	return string(m[1])
}

// clients and each: how many ask at once, and how often.
const (
	clients = 8
	each    = 12
)

// load asks for a page from all clients at once and returns how long each
// answer took, the shortest first.
func load(b *testing.B, cs []client, path, form string) []time.Duration {
	b.Helper()
	var (
		mu   sync.Mutex
		took []time.Duration
		wg   sync.WaitGroup
	)
	for _, c := range cs {
		wg.Go(func() {
			for range each {
				t := time.Now()
				status := c.ask(path, form)
				mu.Lock()
				if took = append(took, time.Since(t)); status != http.StatusOK {
					b.Errorf("%s answered %d", path, status)
				}
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	slices.Sort(took)
	return took
}

func (c client) ask(path, form string) int {
	var r *http.Response
	var err error
	if form == "" {
		r, err = c.http.Get(c.at + path)
	} else {
		r, err = c.http.Post(c.at+path, "application/x-www-form-urlencoded", strings.NewReader(form))
	}
	if err != nil {
		return 0
	}
	io.Copy(io.Discard, r.Body)
	r.Body.Close()
	return r.StatusCode
}
