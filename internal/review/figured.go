package review

import (
	"context"
	"errors"

	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/vocab"
	"kashf.org/kashf/when"
)

// figured is what the register holds of a person, for the public account.
func (s *Service) figured(ctx context.Context, person register.PersonID) (Figured, error) {
	machine := register.Sight{Machine: true}
	_, records, err := s.Store.Person(ctx, machine, person)
	if errors.Is(err, register.ErrNotFound) {
		return Figured{}, nil
	}
	if err != nil {
		return Figured{}, err
	}
	a := register.FoldOnly(register.File{Person: person, Sight: machine, Records: records}, register.Sex)
	x := Figured{Under18: under18(a.Birth.Date, s.Journal.Now().UTC().Year())}
	if v, ok := a.Line(register.Sex).Held(); ok {
		// A code or nothing: no word of a list gets into what is published.
		x.Sex, _ = vocab.Match("sex", v.Norm)
	}
	return x, nil
}

// under18 says whether somebody born then is under 18 in a year: yes or no
// where the years alone tell it.
func under18(born when.Date, year int) string {
	from, to, ok := born.Years()
	switch {
	case !ok:
		return ""
	case year-from < 18:
		return "yes"
	case year-to > 18:
		return "no"
	}
	return ""
}
