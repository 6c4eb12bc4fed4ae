package access_test

import (
	"context"
	"fmt"
	"time"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/register"
)

func ExampleAuthorizer_Authorize() {
	alarm := func(a access.Action, err error) { fmt.Println("alarm:", a, err) }
	authorizer, err := access.NewAuthorizer(time.Now, alarm)
	if err != nil {
		fmt.Println(err)
		return
	}
	observer := access.Principal{
		Account: "01OBSERVER", Org: "01OVERSIGHT",
		Roles: access.RolesOf(access.Observer), Clearance: register.C3,
	}
	list := access.SourceResource(register.Source{Owner: "01ARCHIVE", Sharing: register.ShareAll})
	kept := access.SourceResource(register.Source{Owner: "01ARCHIVE"})

	ctx := context.Background()
	fmt.Println("read a shared list:", authorizer.Authorize(ctx, observer, access.SourceRead, list))
	fmt.Println("read a list that is kept:", authorizer.Authorize(ctx, observer, access.SourceRead, kept))
	fmt.Println("undo an import:", authorizer.Authorize(ctx, observer, access.ImportUndo, list))
	// Output:
	// read a shared list: <nil>
	// read a list that is kept: not allowed
	// undo an import: not allowed
}
