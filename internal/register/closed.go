package register

import (
	"encoding/binary"
	"slices"
)

// Closed is what a conflict of interest closes to one reader: the files of the
// persons in whose review the conflict stands, every record of them. For the
// reader they do not exist, whoever's the records are and whatever the reader's
// roles. The nil Closed closes nothing.
type Closed struct {
	records []ClosedRecord // by number
	key     string
}

// A ClosedRecord is a record of a closed file, with what is needed to leave it
// out of counts.
type ClosedRecord struct {
	ID     RecordID
	Person PersonID
	Source SourceID
	Import ImportID
	Undone bool // with its import, so that it counts nowhere anyhow
}

// NewClosed gathers the records of closed files; none is nil.
func NewClosed(rs []ClosedRecord) *Closed {
	if len(rs) == 0 {
		return nil
	}
	c := &Closed{records: slices.Clone(rs)}
	slices.SortFunc(c.records, func(a, b ClosedRecord) int { return int(a.ID - b.ID) })
	c.records = slices.CompactFunc(c.records, func(a, b ClosedRecord) bool { return a.ID == b.ID })
	var b []byte
	for _, r := range c.records {
		b = binary.AppendUvarint(b, uint64(r.ID))
	}
	c.key = string(b)
	return c
}

// Has reports whether the record is closed.
func (c *Closed) Has(id RecordID) bool {
	if c == nil {
		return false
	}
	_, ok := slices.BinarySearchFunc(c.records, id, func(r ClosedRecord, id RecordID) int { return int(r.ID - id) })
	return ok
}

// HasPerson reports whether the person's file is closed.
func (c *Closed) HasPerson(id PersonID) bool {
	return c != nil && slices.ContainsFunc(c.records, func(r ClosedRecord) bool { return r.Person == id })
}

// Records are the closed records that stand, by number. Not to be changed.
func (c *Closed) Records() []ClosedRecord {
	if c == nil {
		return nil
	}
	return c.records
}

// Key tells two closings apart, for caches; "" closes nothing.
func (c *Closed) Key() string {
	if c == nil {
		return ""
	}
	return c.key
}
