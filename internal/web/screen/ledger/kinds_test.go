package ledger

import (
	"slices"
	"testing"

	"kashf.org/kashf/internal/access"
	"kashf.org/kashf/internal/consent"
	"kashf.org/kashf/internal/desk"
	"kashf.org/kashf/internal/export"
	"kashf.org/kashf/internal/identity"
	"kashf.org/kashf/internal/journal"
	"kashf.org/kashf/internal/photo"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/review"
	"kashf.org/kashf/internal/review/monthly"
	"kashf.org/kashf/internal/review/victims"
)

// Every kind of entry that the program makes has plain words.
func TestKindWords(t *testing.T) {
	kinds := slices.Concat(access.Kinds(), register.Kinds(), identity.Kinds(), review.Kinds(), monthly.Kinds(), victims.Kinds(), desk.Kinds(), export.Kinds(), photo.Kinds(), consent.Kinds(), []journal.Kind{{Name: journal.UndoneKind}})
	for _, k := range kinds {
		if _, ok := kindWords[k.Name]; !ok {
			t.Errorf("kind %q has no words", k.Name)
		}
	}
	if len(kindWords) != len(kinds) {
		t.Errorf("%d kinds have words, %d exist", len(kindWords), len(kinds))
	}
}
