package lists

import (
	"errors"
	"fmt"
	"strings"
	"syscall"
	"testing"

	"kashf.org/kashf/internal/locale"
)

// A disk that is full is said in the reader's language, with what to do.
func TestDiskFull(t *testing.T) {
	err := fmt.Errorf("store file: %w", syscall.ENOSPC)
	for lang, want := range map[string]string{"en": "no room left", "ar": "لا متسع"} {
		v := refusal(locale.For(lang), "a.csv", err, 1)
		if v == nil || v.File != "a.csv" || !strings.Contains(v.Problem, want) || v.Advice == "" {
			t.Errorf("refusal(%s, %v) = %+v, want %q", lang, err, v, want)
		}
	}
	if v := refusal(locale.For("en"), "a.csv", errors.New("a fault of ours"), 1); v != nil {
		t.Errorf("a fault of the program is told as one of the file: %+v", v)
	}
}
