package person

import (
	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/register"
)

// Say is a value in words, as every page of a file says it: a code by its label,
// a date in words, a place by its name; what was not understood stays as written.
func Say(p locale.Printer, f register.Field, norm, text string) string { return say(p, f, norm, text) }
