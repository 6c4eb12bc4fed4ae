package identity_test

import (
	"fmt"

	"kashf.org/kashf/internal/identity"
	"kashf.org/kashf/internal/register"
)

// A record is compared by its name as written, or by its parts put together.
func ExampleNameOf() {
	whole := register.Record{Claims: []register.Claim{{Field: register.FullName, Value: "سامر خليل الحلاق"}}}
	parts := register.Record{Claims: []register.Claim{
		{Field: register.FamilyName, Value: "Hallaq"},
		{Field: register.GivenName, Value: "Samer"},
		{Field: register.FatherName, Absence: register.Unknown},
	}}
	fmt.Println(identity.NameOf(whole))
	fmt.Println(identity.NameOf(parts))
	// Output:
	// سامر خليل الحلاق
	// Samer Hallaq
}
