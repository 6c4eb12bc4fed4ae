package accesstest_test

import (
	"testing"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/access/accesstest"
)

func TestMemory(t *testing.T) {
	accesstest.Store(t, func(*testing.T) access.Store { return accesstest.NewMemory() })
}
