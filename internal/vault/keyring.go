package vault

import (
	"bytes"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"filippo.io/age"
	"github.com/tink-crypto/tink-go/v2/aead"
	"github.com/tink-crypto/tink-go/v2/insecurecleartextkeyset"
	"github.com/tink-crypto/tink-go/v2/keyset"
	"github.com/tink-crypto/tink-go/v2/tink"
	"golang.org/x/mod/sumdb/note"

	"kashf.org/kashf/ledger"
)

// ErrNoKeys reports that a keys folder is missing or incomplete.
var ErrNoKeys = errors.New("keys are not there")

// A Keyring is the deployment's secrets, held in a folder apart from the data.
type Keyring struct {
	dir      string
	identity *age.X25519Identity
	pathKey  []byte
	number   []byte
	fields   tink.AEAD
	signer   note.Signer
	verifier note.Verifier
	public   string
}

const (
	fileIdentity = "vault.age"    // opens blobs
	filePath     = "path.key"     // names blobs on disk
	fileNumber   = "number.key"   // turns person numbers into file numbers
	fileFields   = "fields.tink"  // opens C4 values
	fileSigner   = "ledger.key"   // signs checkpoints
	filePublic   = "ledger.pub"   // checks them
	fileMarked   = "marked"       // which form of the tables has marks on its rows
	fileSeen     = "checkpoint"   // the newest checkpoint this deployment signed
	fileGone     = "destroyed.db" // what was destroyed by law, a line each
)

// NewKeyring makes a keys folder for a log named origin. The folder must not
// hold keys already.
func NewKeyring(dir, origin string) (*Keyring, error) {
	if _, err := os.Stat(filepath.Join(dir, fileIdentity)); err == nil {
		return nil, fmt.Errorf("make keys: %s holds keys already", dir)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make keys: %w", err)
	}
	secrets, err := newSecrets(origin)
	if err != nil {
		return nil, fmt.Errorf("make keys: %w", err)
	}
	for name, b := range secrets {
		if err := writeSynced(filepath.Join(dir, name), b, 0o600); err != nil {
			return nil, fmt.Errorf("make keys: %w", err)
		}
	}
	return OpenKeyring(dir)
}

func newSecrets(origin string) (map[string][]byte, error) {
	id, err := age.GenerateX25519Identity()
	if err != nil {
		return nil, err
	}
	secret, public, err := ledger.NewKey(rand.Reader, origin)
	if err != nil {
		return nil, err
	}
	h, err := keyset.NewHandle(aead.AES256GCMKeyTemplate())
	if err != nil {
		return nil, err
	}
	var fields bytes.Buffer
	if err := insecurecleartextkeyset.Write(h, keyset.NewJSONWriter(&fields)); err != nil {
		return nil, err
	}
	return map[string][]byte{
		fileIdentity: []byte(id.String() + "\n"),
		filePath:     newKey(),
		fileNumber:   newKey(),
		fileFields:   fields.Bytes(),
		fileSigner:   []byte(secret + "\n"),
		filePublic:   []byte(public + "\n"),
	}, nil
}

func newKey() []byte {
	k := make([]byte, 32)
	rand.Read(k)
	return []byte(base64.StdEncoding.EncodeToString(k) + "\n")
}

// OpenKeyring reads a keys folder. A missing folder gives [ErrNoKeys].
func OpenKeyring(dir string) (*Keyring, error) {
	k := &Keyring{dir: dir}
	for name, set := range map[string]func(string) error{
		fileIdentity: func(s string) (err error) { k.identity, err = age.ParseX25519Identity(s); return },
		filePath:     func(s string) (err error) { k.pathKey, err = base64.StdEncoding.DecodeString(s); return },
		fileNumber:   func(s string) (err error) { k.number, err = base64.StdEncoding.DecodeString(s); return },
		fileFields:   k.setFields,
		fileSigner:   func(s string) (err error) { k.signer, err = note.NewSigner(s); return },
		filePublic: func(s string) (err error) {
			k.public = s
			k.verifier, err = note.NewVerifier(s)
			return
		},
	} {
		b, err := os.ReadFile(filepath.Join(dir, name))
		if errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("%s: %w", filepath.Join(dir, name), ErrNoKeys)
		}
		if err != nil {
			return nil, fmt.Errorf("open keys: %w", err)
		}
		if err := set(strings.TrimSpace(string(b))); err != nil {
			return nil, fmt.Errorf("open keys: %s: %w", name, err)
		}
	}
	return k, nil
}

func (k *Keyring) setFields(s string) error {
	h, err := insecurecleartextkeyset.Read(keyset.NewJSONReader(strings.NewReader(s)))
	if err != nil {
		return err
	}
	k.fields, err = aead.New(h)
	return err
}

// Dir is the keys folder.
func (k *Keyring) Dir() string { return k.dir }

// Signer signs checkpoints.
func (k *Keyring) Signer() note.Signer { return k.signer }

// Verifier checks them.
func (k *Keyring) Verifier() note.Verifier { return k.verifier }

// PublicKey is the key to give to those who check the log.
func (k *Keyring) PublicKey() string { return k.public }

// NumberKey turns person numbers into file numbers; see register.FileNos.
func (k *Keyring) NumberKey() []byte { return bytes.Clone(k.number) }

// Mark is a MAC over data that only this deployment makes; it implements
// store.Marker. Its key is one of its own, derived from that of the paths.
func (k *Keyring) Mark(data []byte) []byte {
	derived := hmac.New(sha256.New, k.pathKey)
	derived.Write([]byte("kashf marks of rows 1"))
	m := hmac.New(sha256.New, derived.Sum(nil))
	m.Write(data)
	return m.Sum(nil)
}

// MarkedForm is the form of the tables whose rows this deployment has marked, 0
// for none; see [Keyring.SetMarkedForm].
func (k *Keyring) MarkedForm() (int, error) {
	b, err := os.ReadFile(filepath.Join(k.dir, fileMarked))
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("read which rows are marked: %w", err)
	}
	n, err := strconv.Atoi(strings.TrimSpace(string(b)))
	if err != nil {
		return 0, fmt.Errorf("read which rows are marked: %w", err)
	}
	return n, nil
}

// SetMarkedForm remembers that all rows are marked in a form of the tables. It
// stands beside the keys: were it in the database, whoever changes rows could
// have them marked anew.
func (k *Keyring) SetMarkedForm(form int) error {
	return writeSynced(filepath.Join(k.dir, fileMarked), []byte(strconv.Itoa(form)+"\n"), 0o600)
}

// Seal encrypts a field's value; it implements register.Sealer.
func (k *Keyring) Seal(plain, associated []byte) ([]byte, error) {
	return k.fields.Encrypt(plain, associated)
}

// Open decrypts what Seal made with the same associated data.
func (k *Keyring) Open(sealed, associated []byte) ([]byte, error) {
	b, err := k.fields.Decrypt(sealed, associated)
	if err != nil {
		return nil, fmt.Errorf("open sealed value: %w", err)
	}
	return b, nil
}
