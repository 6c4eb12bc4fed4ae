package register

import "strconv"

// A RecordID numbers one record. Numbers are reserved inside the entry that
// imports the records, never reused, and start at 1; 0 means "not known".
type RecordID int64

// A PersonID numbers one person. Every record is born with a person of its
// own, so persons and records share one number space: the person of an
// unlinked record has that record's number, and a person minted later takes a
// fresh one. 0 means "not known".
type PersonID int64

// A SourceID is the ULID of a source.
type SourceID string

// An ImportID is the ULID of one import of one file into a source.
type ImportID string

// An OrgID is the ULID of an organisation.
type OrgID string

// A FacilityID is the short code of a place of detention, such as "SED".
type FacilityID string

// String is the number in decimal, for logs of counts and for tests. Pages
// show a [FileNo] instead.
func (id RecordID) String() string { return strconv.FormatInt(int64(id), 10) }

// String is the number in decimal; see [RecordID.String].
func (id PersonID) String() string { return strconv.FormatInt(int64(id), 10) }
