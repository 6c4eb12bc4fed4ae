package spec

import (
	"encoding/json"
	"slices"

	"kashf.org/kashf/linkage"
)

// Schema gives the JSON Schema (2020-12) by which editors check specs. kinds
// are known beside the usual ones.
func Schema(kinds ...Kind) ([]byte, error) {
	by := kindsBy(kinds)
	options := map[string]bool{}
	all := names(by)
	slices.Sort(all)
	for _, k := range by {
		for _, o := range append(slices.Clone(common), k.Options...) {
			options[o] = true
		}
	}
	entries := map[string]any{}
	for o := range options {
		entries[o] = map[string]any{"description": about[o]}
	}
	kind := map[string]any{"enum": all, "description": about["kind"]}
	entries["kind"] = kind
	texts := map[string]any{"type": "array", "items": map[string]any{"type": "string"}}
	columns := map[string]any{
		"type": "object", "minProperties": 1, "description": about["columns"],
		"additionalProperties": map[string]any{"oneOf": []any{
			kind,
			map[string]any{"type": "object", "required": []string{"kind"}, "properties": entries, "additionalProperties": false},
		}},
	}
	described := func(name string, m map[string]any) map[string]any {
		m["description"] = about[name]
		return m
	}
	schema := map[string]any{
		"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Linkage spec", "type": "object",
		"required": []string{"columns"}, "additionalProperties": false,
		"properties": map[string]any{
			"id": described("id", map[string]any{"type": "string"}), "list": described("list", map[string]any{"type": "string"}),
			"columns":        columns,
			"block":          described("block", map[string]any{"type": "array", "items": map[string]any{"type": "array", "minItems": 1, "maxItems": 8, "items": map[string]any{"type": "string"}}}),
			"duplicate_free": described("duplicate_free", map[string]any{"oneOf": []any{texts, map[string]any{"type": "string"}}}),
			"styles":         described("styles", map[string]any{"type": "object", "additionalProperties": map[string]any{"enum": Styles}}),
			"never": described("never", map[string]any{"type": "array", "items": map[string]any{
				"type": "object", "required": []string{"column", "levels"}, "additionalProperties": false,
				"properties": map[string]any{"column": map[string]any{"type": "string"}, "levels": texts},
			}}),
			"kin":       described("kin", map[string]any{"type": "object", "additionalProperties": false, "properties": map[string]any{"shared": texts, "apart": texts}}),
			"threshold": described("threshold", map[string]any{"type": "number", "minimum": -linkage.MostThreshold, "maximum": linkage.MostThreshold}),
			"open":      described("open", map[string]any{"type": "array", "minItems": 2, "maxItems": 2, "items": map[string]any{"type": "number"}}),
			"limit":     described("limit", map[string]any{"type": "integer", "minimum": 2, "maximum": 100_000}),
			"rounds":    described("rounds", map[string]any{"type": "integer", "minimum": 1, "maximum": 10}),
			"seed":      described("seed", map[string]any{"type": "integer", "minimum": 0}),
		},
	}
	return json.MarshalIndent(schema, "", "  ")
}

// about says what each entry is for; editors show it.
var about = map[string]string{
	"id":             "The column of ids. Without it the first of id, record_id, unique_id, rec_id that the table has.",
	"list":           "The column that says from which list a row is. Without it each file is a list.",
	"columns":        "What is compared: a name of yours, and the kind of the column.",
	"kind":           "How values of the column are compared.",
	"column":         "The name of the column in the table, or several, of which the first is taken that is there.",
	"optional":       "true: leave the column out where the table does not have it.",
	"frequency":      "true: agreement on a rare value counts for more.",
	"group":          "Columns of one group say the same thing twice; only the strongest is counted.",
	"depends":        "Another column: where both agree, how rare the value is is counted among the rows that share the other's value.",
	"similarity":     "text: a level for each Jaro-Winkler similarity, between .5 and 1.",
	"within":         "edit, number, year: a level for each distance.",
	"age":            "year: the column of an age, used where no year is stated.",
	"on":             "year: the column of the date on which the age was so.",
	"of":             "words: the columns, two or more, whose words are read together.",
	"separator":      "set, array: what parts the values in a cell.",
	"parents":        "tree: for each code the code above it.",
	"least":          "name: the most that a name may say against, in bits below 0.",
	"most":           "name: the most that a name may say for, in bits above 0.",
	"kin":            "Columns that close kin share, and those that set them apart. In a name column, false: nothing here tells kin apart.",
	"governorate":    "place: the column of the governorate in which the place lies.",
	"block":          "Each line is a way to meet: two records meet when they share all its keys. Without any they are found from the data.",
	"duplicate_free": "Lists that hold nothing twice, or all: two of their rows are never joined.",
	"styles":         "How lists write names in Latin letters: for the name of a list the language whose habits it follows, or inferred.",
	"never":          "Levels of a column that part two records whatever else agrees.",
	"threshold":      "Bits at which records are joined; default 3.",
	"open":           "The band of bits that is left for people; default -3 to 6.",
	"limit":          "The size beyond which a block is split; default 200, and less for a million records and more.",
	"rounds":         "How often the model is learnt; default 2.",
	"seed":           "Chooses the random pairs that strangers are counted over.",
}
