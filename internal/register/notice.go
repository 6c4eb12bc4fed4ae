package register

import (
	"context"
	"time"

	"kashf.org/kashf/internal/journal"
)

// The kinds of entries about what was done for a family after a death was
// reported. Names are stored for ever.
const (
	FamilyTold      = "family.told"
	RemainsReturned = "remains.returned"
)

// A Notice says that a family was told of a reported death, or that the remains
// were given back to it: who did it, when, how and to whom. It hangs on a record
// that reports the death, so that it goes where the record goes; it counts for
// the person as that record's death does: over links that two people judged.
type Notice struct {
	ID     string // ULID
	Kind   string // [FamilyTold] or [RemainsReturned]
	Record RecordID
	Who    string // who told the family, or handed the remains over
	On     string // EDTF
	How    string // code of the vocabulary notice_way, "" for remains
	Whom   string // code of the vocabulary relation: who of the family
	Note   string
	By     string // account that entered it
	Org    OrgID
	At     time.Time
	Seq    int64
	Undone int64
}

// IsZero reports whether there is no notice.
func (n Notice) IsZero() bool { return n.ID == "" }

// Notices keeps what families were told, inside one unit of work.
type Notices interface {
	PutNotice(ctx context.Context, n Notice) error
	UndoNotice(ctx context.Context, id string, seq int64) error
	// NoticesOf lists the notices that stand of one record.
	NoticesOf(ctx context.Context, r RecordID) ([]Notice, error)
}

// NoticeBody is the body of [FamilyTold] and of [RemainsReturned].
type NoticeBody struct {
	ID     string   `json:"id"`
	Record RecordID `json:"record"`
	Who    string   `json:"who"`
	On     string   `json:"on"`
	How    string   `json:"how,omitempty"`
	Whom   string   `json:"whom"`
	Note   string   `json:"note,omitempty"`
}

func applyNotice(ctx context.Context, env journal.Env, e journal.Entry) error {
	b, err := journal.Decode[NoticeBody](e)
	if err != nil {
		return err
	}
	return TablesOf(env).PutNotice(ctx, Notice{
		ID: b.ID, Kind: e.Kind, Record: b.Record, Who: b.Who, On: b.On, How: b.How, Whom: b.Whom, Note: b.Note,
		By: e.Author, Org: OrgID(e.Org), At: time.UnixMicro(e.At).UTC(), Seq: e.Seq,
	})
}

func undoNotice(ctx context.Context, env journal.Env, e, u journal.Entry) error {
	b, err := journal.Decode[NoticeBody](e)
	if err != nil {
		return err
	}
	return TablesOf(env).UndoNotice(ctx, b.ID, u.Seq)
}

// notice is the newest notice of a kind that counts for the person. One that
// hangs on a record whose adverse claims do not count yet does not count either:
// another family may have been told.
func (f File) notice(kind string) Notice {
	var newest Notice
	ties := confirmed(f.Judgements)
	for _, n := range f.Notices {
		if n.Kind != kind || n.Undone != 0 || n.Seq < newest.Seq {
			continue
		}
		for _, r := range f.Records {
			if r.ID == n.Record && ties.reachAll(r, f.Records) {
				newest = n
			}
		}
	}
	return newest
}

// DeathRecord is the record that a notice about the person's death hangs on:
// the first that reports a death which counts. It is 0 where none does.
func (f File) DeathRecord() RecordID {
	f = f.inOrder()
	for _, r := range f.standing() {
		if r.reportsDeath() {
			return r.ID
		}
	}
	return 0
}

// NoticeByID finds a notice of the file that stands.
func (f File) NoticeByID(id string) (Notice, bool) {
	for _, n := range f.Notices {
		if n.ID == id && n.Undone == 0 {
			return n, true
		}
	}
	return Notice{}, false
}
