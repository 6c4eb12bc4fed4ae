package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"os"
	"strings"
	"sync/atomic"
	"time"

	"github.com/oklog/ulid/v2"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/consent"
	"kashf.org/kashf/internal/desk"
	"kashf.org/kashf/internal/dossier"
	"kashf.org/kashf/internal/export"
	"kashf.org/kashf/internal/find"
	"kashf.org/kashf/internal/identity"
	"kashf.org/kashf/internal/intake"
	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/photo"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/review"
	"kashf.org/kashf/internal/review/monthly"
	"kashf.org/kashf/internal/review/victims"
	"kashf.org/kashf/internal/store"
	"kashf.org/kashf/internal/vault"
	"kashf.org/kashf/names"
)

// A deployment is one register, open: everything wired to everything.
type deployment struct {
	folder   folder
	lockFile *os.File
	log      *slog.Logger
	keys     *vault.Keyring
	vault    *vault.Vault
	store    *store.Store
	journal  *journal.Journal
	auth     *access.Authorizer
	access   *access.Service
	intake   *intake.Taker
	identity *identity.Service
	review   *review.Service
	victims  *victims.Service
	desk     *desk.Service
	index    *find.Index
	shelf    *vault.Shelf // of the index
	scored   *vault.Shelf // of what the latest linkage scored
	fileNos  register.FileNos
	reads    *store.ReadLog
	dossier  *dossier.Dossier

	// unscrubbed: what was destroyed may still lie in freed pages of the database.
	unscrubbed *atomic.Bool

	// shared: the server's own, lent to a command; others write meanwhile.
	shared bool
}

// kinds are all the entries this program knows.
func kinds() journal.Kinds {
	k := journal.Kinds{}
	k.Add(register.Kinds()...)
	k.Add(access.Kinds()...)
	k.Add(identity.Kinds()...)
	k.Add(review.Kinds()...)
	k.Add(monthly.Kinds()...)
	k.Add(victims.Kinds()...)
	k.Add(desk.Kinds()...)
	k.Add(export.Kinds()...)
	k.Add(photo.Kinds()...)
	k.Add(consent.Kinds()...)
	k.Add(journal.Kind{Name: logContinued, Version: 1})
	return k
}

// openDeployment opens a deployment, takes its lock, and finishes what a
// crash may have left half-way: imports that were not entered are swept, and
// destruction that was entered is carried out.
func openDeployment(ctx context.Context, f folder, log *slog.Logger) (*deployment, error) {
	lock, err := f.lock()
	if err != nil {
		return nil, err
	}
	if err := f.whole(); err != nil {
		return nil, errors.Join(err, lock.Close())
	}
	d := &deployment{folder: f, lockFile: lock, log: log, unscrubbed: new(atomic.Bool)}
	if err := d.open(ctx); err != nil {
		return nil, errors.Join(err, d.Close())
	}
	return d, nil
}

func (d *deployment) open(ctx context.Context) (err error) {
	if d.keys, err = vault.OpenKeyring(d.folder.keysDir()); err != nil {
		return err
	}
	if d.vault, err = vault.Open(d.folder.blobsDir(), d.keys); err != nil {
		return err
	}
	if d.store, err = store.Open(ctx, d.folder.database()); err != nil {
		return err
	}
	if err := d.wire(ctx); err != nil {
		return err
	}
	if err := d.markRows(ctx); err != nil {
		return err
	}
	return d.recover(ctx)
}

// markRows marks the rows that no entry proves, once for each form of the
// tables. A backup from before there were marks gets them when it is restored.
func (d *deployment) markRows(ctx context.Context) error {
	form, err := d.keys.MarkedForm()
	if err != nil {
		return err
	}
	again := false
	if d.folder.restoring {
		marked, err := d.store.Marked(ctx)
		if err != nil {
			return err
		}
		again = !marked
	}
	if form >= store.Schema() && !again {
		return nil
	}
	if err := d.store.MarkAll(ctx); err != nil {
		return err
	}
	return d.keys.SetMarkedForm(store.Schema())
}

func (d *deployment) wire(ctx context.Context) (err error) {
	d.store.Sealer, d.store.Marker = d.keys, d.keys
	d.fileNos = register.FileNos{Key: [32]byte(d.keys.NumberKey())}
	d.journal = &journal.Journal{
		Store: d.store, Blobs: blobs{d.vault}, Kinds: kinds(), Now: time.Now, Rand: rand.Reader,
	}
	d.auth, err = access.NewAuthorizer(time.Now, func(a access.Action, err error) {
		d.log.Error("a policy could not be evaluated", "action", a, "err", err)
	})
	if err != nil {
		return err
	}
	d.access, err = access.New(ctx, access.Config{
		Closed: func(ctx context.Context, id access.AccountID) (*register.Closed, error) {
			return d.store.ClosedTo(ctx, string(id))
		},
		Store: d.store.Access(), Recorder: store.NewRecorder(d.journal), Authorizer: d.auth, Sealer: d.keys,
		Now: time.Now, Rand: rand.Reader, NewID: newID, Issuer: "Kashf",
	})
	if err != nil {
		return err
	}
	d.intake = &intake.Taker{Journal: d.journal, Vault: d.vault, Store: d.store, Sealer: d.keys, NewID: newID, Refuse: d.refuseDestroyed}
	d.scored = d.keys.Shelf(d.folder.scored())
	d.identity = &identity.Service{
		Journal: d.journal, Vault: d.vault, Store: d.store, NewID: newID, Shelf: d.scored,
		Refused: func(err error) { d.log.Info("the next linkage compares all pairs", "why", err) },
	}
	d.review = &review.Service{Journal: d.journal, Store: d.store, Sealer: d.keys, NewID: newID, Rand: rand.Reader}
	d.review.Known, d.review.Recordings = d.known, d.vault
	d.review.Prove = d.proveEntries
	d.victims = &victims.Service{
		Journal: d.journal, Store: d.store, Vault: d.vault, Sealer: d.keys, Reviews: d.review, NewID: newID, Rand: rand.Reader, Compare: names.NewComparer(names.Options{}),
	}
	d.victims.Remember, d.victims.CarryOut = d.rememberLeaving, d.finishLeaving
	d.review.Likenesses = d.victims.Waiting
	d.shelf = d.keys.Shelf(d.folder.shelf())
	d.desk = &desk.Service{Journal: d.journal, Store: d.store, NewID: newID, Account: d.colleague}
	d.index = find.New(d.store)
	d.index.Shelf = d.shelf
	d.index.Refused = func(err error) { d.log.Info("the search index is loaded anew", "why", err) }
	d.dossier = dossier.New(d.store, ledgerLines{d.store}, d.fileNos, register.UsualPolicy)
	d.reads = store.NewReadLog(d.store, func(err error) { d.log.Error("log of reads", "err", err) })
	return nil
}

// colleague reports whether an account that can sign in belongs to an
// organisation.
func (d *deployment) colleague(ctx context.Context, id string, org register.OrgID) (bool, error) {
	a, err := d.access.Store.Account(ctx, access.AccountID(id))
	if errors.Is(err, access.ErrNotFound) {
		return false, nil
	}
	return err == nil && a.Org == org && org != "" && !a.Disabled, err
}

// known is what the office knows of an account, for the question whether it has
// a tie to somebody's file.
func (d *deployment) known(ctx context.Context, account string) (review.Known, error) {
	a, err := d.access.Store.Account(ctx, access.AccountID(account))
	if errors.Is(err, access.ErrNotFound) {
		return review.Known{}, nil
	}
	if err != nil {
		return review.Known{}, err
	}
	org, err := d.access.Store.Org(ctx, a.Org)
	if err != nil && !errors.Is(err, access.ErrNotFound) {
		return review.Known{}, err
	}
	return review.Known{Name: a.Name, Orgs: []string{org.NameAr, org.NameEn}}, nil
}

// recover finishes what was under way when the program last stopped.
func (d *deployment) recover(ctx context.Context) error {
	if n, err := d.store.Sweep(ctx); err != nil {
		return err
	} else if n > 0 {
		d.log.Info("imports that were cut off were removed", "imports", n)
	}
	if err := errors.Join(d.vault.Sweep(), d.shelf.Sweep(), d.scored.Sweep()); err != nil {
		return err
	}
	if err := d.destroyLeft(ctx); err != nil {
		return err
	}
	did, err := d.carryOutAll(ctx)
	if err == nil {
		err = d.scrubAfterCrash(ctx)
	}
	if did { // either may have been kept between the act and its end
		err = errors.Join(err, d.shelf.Remove(), d.scored.Remove())
	}
	return err
}

// Close releases everything. It signs a last checkpoint where the ledger grew.
func (d *deployment) Close() error {
	var errs []error
	if d.reads != nil {
		errs = append(errs, d.reads.Close())
	}
	if d.store != nil && d.keys != nil && d.journal != nil {
		_, err := d.checkpoint(context.Background())
		errs = append(errs, err)
	}
	if d.store != nil {
		errs = append(errs, d.store.Close())
	}
	if d.vault != nil {
		errs = append(errs, d.vault.Close())
	}
	errs = append(errs, d.lockFile.Close())
	return errors.Join(errs...)
}

// newID makes an identifier that sorts by time.
func newID() string { return ulid.MustNew(ulid.Now(), rand.Reader).String() }

// actor is who acts at the command line: the local operator, who holds the
// keys and may do everything, or the account named with --as.
func (d *deployment) actor(ctx context.Context) (journal.Actor, access.Principal, error) {
	if d.folder.As == "" || d.folder.As == journal.Local {
		return journal.Actor{Account: journal.Local}, access.Principal{}, nil
	}
	a, err := d.access.Store.AccountByLogin(ctx, access.CleanLogin(d.folder.As))
	if err != nil {
		return journal.Actor{}, access.Principal{}, fmt.Errorf("account %q: %w", d.folder.As, err)
	}
	p, err := d.access.Principal(ctx, a.ID)
	return journal.Actor{Account: string(a.ID), Org: string(a.Org)}, p, err
}

// may refuses an act that the account named with --as may not do.
func (d *deployment) may(ctx context.Context, action access.Action, res access.Resource) error {
	_, p, err := d.actor(ctx)
	if err != nil || p.Anonymous() {
		return err // the local operator holds the keys
	}
	p.StepUpAt = time.Now() // whoever holds the folder has proved more than a password
	return d.auth.Authorize(ctx, p, action, res)
}

// sight is what the one at the command line may see.
func (d *deployment) sight(ctx context.Context) (register.Sight, error) {
	_, p, err := d.actor(ctx)
	if err != nil {
		return register.Sight{}, err
	}
	if p.Anonymous() {
		return register.Sight{Machine: true}, nil
	}
	return register.Sight{Org: p.Org, Level: p.Clearance, Closed: p.Closed}, nil
}

// blobs lets entries be applied from the vault.
type blobs struct{ *vault.Vault }

var _ register.RowSource = blobs{}

func (b blobs) RowsOf(ctx context.Context, id string) iter.Seq2[register.BlobRow, error] {
	return func(yield func(register.BlobRow, error) bool) {
		for r, err := range b.Rows(ctx, id) {
			if !yield(register.BlobRow{Bytes: r.Bytes, Gone: r.Gone}, err) {
				return
			}
		}
	}
}

// quiet is a log for commands: warnings and worse, to the messages' stream.
func quiet(io stdio) *slog.Logger {
	return slog.New(slog.NewTextHandler(io.err, &slog.HandlerOptions{Level: slog.LevelWarn}))
}

// originOf names a log after the deployment's folder, once, at its making.
func originOf(name string) string {
	clean := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '-' || r == '.' {
			return r
		}
		return -1
	}, strings.ToLower(name))
	if clean == "" {
		clean = "register"
	}
	return clean + "/" + strings.ToLower(rand.Text()[:8])
}
