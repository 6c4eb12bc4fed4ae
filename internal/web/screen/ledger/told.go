package ledger

import (
	"bytes"
	"encoding/json"

	"kashf.org/kashf/internal/consent"
	"kashf.org/kashf/internal/desk"
	"kashf.org/kashf/internal/export"
	"kashf.org/kashf/internal/identity"
	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/photo"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/review"
	"kashf.org/kashf/internal/review/victims"
)

// untold are the parts of bodies that say what an entry led to, beside what its
// author said. A judgement moves whole files and a run counts the whole
// register: records that the author's organisation may not see are among them,
// and so no page shows these parts. They are in the ledger's export, for those
// who keep it.
var untold = map[string][]string{
	identity.PairJudged: {"moves", "redirects"},
	identity.Settled:    {"moves", "redirects"},
	identity.RunDone:    {"records", "persons", "links", "open", "model", "report"},
	journal.UndoneKind:  {"extra"},
	// Which record is reported dead is told in its file, to case staff.
	register.FamilyTold:      {"record", "who", "on", "how", "whom", "note"},
	register.RemainsReturned: {"record", "who", "on", "how", "whom", "note"},
}

// sealed are kinds of which no page tells anything but that they were entered:
// what was declared, challenged, submitted or voted in a review is read in its
// file, by those for whom it exists; and which person a seat's code stands for.
//
// So are an office's notes and tasks: they are read beside the file, by level.
var sealed = map[string]bool{
	review.ActDone: true, review.RosterChanged: true, victims.ActDone: true, victims.Destroyed: true,
	desk.NoteWritten: true, desk.TaskAssigned: true, desk.TaskDone: true, desk.TagPut: true, desk.TagTaken: true, desk.SearchSaved: true, desk.ListSaved: true, export.Asked: true,
	photo.Attached: true, consent.Given: true,
}

// toldOf is the body without its untold parts. One that cannot be taken apart
// is not told at all.
func toldOf(kind string, body []byte) []byte {
	if sealed[kind] {
		return nil
	}
	keys, ok := untold[kind]
	if !ok {
		return body
	}
	parts := make(map[string]json.RawMessage)
	if err := json.Unmarshal(body, &parts); err != nil {
		return nil
	}
	for _, k := range keys {
		delete(parts, k)
	}
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false) // the page escapes; the text stays as it was entered
	if err := e.Encode(parts); err != nil {
		return nil
	}
	return bytes.TrimSpace(out.Bytes())
}
