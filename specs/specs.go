// Package specs holds the linkage specs that ship with the program:
// detainees.yaml for lists of detained people in Arabic and Latin script,
// people-latin.yaml for tables of people in Latin script.
package specs

import "embed"

// FS holds the files, and schema.json, which editors check specs by.
//
//go:embed *.yaml schema.json
var FS embed.FS
