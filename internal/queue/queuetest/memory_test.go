package queuetest_test

import (
	"testing"

	"kashf.org/kashf/internal/queue"
	"kashf.org/kashf/internal/queue/queuetest"
)

func TestMemory(t *testing.T) {
	queuetest.Store(t, func(*testing.T) queue.Store { return &queuetest.Memory{} })
}
