package review

import (
	"context"
	"errors"
	"slices"

	"kashf.org/kashf/internal/register"
)

var ruleAbstract = rule{"anonymous abstract", "domain 4.9 I14; Directive 2012/29/EU art. 21"}

// unnamed refuses an abstract for the public that names the person, a relative
// or a place of detention: a family name alone is enough in a small town.
func (s *Service) unnamed(ctx context.Context, person register.PersonID, text string) error {
	_, rs, err := s.Store.Person(ctx, register.Sight{Machine: true}, person)
	if err != nil && !errors.Is(err, register.ErrNotFound) {
		return err
	}
	said := wordsOf(text)
	for _, r := range rs {
		for _, c := range r.Claims {
			if c.Absence == register.Present && tellsWho(c.Field) && meets(said, wordsOf(c.Value)) {
				return ruleAbstract.refuse("an abstract that names no person and no place of detention")
			}
		}
	}
	if slices.ContainsFunc(prisonNames(), func(n string) bool { want := wordsOf(n); return len(want) > 1 && within(said, want) }) {
		return ruleAbstract.refuse("an abstract that names no person and no place of detention")
	}
	return nil
}

// tellsWho are the fields whose words name somebody.
func tellsWho(f register.Field) bool {
	return slices.Contains([]register.Field{
		register.FullName, register.GivenName, register.FatherName, register.GrandfatherName, register.FamilyName, register.MotherName, register.OtherName, register.Kunya, register.Relative,
	}, f)
}

// meets reports whether two words of a name stand beside each other in a text.
// One alone may be any word: كريم, نور.
func meets(said, name []string) bool {
	for i := 0; i+1 < len(name); i++ {
		if within(said, name[i:i+2]) {
			return true
		}
	}
	return false
}
