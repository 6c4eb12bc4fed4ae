package access

import (
	"errors"
	"fmt"
	"net/netip"
	"testing"
	"time"
)

func TestDelay(t *testing.T) {
	for _, c := range []struct {
		failures int
		want     time.Duration
	}{{0, 0}, {4, 0}, {5, time.Second}, {6, 2 * time.Second}, {10, 32 * time.Second}, {11, time.Minute}, {1000, time.Minute}} {
		if got := delay(c.failures); got != c.want {
			t.Errorf("delay(%d) = %v, want %v", c.failures, got, c.want)
		}
	}
}

func TestLimitByLogin(t *testing.T) {
	l, now := newLimits(), noon
	for i := range freeFailures {
		if err := l.begin("salma", "", now); err != nil {
			t.Fatalf("attempt %d: %v", i+1, err)
		}
	}
	var slow *SlowDownError
	if err := l.begin("salma", "", now); !errors.As(err, &slow) || slow.Wait != time.Second {
		t.Fatalf("attempt %d: %v, want a wait of 1 s", freeFailures+1, err)
	}
	if err := l.begin("omar", "", now); err != nil {
		t.Errorf("another login: %v", err)
	}
	now = now.Add(time.Second)
	if err := l.begin("salma", "", now); err != nil {
		t.Errorf("after the wait: %v", err)
	}
	if err := l.begin("salma", "", now.Add(time.Second)); err == nil {
		t.Error("the second wait is not longer than the first")
	}
	l.succeeded("salma")
	if err := l.begin("salma", "", now); err != nil {
		t.Errorf("after a success: %v", err)
	}
}

func TestLimitByAddress(t *testing.T) {
	l := newLimits()
	for i := range addressBurst {
		if err := l.begin(fmt.Sprint("login", i), "192.0.2.1", noon); err != nil {
			t.Fatalf("attempt %d: %v", i+1, err)
		}
	}
	if err := l.begin("fresh", "192.0.2.1", noon); err == nil {
		t.Error("one address may try any number of logins")
	}
	if err := l.begin("fresh", "192.0.2.2", noon); err != nil {
		t.Errorf("another address: %v", err)
	}
	if err := l.begin("fresh2", "192.0.2.1", noon.Add(addressEvery)); err != nil {
		t.Errorf("the address after a while: %v", err)
	}
}

func TestLimitsAreBounded(t *testing.T) {
	l := newLimits()
	for i := range maxRemembered + 100 {
		_ = l.begin(fmt.Sprint("login", i), "", noon.Add(time.Duration(i)*time.Millisecond))
	}
	if len(l.logins) > maxRemembered {
		t.Errorf("%d logins remembered, want at most %d", len(l.logins), maxRemembered)
	}
	if _, ok := l.logins["login0"]; ok {
		t.Error("the oldest login is still remembered")
	}
}

func TestAddressKey(t *testing.T) {
	for in, want := range map[string]string{
		"192.0.2.7":            "192.0.2.7",
		"::ffff:192.0.2.7":     "192.0.2.7",
		"2001:db8:1:2:3:4:5:6": "2001:db8:1:2::/64",
		"2001:db8:1:2::9":      "2001:db8:1:2::/64",
		"fe80::1%eth0":         "fe80::/64",
	} {
		if got := AddressKey(netip.MustParseAddr(in)); got != want {
			t.Errorf("AddressKey(%s) = %s, want %s", in, got, want)
		}
	}
}
