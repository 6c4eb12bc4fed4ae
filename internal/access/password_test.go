package access

import (
	"context"
	"errors"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/synctest"
)

var cheap = HashParams{MemoryKiB: 64, Time: 1, Threads: 1}

func testHasher() *hasher { return newHasher(cheap, rand.NewChaCha8([32]byte{7})) }

func TestHash(t *testing.T) {
	h := testHasher()
	first, err := h.hash(t.Context(), "كلمة طويلة جدا")
	if err != nil {
		t.Fatal(err)
	}
	second, err := h.hash(t.Context(), "كلمة طويلة جدا")
	if err != nil {
		t.Fatal(err)
	}
	if first == second {
		t.Error("two hashes of one password are the same: no salt")
	}
	for _, c := range []struct {
		typed string
		want  bool
	}{
		{"كلمة طويلة جدا", true},
		{"كلمة طويلة جدّا", false},
		{"", false},
	} {
		got, err := h.verify(t.Context(), first, c.typed)
		if err != nil || got != c.want {
			t.Errorf("verify(%q) = %v, %v, want %v", c.typed, got, err, c.want)
		}
	}
}

// TestHashKeyboards: one keyboard sends a hamza on an alif as one character,
// another as two.
func TestHashKeyboards(t *testing.T) {
	h := testHasher()
	stored, err := h.hash(t.Context(), "\u0623\u062d\u0645\u062f")
	if err != nil {
		t.Fatal(err)
	}
	if ok, err := h.verify(t.Context(), stored, "\u0627\u0654\u062d\u0645\u062f"); !ok || err != nil {
		t.Errorf("verify of the decomposed password = %v, %v, want true", ok, err)
	}
}

func TestParseHash(t *testing.T) {
	const salt, key = "AAAAAAAAAAAAAAAAAAAAAA", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
	good := "$argon2id$v=19$m=65536,t=1,p=2$" + salt + "$" + key
	h, err := parseHash(good)
	if err != nil {
		t.Fatalf("parseHash(%q): %v", good, err)
	}
	if h.params != DefaultHashParams {
		t.Errorf("parseHash(%q) has %+v, want %+v", good, h.params, DefaultHashParams)
	}
	for _, bad := range []string{
		"", "$", good + "$", good + "A", good[1:], strings.ToUpper(good),
		"$argon2i$v=19$m=65536,t=1,p=2$" + salt + "$" + key,
		"$argon2id$v=16$m=65536,t=1,p=2$" + salt + "$" + key,
		"$argon2id$v=19$m=4294967295,t=1,p=2$" + salt + "$" + key, // would take 4 TiB
		"$argon2id$v=19$m=65536,t=0,p=2$" + salt + "$" + key,      // argon2 panics
		"$argon2id$v=19$m=65536,t=1,p=0$" + salt + "$" + key,
		"$argon2id$v=19$m=8,t=1,p=2$" + salt + "$" + key,
		"$argon2id$v=19$m=065536,t=1,p=2$" + salt + "$" + key,
		"$argon2id$v=19$m=65536,t=1,p=2,x=1$" + salt + "$" + key,
		"$argon2id$v=19$m=65536,t=1,p=2$" + salt + "$AAAA",
		"$argon2id$v=19$m=65536,t=1,p=2$AAAA$" + key,
	} {
		if _, err := parseHash(bad); !errors.Is(err, ErrHash) {
			t.Errorf("parseHash(%q): error %v, want %v", bad, err, ErrHash)
		}
	}
}

func FuzzParseHash(f *testing.F) {
	stored, err := testHasher().hash(f.Context(), "password")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(stored)
	f.Add("$argon2id$v=19$m=65536,t=1,p=2$AAAA$AAAA")
	f.Add("$argon2id$v=19$m=1,t=1,p=255$$")
	f.Fuzz(func(t *testing.T, s string) {
		h, err := parseHash(s)
		if err != nil {
			return
		}
		if got := h.String(); got != s {
			t.Errorf("parseHash(%q).String() = %q", s, got)
		}
		if !h.sane() {
			t.Errorf("parseHash(%q) accepts %+v", s, h.params)
		}
	})
}

// TestHashSlots: the third sign-in waits for one of the first two, and gives
// up with its request.
func TestHashSlots(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := testHasher()
		for range hashesAtOnce {
			h.slots <- struct{}{}
		}
		done := make(chan error, 1)
		go func() {
			_, err := h.hash(t.Context(), "a password")
			done <- err
		}()
		synctest.Wait()
		select {
		case err := <-done:
			t.Fatalf("a hash was made while all slots were taken: %v", err)
		default:
		}
		gone, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := h.hash(gone, "a password"); !errors.Is(err, context.Canceled) {
			t.Errorf("hash for a reader who left: %v, want %v", err, context.Canceled)
		}
		<-h.slots
		if err := <-done; err != nil {
			t.Errorf("hash once a slot is free: %v", err)
		}
	})
}

func TestCheckPassword(t *testing.T) {
	for _, c := range []struct {
		password string
		ok       bool
	}{
		{"correct horse battery", true},
		{"حصان صحيح بطارية", true},
		{"elevenchars", false},
		{"aaaaaaaaaaaaaaaaaaa", false},
		{"abababababababab", false},
		{"Salma.2025.secret", false}, // holds the login
		{strings.Repeat("long words ", 24), false},
	} {
		err := checkPassword(c.password, "salma")
		if (err == nil) != c.ok || err != nil && !errors.Is(err, ErrWeakPassword) {
			t.Errorf("checkPassword(%q) = %v, want ok %v", c.password, err, c.ok)
		}
	}
}

func BenchmarkVerify(b *testing.B) {
	h := newHasher(DefaultHashParams, rand.NewChaCha8([32]byte{7}))
	stored, err := h.hash(b.Context(), "password")
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := h.verify(b.Context(), stored, "password"); err != nil {
			b.Fatal(err)
		}
	}
}
