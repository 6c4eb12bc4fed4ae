package access

import (
	"fmt"
	"strings"
	"time"

	"kashf.org/kashf/internal/register"
)

// An OrgKind says what sort of body an organisation is. It gives no rights.
type OrgKind string

// The kinds of organisation met so far.
const (
	Documentation OrgKind = "documentation" // collects lists and testimonies
	Victims       OrgKind = "victims"       // families and survivors
	Oversight     OrgKind = "oversight"     // independent observers and auditors
	Authority     OrgKind = "authority"     // a ministry, a commission, a court
	Operator      OrgKind = "operator"      // keeps the machine running
)

// Valid reports whether k is a known kind.
func (k OrgKind) Valid() bool {
	switch k {
	case Documentation, Victims, Oversight, Authority, Operator:
		return true
	}
	return false
}

// An Organisation is a body whose people use this deployment. It owns sources
// and decides with whom they are shared.
type Organisation struct {
	ID      register.OrgID
	NameAr  string
	NameEn  string
	Kind    OrgKind
	AddedAt time.Time
}

// Name is the organisation's name in lang ("ar" or "en"), or in the other
// language where it has none.
func (o Organisation) Name(lang string) string {
	first, second := o.NameAr, o.NameEn
	if lang == "en" {
		first, second = second, first
	}
	if first == "" {
		return second
	}
	return first
}

// Validate checks what a form or a file may have got wrong.
func (o Organisation) Validate() error {
	switch {
	case strings.TrimSpace(o.NameAr) == "" && strings.TrimSpace(o.NameEn) == "":
		return fmt.Errorf("%w: an organisation needs a name", ErrInvalid)
	case !o.Kind.Valid():
		return fmt.Errorf("%w: organisation kind %q", ErrInvalid, o.Kind)
	}
	return nil
}
