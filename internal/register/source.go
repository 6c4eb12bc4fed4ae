package register

import "time"

// A Sharing says which organisations may read a source's records.
type Sharing string

const (
	ShareOwner Sharing = "owner" // the owner organisation alone; the default
	ShareNamed Sharing = "named" // the owner and the organisations it names
	ShareAll   Sharing = "all"   // every organisation of this deployment
)

// A Source is where records come from: a list, a register, a testimony.
type Source struct {
	ID    SourceID
	Name  string
	Kind  string // code of the vocabulary source_type
	Owner OrgID
	// Origin is what independence is judged by: two sources with the same
	// origin (the same list passed on twice) count as one. "" is the source itself.
	Origin      string
	Reliability int    // 1 highly reliable … 5 highly unreliable; 0 not assessed
	WindowFrom  string // EDTF: the time the source covers
	WindowTo    string
	Sharing     Sharing
	SharedWith  []OrgID
	// NoDuplicates: the source claims to name no person twice.
	NoDuplicates bool
	// Raise is the least level of every claim of the source.
	Raise   Level
	AddedAt time.Time
	Undone  bool
}

// OriginKey is what two sources share when they are not independent.
func (s Source) OriginKey() string {
	if s.Origin != "" {
		return s.Origin
	}
	return string(s.ID)
}

// An Import is one file taken into a source.
type Import struct {
	ID       ImportID
	Source   SourceID
	FileName string
	Original string // vault id of the file as it came
	Rows     string // vault id of the rows as read
	Columns  []string
	Mapping  map[string]string // column → field key
	First    RecordID          // the import's records are First … First+Taken-1
	Read     int
	Taken    int
	Refused  int
	Skipped  int
	Seq      int64 // ledger entry
	At       time.Time
	By       string
	Undone   int64 // entry that undid it, 0 while it stands
	// EditionOf is the import of which this one is a newer edition, "" where it
	// is none; EditionDate the day of which it is (EDTF), "" where nobody said.
	EditionOf   ImportID
	EditionDate string
}

// A Record is one row of one list, or one mention in a testimony. It is never
// changed.
type Record struct {
	ID     RecordID
	Import ImportID
	Source SourceID
	Row    int // 1-based row of the file, the header not counted
	Person PersonID
	Claims []Claim
	Raw    []string // cells as decoded; nil unless asked for
	// Destroyed names the entry that destroyed the record's content by law;
	// 0 while it stands.
	Destroyed int64
	// Continues is the record of the older edition whose row this one continues,
	// 0 where the row is new to the list, or the list no edition.
	Continues RecordID
	// Altered says who sees that the row differs from the one it continues: 1
	// and the least level of a cell that differs; 0 where none does.
	Altered int
}

// First returns the record's first present claim on f, and whether there is one.
func (r Record) First(f Field) (Claim, bool) {
	for _, c := range r.Claims {
		if c.Field == f && c.Absence == Present {
			return c, true
		}
	}
	return Claim{}, false
}

// Value is the record's first present value of f, "" where there is none.
func (r Record) Value(f Field) string {
	c, _ := r.First(f)
	return c.Value
}
