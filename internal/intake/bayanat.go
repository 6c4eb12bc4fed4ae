package intake

import (
	"slices"
	"strings"

	"kashf.org/kashf/internal/register"
)

// The names of an actor's, a profile's and an event's fields in Bayanat, in its
// JSON and in the columns of its CSV, and what each is here. Those in both languages
// have a twin with _ar.
var bayanatFields = map[string]register.Field{
	"name": register.FullName, "nickname": register.OtherName, "first_name": register.GivenName,
	"father_name": register.FatherName, "mother_name": register.MotherName, "last_name": register.FamilyName,
	"sex": register.Sex, "origin_place": register.Place, "occupation": register.Occupation,
	"position": register.Occupation, "family_status": register.MaritalStatus, "nationalities": register.Nationality,
	"id_number: national id.number": register.NationalNo,
	"last_address":                  register.Residence, "description": register.Note, "comments": register.Note, "case_status": register.Note,
	"personal_items": register.Note, "skin_markings": register.Note, "other": register.Note,
	"seen_in_detention.details": register.Note, "detained_before.details": register.Note, "known_dead.details": register.Note, "injured.details": register.Health,
	"death_details": register.DeathCause, "injuries": register.Health, "pres_drugs": register.Health, "other_conditions": register.Health, "implants": register.Health,
	"malforms": register.Health, "pain": register.Health, "accidents": register.Health, "phys_name_contact": register.Health, "dist_char_con": register.Health,
	"reporters": register.ToldBy, "reporters.contact": register.ToldBy, "reporters.relationship": register.ToldAs,
	"saw_name": register.ToldBy, "saw_phone": register.ToldBy, "saw_email": register.ToldBy, "saw_address": register.ToldBy,
	"reburial_location": register.BurialPlace,

	"events: birth.from_date": register.BirthDate, "events: birth.location": register.BirthPlace,
	"events: detained/abducted.from_date": register.ArrestDate, "events: detained/abducted.location": register.ArrestPlace,
	"events: held.location": register.Facility, "events: held.from_date": register.CustodyFrom, "events: held.to_date": register.CustodyTo,
	"events: released.from_date": register.ReleaseDate,
	"events: death.from_date":    register.DeathDate, "events: death.location": register.DeathPlace, "events: burial.location": register.BurialPlace,
	"events: missing.from_date": register.LastSeenDate, "events: missing.location": register.LastSeenPlace,
	"events: sighting.from_date": register.LastSeenDate, "events: sighting.location": register.LastSeenPlace, "events: residence.location": register.Residence,

	"related_actors: parent/child": register.Relative, "related_actors: sibling": register.Relative, "related_actors: spouse": register.Relative,
	"actor_relations: parent/child": register.Relative, "actor_relations: sibling": register.Relative, "actor_relations: spouse": register.Relative,

	"person.name": register.FullName, "others: perpetrator": register.OfficerName, "others: witness": register.ToldBy,
}

// bayanatField is what a column of an export is, NoField where no field is
// known for it: it is kept raw then, and said to be.
func bayanatField(header string) register.Field {
	h := strings.ToLower(strings.TrimSpace(header))
	if i := strings.LastIndex(h, " ("); i > 0 && strings.HasSuffix(h, ")") {
		h = h[:i] // the second of its kind
	}
	h = strings.TrimPrefix(h, "actor_profiles.")
	h = strings.TrimPrefix(h, "actor_profiles: ")
	for _, form := range []string{h, strings.TrimSuffix(h, "_ar"), strings.TrimSuffix(h, ".actor")} {
		if f, ok := bayanatFields[form]; ok {
			return f
		}
	}
	return register.NoField
}

// bayanatMarks are headers that no other list has beside each other.
var bayanatMarks = []string{
	"first_name_ar", "last_name_ar", "father_name_ar", "mother_name_ar", "nickname_ar", "name_ar", "originid", "source_link", "publish_date",
	"documentation_date", "origin_place", "civilian", "ethnographies", "id_number", "family_status", "no_children", "actor_profiles", "sjac_title",
}

// isBayanat reports whether a table is an export of Bayanat.
func isBayanat(s Sniffed) bool {
	if s.Format == JSON {
		return true
	}
	n := 0
	for _, c := range s.Columns {
		if slices.Contains(bayanatMarks, strings.ToLower(strings.TrimSpace(c))) {
			n++
		}
	}
	return n >= 5
}

// draftBayanat maps the columns of an export by their names alone.
func draftBayanat(s Sniffed) Mapping {
	m := Mapping{Columns: make([]Column, len(s.Columns))}
	for i, h := range s.Columns {
		c := Column{Header: h, Field: bayanatField(h), Reason: NotKnown, DateOrder: YearFirst}
		if c.Field != register.NoField {
			c.Confidence, c.Reason = 1, ByHeader
		}
		m.Columns[i] = c
		m.Sure = m.Sure || namesPerson(c.Field)
	}
	return m
}

// rowsOfObject makes the rows of one object. An incident or a bulletin gives one
// for each person it names as harmed or as having been there, with what it says
// beside; who did it, or told it, is kept beside the others and is no row.
func rowsOfObject(o map[string]any) [][]jsonPair {
	if _, actor := o["name"]; actor || has(o, "name_ar", "first_name", "first_name_ar", "last_name", "actor_profiles") {
		var row []jsonPair
		flattenObject("", o, 0, &row)
		return [][]jsonPair{row}
	}
	var people []string
	beside := make(map[string]any, len(o))
	var others []jsonPair
	for k, v := range o {
		list, ok := v.([]any)
		if k != "related_actors" && k != "actor_relations" || !ok {
			beside[k] = v
			continue
		}
		for _, x := range list {
			name, how := relatedName(x)
			switch strings.ToLower(how) {
			case "perpetrator", "witness":
				add("others: "+how, name, &others)
			default:
				if name != "" {
					people = append(people, name)
				}
			}
		}
		beside[k] = withoutNames(list)
	}
	var rest []jsonPair
	flattenObject("", beside, 0, &rest)
	rest = append(rest, others...)
	if len(people) == 0 {
		return [][]jsonPair{rest}
	}
	var rows [][]jsonPair
	for _, p := range people {
		rows = append(rows, append([]jsonPair{{"person.name", p}}, rest...))
	}
	return rows
}

func has(o map[string]any, keys ...string) bool {
	return slices.ContainsFunc(keys, func(k string) bool { _, ok := o[k]; return ok })
}

// relatedName is whom a relation names, and how.
func relatedName(x any) (name, how string) {
	o, ok := x.(map[string]any)
	if !ok {
		return "", ""
	}
	how, _ = kindOf(o)
	if a, ok := o["actor"].(map[string]any); ok {
		name, _ = titleOf(a)
		return name, how
	}
	name, _ = titleOf(o)
	return name, how
}

// withoutNames keeps of relations what is not the name of somebody else: the
// others of an incident are not told in each one's row.
func withoutNames(list []any) []any {
	var out []any
	for _, x := range list {
		o, ok := x.(map[string]any)
		if !ok {
			continue
		}
		kept := map[string]any{}
		for k, v := range o {
			if k != "actor" && !slices.Contains(titles, k) {
				kept[k] = v
			}
		}
		out = append(out, kept)
	}
	return out
}
