module kashf.org/kashf

go 1.26.0

// What ships in the binary, each with its reason.
require (
	filippo.io/age v1.3.2 // vault, drafts and backups are sealed with it
	github.com/a-h/templ v0.3.977 // typed pages; generated files are committed
	github.com/alecthomas/kong v1.17.0 // the command line as structs
	github.com/cedar-policy/cedar-go v1.9.0 // access policies an auditor can read
	github.com/evanw/esbuild v0.28.2 // bundles the interface's script and styles when assets are generated
	github.com/jackc/pgx/v5 v5.12.0 // PostgreSQL driver
	github.com/klauspost/compress v1.20.3 // zstd for row blobs and backups, gzip for pages
	github.com/oklog/ulid/v2 v2.1.2 // sortable identifiers
	github.com/pquerna/otp v1.5.0 // one-time codes at sign-in (RFC 6238)
	github.com/pressly/goose/v3 v3.29.0 // migrations on both engines
	github.com/schollz/progressbar/v3 v3.19.1 // progress on a terminal
	github.com/tink-crypto/tink-go/v2 v2.9.0 // field encryption with key rotation
	go.yaml.in/yaml/v3 v3.0.5 // linkage specs and review policies; keeps line numbers, maintained by the YAML organisation, needs nothing else
	golang.org/x/crypto v0.58.0 // argon2id
	golang.org/x/image v0.47.0 // WebP pictures, and scaling of the copies that are shown
	golang.org/x/mod v0.42.0 // RFC 6962 tree and signed notes
	golang.org/x/sync v0.24.0 // errgroup in batch stages
	golang.org/x/text v0.43.0 // normalisation, encodings, plural messages
	golang.org/x/time v0.16.0 // rate limits
	modernc.org/sqlite v1.61.1 // embedded SQLite without cgo
	rsc.io/qr v0.2.0 // the code a sign-in app reads
)

// What only tests need.
require (
	github.com/chromedp/chromedp v0.23.0 // browser journeys
	github.com/google/go-cmp v0.7.0 // differences a person can read
	github.com/rogpeppe/go-internal v1.16.0 // command-line scripts
	pgregory.net/rapid v1.3.0 // properties
)

require (
	filippo.io/hpke v0.4.0 // indirect
	github.com/boombuler/barcode v1.0.1-0.20190219062509-6c824513bacc // indirect
	github.com/chromedp/cdproto v0.159.0 // indirect
	github.com/dustin/go-humanize v1.1.0 // indirect
	github.com/go-json-experiment/json v0.0.0-20260820222146-c27c302e5fc3 // indirect
	github.com/google/uuid v1.6.0 // indirect
	github.com/jackc/pgpassfile v1.0.0 // indirect
	github.com/jackc/pgservicefile v0.0.0-20240606120523-5a60cdf6a761 // indirect
	github.com/jackc/puddle/v2 v2.2.3 // indirect
	github.com/mattn/go-isatty v0.0.24 // indirect
	github.com/mfridman/interpolate v0.0.2 // indirect
	github.com/mitchellh/colorstring v0.0.0-20190213212951-d06e56a500db // indirect
	github.com/ncruces/go-strftime v1.1.0 // indirect
	github.com/remyoudompheng/bigfft v0.0.0-20230129092748-24d4a6f8daec // indirect
	github.com/rivo/uniseg v0.4.7 // indirect
	github.com/sethvargo/go-retry v0.5.0 // indirect
	go.uber.org/multierr v1.11.0 // indirect
	golang.org/x/exp v0.0.0-20261011100332-faecfb24eb49 // indirect
	golang.org/x/sys v0.49.0 // indirect
	golang.org/x/term v0.47.0 // indirect
	golang.org/x/tools v0.52.0 // indirect
	google.golang.org/protobuf v1.36.12 // indirect
	modernc.org/libc v1.79.0 // indirect
	modernc.org/mathutil v1.7.1 // indirect
	modernc.org/memory v1.12.1 // indirect
)
