package review

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"kashf.org/kashf/internal/review/voice"
)

// A Recordings keeps what was spoken, encrypted; [vault.Vault] does.
type Recordings interface {
	Put(ctx context.Context, r io.Reader) (id string, size int64, err error)
	Open(ctx context.Context, id string) (io.ReadCloser, error)
}

// Speak enters a submission that was spoken: the recording, and beside it the
// points that were taken from it. panel says that the bench and the observer may
// hear the voice. What is no recording, or too long a one, is a [*Refusal].
func (s *Service) Speak(ctx context.Context, w Who, id CaseID, saw int64, b *SubmittedBody, sound []byte, panel bool) error {
	heard, err := voice.Read(sound)
	switch {
	case errors.Is(err, voice.ErrLong):
		return ruleVoice.refuse("a recording of at most twenty minutes")
	case errors.Is(err, voice.ErrEmpty):
		return ruleVoice.refuse("a recording in which something is heard")
	case err != nil:
		return ruleVoice.refuse("a recording of a known form and a length within bounds")
	case s.Recordings == nil:
		return errors.New("nowhere to keep a recording")
	}
	v := &Voice{Media: heard.Media, Seconds: int((heard.Length + time.Second - 1) / time.Second), Panel: panel && b.Group != ""}
	if v.Item, v.Size, err = s.Recordings.Put(ctx, bytes.NewReader(sound)); err != nil {
		return fmt.Errorf("keep a recording: %w", err)
	}
	b.Voice = v
	return s.Enter(ctx, w, id, saw, b)
}

// Listen opens a recording for somebody who may hear it, and returns [ErrHidden]
// to everybody else, whether or not there is one.
func (s *Service) Listen(ctx context.Context, account string, id CaseID, submission string) (Recorded, io.ReadCloser, error) {
	c, err := s.Store.Case(ctx, id)
	if err != nil {
		return Recorded{}, nil, err
	}
	p, ok := c.Part(account)
	i := slices.IndexFunc(c.Voices, func(v Recorded) bool { return v.ID == submission })
	if !ok || i < 0 || !c.Hears(p, c.Voices[i]) || s.Recordings == nil {
		return Recorded{}, nil, ErrHidden
	}
	r, err := s.Recordings.Open(ctx, c.Voices[i].Item)
	return c.Voices[i], r, err
}
