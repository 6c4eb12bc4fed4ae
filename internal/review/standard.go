package review

import (
	"fmt"

	"go.yaml.in/yaml/v3"
)

// A Standard is how far an allegation, or a finding on the custody, is shown.
type Standard uint8

// The standards of proof.
const (
	P0 Standard = iota // an allegation or a tip
	P1                 // reasonable grounds to suspect
	P2                 // reasonable grounds to believe (the standard of United Nations commissions of inquiry)
	P3                 // clear and convincing, after a contested hearing
	P4                 // beyond reasonable doubt: a lawful court alone
)

// String is the standard's name, "P0" to "P4".
func (s Standard) String() string { return fmt.Sprintf("P%d", uint8(s)) }

// ParseStandard reads "P0" to "P4".
func ParseStandard(s string) (Standard, error) {
	if len(s) == 2 && s[0] == 'P' && s[1] >= '0' && s[1] <= '4' {
		return Standard(s[1] - '0'), nil
	}
	return 0, fmt.Errorf("standard %q: want P0 to P4", s)
}

// MarshalText writes the standard's name.
func (s Standard) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads what [Standard.MarshalText] wrote.
func (s *Standard) UnmarshalText(b []byte) (err error) {
	*s, err = ParseStandard(string(b))
	return err
}

// UnmarshalYAML reads a standard's name in a policy.
func (s *Standard) UnmarshalYAML(n *yaml.Node) error {
	if err := s.UnmarshalText([]byte(n.Value)); err != nil {
		return fmt.Errorf("line %d: %w", n.Line, err)
	}
	return nil
}
