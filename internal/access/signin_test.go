package access_test

import (
	"errors"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/access/accesstest"
	"kashf.org/kashf/internal/register"
)

// member is an account of the house, ready to sign in.
type member struct {
	access.Provisioned
	house *accesstest.House
}

// join adds a ready account with the role to the house.
func join(t *testing.T, h *accesstest.House, login string, role access.Role) member {
	t.Helper()
	o, err := h.ProvisionOrg(t.Context(), access.Organisation{ID: "01HOUSE", NameAr: "بيت", Kind: access.Documentation})
	if err != nil {
		t.Fatal(err)
	}
	roles := access.RolesOf(role)
	p, err := h.Provision(t.Context(), access.Account{
		Login: login, Name: "سلمى", Org: o.ID, Lang: "ar", Roles: roles, Clearance: roles.Highest(),
	})
	if err != nil {
		t.Fatal(err)
	}
	return member{p, h}
}

// code is the member's code at the moment.
func (m member) code(t *testing.T) string {
	t.Helper()
	code, err := totp.GenerateCode(m.Secret, m.house.Clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	return code
}

func (m member) attempt(t *testing.T) access.Attempt {
	t.Helper()
	return access.Attempt{Login: m.Account.Login, Password: m.Password, Code: m.code(t), Address: "192.0.2.1", Device: "Firefox"}
}

// in signs the member in, with a code that was not used before.
func (m member) in(t *testing.T) (access.Token, access.Principal) {
	t.Helper()
	m.house.Clock.Move(time.Minute)
	token, who, err := m.house.SignIn(t.Context(), m.attempt(t))
	if err != nil {
		t.Fatalf("SignIn of %s: %v", m.Account.Login, err)
	}
	return token, who
}

func TestSignIn(t *testing.T) {
	h := accesstest.NewHouse(t)
	m := join(t, h, "salma", access.CaseWorker)
	in := m.attempt(t)
	in.Login = " Salma "
	token, who, err := h.SignIn(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	if who.Account != m.Account.ID || who.Pending || !who.SteppedUp(h.Clock.Now()) {
		t.Errorf("SignIn: %+v", who)
	}
	back, err := h.Resume(t.Context(), token)
	if err != nil || back.Account != who.Account || back.Session != token.Hash() {
		t.Errorf("Resume = %+v, %v", back, err)
	}
}

// TestSignInFailsAlike: nothing tells a stranger which part was wrong.
func TestSignInFailsAlike(t *testing.T) {
	for name, spoil := range map[string]func(*accesstest.House, *access.Attempt){
		"unknown login":       func(_ *accesstest.House, in *access.Attempt) { in.Login = "nobody" },
		"wrong password":      func(_ *accesstest.House, in *access.Attempt) { in.Password += "x" },
		"no password":         func(_ *accesstest.House, in *access.Attempt) { in.Password = "" },
		"a megabyte":          func(_ *accesstest.House, in *access.Attempt) { in.Password = string(make([]byte, 1<<20)) },
		"no code":             func(_ *accesstest.House, in *access.Attempt) { in.Code = "" },
		"a code of yesterday": func(h *accesstest.House, _ *access.Attempt) { h.Clock.Move(24 * time.Hour) },
		"disabled": func(h *accesstest.House, in *access.Attempt) {
			a, err := h.Memory.AccountByLogin(t.Context(), "salma")
			if err != nil {
				t.Fatal(err)
			}
			a.Disabled = true
			if err := h.Memory.UpdateAccount(t.Context(), a); err != nil {
				t.Fatal(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			h := accesstest.NewHouse(t)
			in := join(t, h, "salma", access.CaseWorker).attempt(t)
			spoil(h, &in)
			token, who, err := h.SignIn(t.Context(), in)
			if err != access.ErrSignIn || token != "" || !who.Anonymous() {
				t.Errorf("SignIn = %q, %+v, %v, want nothing and %v", token, who, err, access.ErrSignIn)
			}
		})
	}
}

func TestCodeWorksOnce(t *testing.T) {
	h := accesstest.NewHouse(t)
	m := join(t, h, "salma", access.CaseWorker)
	in := m.attempt(t)
	if _, _, err := h.SignIn(t.Context(), access.Attempt{Login: "salma", Password: "wrong", Code: in.Code}); err != access.ErrSignIn {
		t.Fatalf("SignIn with a wrong password: %v", err)
	}
	if _, _, err := h.SignIn(t.Context(), in); err != nil {
		t.Fatalf("a stranger without the password burnt the code: %v", err)
	}
	if _, _, err := h.SignIn(t.Context(), in); err != access.ErrSignIn {
		t.Errorf("SignIn with a used code: %v, want %v", err, access.ErrSignIn)
	}
	h.Clock.Move(30 * time.Second)
	if _, _, err := h.SignIn(t.Context(), in); err != access.ErrSignIn {
		t.Errorf("SignIn with a used code, still in its window: %v, want %v", err, access.ErrSignIn)
	}
	if _, _, err := h.SignIn(t.Context(), m.attempt(t)); err != nil {
		t.Errorf("SignIn with the next code: %v", err)
	}
}

// TestSlowDown: logins that exist and logins that do not are slowed down alike.
func TestSlowDown(t *testing.T) {
	h := accesstest.NewHouse(t)
	join(t, h, "salma", access.CaseWorker)
	for _, login := range []string{"salma", "nobody"} {
		var got []time.Duration
		for range 8 {
			_, _, err := h.SignIn(t.Context(), access.Attempt{Login: login, Password: "guess"})
			var slow *access.SlowDownError
			if errors.As(err, &slow) {
				got = append(got, slow.Wait)
			} else if err != access.ErrSignIn {
				t.Fatalf("SignIn of %s: %v", login, err)
			}
		}
		if len(got) != 3 || got[0] != time.Second {
			t.Errorf("8 guesses at %s were slowed down %v, want three times 1 s", login, got)
		}
	}
}

func TestSessionEnds(t *testing.T) {
	resumes := func(t *testing.T, h *accesstest.House, token access.Token) bool {
		t.Helper()
		_, err := h.Resume(t.Context(), token)
		if err != nil && !errors.Is(err, access.ErrNoSession) {
			t.Fatalf("Resume: %v", err)
		}
		return err == nil
	}
	t.Run("idle", func(t *testing.T) {
		h := accesstest.NewHouse(t)
		token, _ := join(t, h, "salma", access.CaseWorker).in(t)
		h.Clock.Move(access.IdleTimeout - time.Second)
		if !resumes(t, h, token) {
			t.Error("the session ended early")
		}
		h.Clock.Move(access.IdleTimeout)
		if resumes(t, h, token) {
			t.Error("the session outlived its idle time")
		}
	})
	t.Run("absolute", func(t *testing.T) {
		h := accesstest.NewHouse(t)
		token, _ := join(t, h, "salma", access.CaseWorker).in(t)
		for range int(access.AbsoluteTimeout/(10*time.Minute)) - 1 {
			h.Clock.Move(10 * time.Minute)
			if !resumes(t, h, token) {
				t.Fatal("a session in use ended early")
			}
		}
		h.Clock.Move(10 * time.Minute)
		if resumes(t, h, token) {
			t.Error("the session outlived 12 hours")
		}
		h.Clock.Move(time.Second)
		if n, err := h.Sweep(t.Context()); n != 1 || err != nil {
			t.Errorf("Sweep = %d, %v, want 1", n, err)
		}
	})
	t.Run("signed out", func(t *testing.T) {
		h := accesstest.NewHouse(t)
		m := join(t, h, "salma", access.CaseWorker)
		one, who := m.in(t)
		two, _ := m.in(t)
		three, _ := m.in(t)
		if err := h.SignOut(t.Context(), who); err != nil {
			t.Fatal(err)
		}
		if resumes(t, h, one) || !resumes(t, h, two) {
			t.Error("SignOut ends another session than its own")
		}
		if err := h.SignOutEverywhere(t.Context(), who); err != nil {
			t.Fatal(err)
		}
		if resumes(t, h, two) || resumes(t, h, three) {
			t.Error("SignOutEverywhere left a session")
		}
	})
	t.Run("no token", func(t *testing.T) {
		h := accesstest.NewHouse(t)
		if resumes(t, h, "") || resumes(t, h, "guess") {
			t.Error("a guess is a session")
		}
	})
}

func TestStepUp(t *testing.T) {
	h := accesstest.NewHouse(t)
	m := join(t, h, "salma", access.CaseWorker)
	token, who := m.in(t)
	h.Clock.Move(access.StepUpWindow)
	file := access.PersonResource(7, register.C4)
	if _, err := h.Reveal(t.Context(), who, file, "medical evacuation"); !errors.Is(err, access.ErrStepUp) {
		t.Fatalf("Reveal after the window: %v, want %v", err, access.ErrStepUp)
	}
	if _, err := h.StepUp(t.Context(), who, m.Password, "000000", ""); err != access.ErrSignIn {
		t.Errorf("StepUp with a wrong code: %v, want %v", err, access.ErrSignIn)
	}
	fresh, err := h.StepUp(t.Context(), who, m.Password, m.code(t), "")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.Resume(t.Context(), token); err != access.ErrNoSession {
		t.Errorf("the token of before the step-up: %v, want %v", err, access.ErrNoSession)
	}
	if who, err = h.Resume(t.Context(), fresh); err != nil {
		t.Fatal(err)
	}
	if _, err := h.Reveal(t.Context(), who, file, "medical evacuation"); err != nil {
		t.Errorf("Reveal after the step-up: %v", err)
	}
}

func TestReveal(t *testing.T) {
	h := accesstest.NewHouse(t)
	m := join(t, h, "salma", access.CaseWorker)
	token, who := m.in(t)
	before := len(h.Facts())
	if _, err := h.Reveal(t.Context(), who, access.PersonResource(7, register.C4), " . "); !errors.Is(err, access.ErrInvalid) {
		t.Errorf("Reveal without a purpose: %v, want %v", err, access.ErrInvalid)
	}
	if _, err := h.Reveal(t.Context(), who, access.PersonResource(7, register.C4), "إخلاء طبي عاجل"); err != nil {
		t.Fatal(err)
	}
	facts := h.Facts()[before:]
	if len(facts) != 1 || facts[0].Kind != access.FactPersonRevealed || facts[0].Subjects[0] != "7" {
		t.Errorf("a reveal left the facts %+v, want one", facts)
	}
	sees := func() bool {
		who, err := h.Resume(t.Context(), token)
		if err != nil {
			t.Fatal(err)
		}
		v := h.View(who)
		if v.SeesIn(8, register.C4) {
			t.Error("the reveal of one file opened another")
		}
		return v.SeesIn(7, register.C4)
	}
	if !sees() {
		t.Error("a revealed file is closed")
	}
	h.Clock.Move(15 * time.Minute)
	if !sees() {
		t.Error("a reveal closed after 15 minutes")
	}
	h.Clock.Move(15 * time.Minute)
	if sees() {
		t.Error("a reveal is open after 30 minutes")
	}
	other := join(t, h, "omar", access.DataOfficer)
	_, omar := other.in(t)
	if _, err := h.Reveal(t.Context(), omar, access.PersonResource(7, register.C4), "medical evacuation"); !errors.Is(err, access.ErrDenied) {
		t.Errorf("Reveal by a data officer: %v, want %v", err, access.ErrDenied)
	}
}
