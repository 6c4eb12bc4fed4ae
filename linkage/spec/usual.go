package spec

import (
	"strings"

	"kashf.org/kashf/linkage"
)

// usual are the kinds that need nothing from outside.
func usual() []Kind {
	return []Kind{
		{Name: "text", Options: []string{"similarity"}, Make: makeText},
		{Name: "edit", Options: []string{"within"}, Make: makeEdit},
		{Name: "words", Options: []string{"of"}, Make: makeWords},
		{Name: "code", Make: func(*Options) (Made, error) { return Made{Compare: linkage.Text(), Frequency: true}, nil }},
		{Name: "category", Make: func(*Options) (Made, error) {
			return Made{Compare: linkage.Exact(), Frequency: true, KinShared: true}, nil
		}},
		{Name: "date", Make: func(*Options) (Made, error) { return Made{Compare: linkage.Date()}, nil }},
		{Name: "year", Options: []string{"within", "age", "on"}, Make: makeYear},
		{Name: "number", Options: []string{"within"}, Make: makeNumber},
		{Name: "set", Options: []string{"separator"}, Make: makeSet},
		{Name: "array", Options: []string{"separator"}, Make: makeArray},
		{Name: "tree", Options: []string{"parents"}, Make: makeTree},
	}
}

func makeText(o *Options) (Made, error) {
	s, err := o.Numbers("similarity", .85, .92)
	if err != nil {
		return Made{}, err
	}
	for _, x := range s {
		if x <= .5 || x >= 1 {
			return Made{}, o.Refuse("similarity", "similarity is a level above .5 and below 1")
		}
	}
	c := linkage.Text()
	if o.Has("similarity") {
		c = linkage.TextLike(s...)
	}
	return Made{Compare: c, Frequency: true}, nil
}

// makeWords reads words in any order, from one column or from several together:
// what one table has in the one and another in the other then agrees.
func makeWords(o *Options) (Made, error) {
	m := Made{Compare: linkage.Words()}
	if !o.Has("of") {
		return m, nil
	}
	columns, err := o.Tables("of")
	if err != nil {
		return Made{}, err
	}
	if len(columns) < 2 || o.Has("column") {
		return Made{}, o.Refuse("of", "of names two columns or more, and takes the place of column")
	}
	m.From = func(cell func(string) string) string {
		var said []string
		for _, c := range columns {
			if x := cell(c); !linkage.Placeholder(x) {
				said = append(said, x)
			}
		}
		return strings.Join(said, " ")
	}
	return m, nil
}

func makeEdit(o *Options) (Made, error) {
	within, err := o.Numbers("within", 1, 2)
	if err != nil {
		return Made{}, err
	}
	steps := make([]int, len(within))
	for i, x := range within {
		steps[i] = int(x)
		if x < 1 || x > linkage.MaxEdit || float64(steps[i]) != x {
			return Made{}, o.Refuse("within", "within is a whole number of edits from 1 to %d", linkage.MaxEdit)
		}
	}
	return Made{Compare: linkage.Edit(steps...), Frequency: true}, nil
}

// makeYear reads a year, or where age and on are named and no year is stated,
// works it out from an age on a date.
func makeYear(o *Options) (Made, error) {
	m := Made{Compare: linkage.Year()}
	if o.Has("within") {
		within, err := o.Numbers("within")
		if err != nil {
			return Made{}, err
		}
		for _, x := range within {
			if x < 1 || x > 100 || x != float64(int(x)) {
				return Made{}, o.Refuse("within", "within is a whole number of years from 1 to 100")
			}
		}
		m.Compare = linkage.YearWithin(within...)
	}
	if !o.Has("age") && !o.Has("on") {
		return m, nil
	}
	if !o.Has("age") || !o.Has("on") {
		return Made{}, o.Refuse("age", "a year from an age needs both entries, age and on")
	}
	stated, err := o.Table("column", o.Column)
	if err != nil {
		return Made{}, err
	}
	age, err := o.Table("age", "")
	if err != nil {
		return Made{}, err
	}
	on, err := o.Table("on", "")
	m.From = func(cell func(string) string) string {
		if y := cell(stated); !linkage.Placeholder(y) {
			return y
		}
		return linkage.YearFromAge(cell(age), cell(on))
	}
	return m, err
}

func makeNumber(o *Options) (Made, error) {
	within, err := o.Numbers("within", 1, 5)
	if err != nil {
		return Made{}, err
	}
	if within[0] <= 0 {
		return Made{}, o.Refuse("within", "within is a distance above 0")
	}
	return Made{Compare: linkage.Number(within...)}, nil
}

func makeSet(o *Options) (Made, error) {
	sep, err := o.Text("separator", ";")
	return Made{Compare: linkage.Set(sep)}, err
}

func makeArray(o *Options) (Made, error) {
	sep, err := o.Text("separator", ",")
	return Made{Compare: linkage.Array(sep)}, err
}
