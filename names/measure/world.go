package main

import "kashf.org/kashf/names"

// A world is a list with the questions put to it.
type world struct {
	name    string
	entries []names.Entry
	asked   []asked
	same    func(hit names.Hit, q *question) bool // the name that was meant, whoever bears it
	ceiling func(q *question) ceiling             // nil where it is not known
}

// asked is one kind of questions.
type asked struct {
	name      string
	questions []question
	person    bool // only the person is right
	unknown   bool // nobody bears the name
}

type question struct {
	query  names.Query
	person int64
	name   string // what the person is truly called
	meant  meant  // of names that were drawn
}

func worldsOf(o options) ([]func() (*world, error), error) {
	if o.lists != "" {
		return []func() (*world, error){func() (*world, error) { return readWorld(o) }}, nil
	}
	d, err := newDraw(o)
	if err != nil {
		return nil, err
	}
	var out []func() (*world, error)
	for _, way := range []struct {
		name        string
		list, query script
	}{{"latin-arabic", arabic, latin}, {"arabic-latin", latin, arabic}, {"arabic-arabic", arabic, arabic}} {
		if o.only == "" || o.only == way.name {
			out = append(out, func() (*world, error) { return d.world(way.name, way.list, way.query), nil })
		}
	}
	return out, nil
}
