package beam

import (
	"bytes"
	"crypto/sha256"
	"encoding/gob"
	"fmt"
	"slices"
	"sync"

	"kashf.org/kashf/linkage"
	"kashf.org/kashf/linkage/spec"
)

// A Job is what every worker must know. It is handed to them as a side input,
// since a model with its frequencies may take many megabytes.
type Job struct {
	Spec    []byte // the text of the spec, as package linkage/spec reads it
	Columns []string
	Frozen  *linkage.Frozen // learnt by that spec
}

var kinds []spec.Kind

// RegisterKinds makes kinds of columns known to the specs of jobs. It must be
// called in an init: workers run the same program.
func RegisterKinds(more ...spec.Kind) { kinds = append(kinds, more...) }

func (j Job) encode() ([]byte, error) {
	var b bytes.Buffer
	if err := gob.NewEncoder(&b).Encode(j); err != nil {
		return nil, fmt.Errorf("encode job: %w", err)
	}
	return b.Bytes(), nil
}

func (j Job) stages() (*linkage.Stages, error) {
	f, err := spec.Parse("spec", j.Spec, kinds...)
	if err != nil {
		return nil, err
	}
	s, err := f.Bind(slices.Clone(j.Columns))
	if err != nil {
		return nil, err
	}
	return linkage.NewStages(s, j.Columns, j.Frozen)
}

// made are the stages of jobs that this process has read: each of a worker's
// many functions asks for them, bundle after bundle.
var made struct {
	sync.Mutex
	of     [sha256.Size]byte
	stages *linkage.Stages
}

func stagesOf(job []byte) (*linkage.Stages, error) {
	of := sha256.Sum256(job)
	made.Lock()
	defer made.Unlock()
	if made.stages != nil && made.of == of {
		return made.stages, nil
	}
	var j Job
	if err := gob.NewDecoder(bytes.NewReader(job)).Decode(&j); err != nil {
		return nil, fmt.Errorf("decode job: %w", err)
	}
	s, err := j.stages()
	if err == nil {
		made.of, made.stages = of, s
	}
	return s, err
}

// worker reads the job once.
type worker struct {
	stages *linkage.Stages
}

func (w *worker) with(job []byte) (*linkage.Stages, error) {
	if w.stages != nil {
		return w.stages, nil
	}
	var err error
	w.stages, err = stagesOf(job)
	return w.stages, err
}
