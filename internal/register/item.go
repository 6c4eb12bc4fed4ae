package register

import "time"

// A SubjectKind says what a file is attached to.
type SubjectKind string

const (
	OfSource   SubjectKind = "source"
	OfPerson   SubjectKind = "person" // by the record it rests on
	OfFacility SubjectKind = "facility"
)

// An Item is a file attached to a source, a person or a facility. A person's
// item hangs on a record, so that it stays with the record when persons are
// joined or split.
type Item struct {
	ID        string // ULID
	Kind      SubjectKind
	Subject   string // source id, record number, facility id
	Blob      string // vault id
	Name      string // of the file as it came
	MediaType string // as sniffed, never as claimed
	Size      int64
	Level     Level
	Note      string
	By        string
	Org       OrgID
	Sharing   Sharing
	At        time.Time
	Seq       int64
	Undone    int64
	Destroyed int64
}

// A Site is a place of detention, or a part of one.
type Site struct {
	ID          FacilityID
	Parent      FacilityID // "" for a site
	Level       string     // code of the vocabulary location_level
	NameAr      string
	NameEn      string
	Governorate string // p-code
	Kind        string // code of facility_type
	Agency      string // code of agency
	Lat, Lon    float64
	Grade       string // R read at its source, K known and to be verified
	Note        string
	Aliases     []SiteAlias
}

// A SiteAlias is another name for a place and what it is understood to refer to.
type SiteAlias struct {
	Name     string
	Lang     string
	RefersTo string // what of the place it means: site, building, organisation, function, place
	Disputed bool   // some source gives it and better ones contradict
}
