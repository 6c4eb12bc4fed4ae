package ledger_test

import (
	"testing"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/web/webtest"
)

func TestLooks(t *testing.T) {
	browser := webtest.Start(t)
	o, b, other := office(t)
	p := o.Account("rana", access.DataOfficer)
	for range 3 {
		b.add("source.added", string(p.Account.ID), string(o.Org.ID), `{"name":"قائمة الباب"}`, "01JHW3")
		b.add("source.imported", string(p.Account.ID), string(o.Org.ID), `{"source":"01JHW3","rows":4120,"file":"gate-3.csv"}`, "01JHW3")
		b.add("identity.run", journal.Local, string(other.ID), `{}`)
	}
	b.undone[1] = b.add(journal.UndoneKind, string(p.Account.ID), string(o.Org.ID), `{"entry":1,"why":"the wrong file"}`)
	b.sign()
	b.add("access.head", journal.Local, "", `{}`)
	o.SignInWith(browser.Open(t, "about:blank"), p)
	o.LookAt(t, browser, "ledger", "/ledger")
	o.LookAt(t, browser, "ledger-entry", "/ledger/4")
	o.LookAt(t, browser, "ledger-undo", "/ledger/4/undo")
	o.LookAt(t, browser, "ledger-empty", "/ledger?kind=none")
}
