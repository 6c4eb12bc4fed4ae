package access

import (
	"time"

	"github.com/cedar-policy/cedar-go"

	"kashf.org/kashf/internal/register"
)

// Ids for "none". They hold a character that no ULID holds, and they differ,
// so that a reader without an organisation never owns what nobody owns.
const (
	publicAccount = "-public"
	noAuthor      = "-nobody"
	noOrg         = "-none"
	noOwner       = "-unowned"
)

func uid(typ cedar.EntityType, id, none string) cedar.EntityUID {
	if id == "" {
		id = none
	}
	return cedar.NewEntityUID(typ, cedar.String(id))
}

func accountUID(id AccountID, none string) cedar.EntityUID { return uid("Account", string(id), none) }

func orgUID(id register.OrgID, none string) cedar.EntityUID {
	return uid("Organisation", string(id), none)
}

// principalEntity sets every attribute of the schema's Account.
func principalEntity(p Principal) cedar.Entity {
	var parents []cedar.EntityUID
	for _, r := range p.Roles.List() {
		parents = append(parents, cedar.NewEntityUID("Role", cedar.String(r)))
	}
	return cedar.Entity{
		UID:     accountUID(p.Account, publicAccount),
		Parents: cedar.NewEntityUIDSet(parents...),
		Attributes: cedar.NewRecord(cedar.RecordMap{
			"org":       orgUID(p.Org, noOrg),
			"has_org":   cedar.Boolean(p.Org != ""),
			"clearance": cedar.Long(p.Clearance),
			"signed_in": cedar.Boolean(!p.Anonymous()),
			"disabled":  cedar.Boolean(p.Disabled),
			"pending":   cedar.Boolean(p.Pending),
		}),
	}
}

// resourceEntity sets every attribute of the schema's Resource.
func resourceEntity(r Resource) cedar.Entity {
	info := r.info()
	var readers, conflicted []cedar.Value
	if r.Sharing == register.ShareNamed {
		for _, o := range r.SharedWith {
			readers = append(readers, orgUID(o, noOwner))
		}
	}
	for _, a := range r.Conflicted {
		conflicted = append(conflicted, accountUID(a, noAuthor))
	}
	return cedar.Entity{
		UID: cedar.NewEntityUID("Resource", cedar.String(info.name)),
		Attributes: cedar.NewRecord(cedar.RecordMap{
			"kind":       cedar.String(info.name),
			"content":    cedar.Boolean(info.content),
			"level":      cedar.Long(r.level()),
			"shared":     cedar.Boolean(info.shared),
			"owner":      orgUID(r.Owner, noOwner),
			"everyone":   cedar.Boolean(r.Sharing == register.ShareAll),
			"readers":    cedar.NewSet(readers...),
			"author":     accountUID(r.Author, noAuthor),
			"conflicted": cedar.NewSet(conflicted...),
		}),
	}
}

// request builds the whole question.
func request(p Principal, a Action, r Resource, now time.Time) (cedar.EntityMap, cedar.Request) {
	who, what := principalEntity(p), resourceEntity(r)
	return cedar.EntityMap{who.UID: who, what.UID: what}, cedar.Request{
		Principal: who.UID,
		Action:    cedar.NewEntityUID("Action", cedar.String(a)),
		Resource:  what.UID,
		Context: cedar.NewRecord(cedar.RecordMap{
			"revealed":   cedar.Boolean(p.Reveals.Open(r.Person, now)),
			"stepped_up": cedar.Boolean(p.SteppedUp(now)),
			"part":       cedar.String(r.part(p)),
		}),
	}
}
