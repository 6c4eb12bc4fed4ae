package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
)

// namesCommand works with names alone: no deployment, no data.
type namesCommand struct {
	Compare compareCommand `cmd:"" help:"Compare two names, part by part."`
	Score   scoreCommand   `cmd:"" help:"Score a CSV of name1,name2 from standard input."`
	Rank    rankCommand    `cmd:"" help:"Rank a list for each query on standard input."`
	Read    readCommand    `cmd:"" help:"Read a name: its parts, what they may be, and guesses."`
}

// asLines writes results one on a line, for programs to read as they come.
func asLines(w io.Writer) *json.Encoder {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e
}

// afterMark reads r without the byte order mark that some programs begin a
// file in UTF-8 with.
func afterMark(r io.Reader) *bufio.Reader {
	buf := bufio.NewReaderSize(r, 1<<16)
	if mark, err := buf.Peek(3); err == nil && string(mark) == "\ufeff" {
		buf.Discard(3)
	}
	return buf
}

func readLines(name string) (lines []string, err error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	err = eachLine(f, name, func(line string) error {
		lines = append(lines, line)
		return nil
	})
	return lines, err
}

// eachLine calls f with every line of what has the given name.
func eachLine(r io.Reader, name string, f func(line string) error) error {
	s := bufio.NewScanner(afterMark(r))
	s.Buffer(nil, 1<<20)
	n := 0
	for s.Scan() {
		n++
		if err := f(s.Text()); err != nil {
			return err
		}
	}
	if errors.Is(s.Err(), bufio.ErrTooLong) {
		return fmt.Errorf("%s: line %d is longer than a megabyte: want one name a line", name, n+1)
	}
	return s.Err()
}
