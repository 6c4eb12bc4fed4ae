package dossier

import "slices"

// The codes of the vocabulary verification that a file can come to by itself.
// What is debunked or recycled, people say.
const (
	Unassessed   = "unassessed"
	SingleSource = "single_source"
	Corroborated = "corroborated"
	Verified     = "verified"
	Disputed     = "disputed"
)

// Kinds of sources, codes of source_type.
var (
	documents = []string{
		"official_register", "official_correspondence", "court_file", "civil_registry", "medical_record", "photo_card", "forensic", "dna",
	}
	witnesses = []string{"survivor", "family", "co_detainee", "witness", "insider"}
	unchecked = []string{"list_circulated", "tip_anonymous", "user_video"}
)

// verification says how far the value held is supported. It is disputed where
// as many independent origins contradict it, and verified where a document and
// a person agree on it. Several values of one field do not confirm each other.
func verification(l AssessedLine) string {
	if l.Held == nil {
		return ""
	}
	for _, v := range l.Against {
		if v.Origins >= l.Origins {
			return Disputed
		}
	}
	behind, origins := slices.Clone(l.Held.Says), l.Held.Origins
	if !l.Field.Info().Multi {
		origins = l.Origins
		for _, v := range l.Agree {
			behind = append(behind, v.Says...)
		}
	}
	from := func(kinds []string) bool {
		return slices.ContainsFunc(behind, func(s Statement) bool { return slices.Contains(kinds, s.Source.Kind) })
	}
	switch {
	case !slices.ContainsFunc(behind, func(s Statement) bool { return !slices.Contains(unchecked, s.Source.Kind) }):
		return Unassessed
	case from(documents) && from(witnesses):
		return Verified
	case origins > 1:
		return Corroborated
	}
	return SingleSource
}
