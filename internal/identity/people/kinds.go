package people

import (
	"kashf.org/kashf/linkage"
	"kashf.org/kashf/linkage/spec"
	"kashf.org/kashf/names"
)

// Kinds are the kinds of columns that speak of people, for [spec.Parse]:
//
//	name         a full name in Arabic or Latin letters; most, least: bounds in bits
//	governorate  a governorate of Syria by any of its names
//	place        a place by name; governorate: the column that says where
//	list         the list a row is from, which names nobody twice
func Kinds() []spec.Kind {
	return []spec.Kind{
		{Name: "name", Options: []string{"least", "most", "kin"}, Make: makeName},
		{Name: "governorate", Make: makeGovernorate},
		{Name: "place", Options: []string{"governorate"}, Make: makePlace},
		{Name: "list", Make: func(*spec.Options) (spec.Made, error) { return spec.Made{Compare: List{}}, nil }},
	}
}

func makeName(o *spec.Options) (spec.Made, error) {
	f := Name{fits: true, surveys: true, c: names.NewComparer(names.Options{}), styles: styles{named: o.Styles()}}
	var err error
	if f.low, err = o.Number("least", NameLow); err != nil {
		return spec.Made{}, err
	}
	if f.top, err = o.Number("most", NameTop); err != nil {
		return spec.Made{}, err
	}
	if f.low >= 0 || f.top <= 0 {
		return spec.Made{}, o.Refuse("least", "a name says between least, below 0, and most, above 0")
	}
	kin, err := o.Truth("kin", true)
	m := spec.Made{Compare: f}
	if !kin {
		m.Compare = LoneName{f}
	}
	return m, err
}

func makeGovernorate(*spec.Options) (spec.Made, error) {
	return spec.Made{Compare: written{linkage.Exact(), GovernorateOf}, Frequency: true}, nil
}

func makePlace(o *spec.Options) (spec.Made, error) {
	m := spec.Made{Frequency: true}
	if !o.Has("governorate") {
		m.Compare = written{Places(), func(raw string) string { return PlaceOf(raw, "") }}
		return m, nil
	}
	at, err := o.Table("column", o.Column)
	if err != nil {
		return m, err
	}
	governorate, err := o.Table("governorate", "")
	m.From = func(cell func(string) string) string {
		if p := cell(at); p != "" {
			return p + sep + cell(governorate)
		}
		return ""
	}
	m.Compare = written{Places(), func(raw string) string { return PlaceOf(pair(raw)) }}
	return m, err
}
