package review

import (
	"context"
	"errors"
	"slices"

	"kashf.org/kashf/internal/register"
)

var ruleAbstract = rule{"anonymous abstract", "domain 4.9 I14; Directive 2012/29/EU art. 21"}

// unnamed refuses a text for the public, or for victims, that names the person, a
// relative or a place of detention: a family name alone is enough in a small town.
func (s *Service) unnamed(ctx context.Context, person register.PersonID, texts ...string) error {
	for _, t := range texts {
		if err := s.namesNobody(ctx, person, t); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) namesNobody(ctx context.Context, person register.PersonID, text string) error {
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
	if tellsWhere(said) {
		return ruleAbstract.refuse("an abstract that names no person and no place of detention")
	}
	return nil
}

// tellsWhere reports whether a text names a place of detention: by a name of
// several words, or by one of a single word beside what such places are called.
// Alone that may be a family or a town: الخطيب, صيدنايا.
func tellsWhere(said []string) bool {
	return slices.ContainsFunc(prisonNames(), func(n string) bool {
		want := wordsOf(n)
		if len(want) != 1 || slices.Contains(prisonWords, want[0]) {
			return len(want) > 1 && begins(said, want)
		}
		return slices.ContainsFunc(prisonWords, func(p string) bool {
			return begins(said, []string{p, want[0]}) || begins(said, []string{want[0], p})
		})
	})
}

// tellsWho are the fields whose words name somebody.
func tellsWho(f register.Field) bool {
	return slices.Contains([]register.Field{
		register.FullName, register.GivenName, register.FatherName, register.GrandfatherName, register.FamilyName, register.MotherName, register.OtherName, register.Kunya, register.Relative,
	}, f)
}

// meets reports whether two words of a name stand beside each other in a text,
// in their order: people leave the father and the grandfather out. One alone may
// be any word: كريم, نور.
func meets(said, name []string) bool {
	for i := 0; i+1 < len(said); i++ {
		a := slices.Index(name, said[i])
		if a < 0 {
			a = slices.Index(name, unjoined(said[i]))
		}
		if a >= 0 && slices.Contains(name[a+1:], said[i+1]) {
			return true
		}
	}
	return false
}
