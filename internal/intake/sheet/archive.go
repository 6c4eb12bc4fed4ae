package sheet

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
)

// An archive is the ZIP of a workbook.
type archive struct {
	parts map[string]*zip.File
	size  int64
}

var errTooLarge = errors.New("it unpacks to far more than it holds")

// openArchive reads the list of parts.
func openArchive(r io.ReaderAt, size int64) (*archive, error) {
	g := &gate{r: r, left: maxDir}
	z, err := zip.NewReader(g, size)
	if g.spent {
		return nil, &Error{Kind: TooLarge, Err: errors.New("too many parts")}
	}
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return nil, &Error{Kind: Broken, Err: err}
	}
	g.open = true
	a := &archive{parts: make(map[string]*zip.File, len(z.File)), size: size}
	for _, f := range z.File {
		name := partName(f.Name)
		if _, twice := a.parts[name]; twice {
			// Which of two parts of one name counts, programs do not agree on.
			return nil, broken(f.Name, "the part is there twice")
		}
		a.parts[name] = f
	}
	return a, nil
}

// partName makes names comparable: they are the same in any case.
func partName(name string) string {
	return strings.ToLower(strings.TrimPrefix(path.Clean(strings.ReplaceAll(name, `\`, "/")), "/"))
}

// A gate bounds what is read of a file while its parts are listed: a list of a
// million parts costs as much memory as it wants to.
type gate struct {
	r     io.ReaderAt
	left  int
	open  bool
	spent bool
}

func (g *gate) ReadAt(p []byte, off int64) (int, error) {
	if !g.open {
		if g.left -= len(p); g.left < 0 {
			g.spent = true
			return 0, errTooLarge
		}
	}
	return g.r.ReadAt(p, off)
}

// A budget is what one reading of a book may still unpack, and how many cells
// it may still make: one far to the right makes thousands.
type budget struct {
	left  int64
	cells int
}

// spend takes a row's cells off the budget.
func (b *budget) spend(cells int) error {
	if b.cells -= cells; b.cells < 0 {
		return &Error{Kind: TooLarge, Err: errTooLarge}
	}
	return nil
}

func (a *archive) budget() *budget {
	return &budget{left: min(maxUnpacked, freeUnpack+maxRatio*a.size), cells: maxCells}
}

func (a *archive) has(name string) bool { return a.parts[partName(name)] != nil }

// open opens a part. What is unpacked goes to the budget's account.
func (a *archive) open(name string, b *budget) (io.ReadCloser, error) {
	f := a.parts[partName(name)]
	if f == nil {
		return nil, broken(name, "the part is not there")
	}
	if f.Flags&1 != 0 {
		return nil, &Error{Kind: Locked, Part: name}
	}
	r, err := f.Open()
	if err != nil {
		return nil, &Error{Kind: Broken, Part: name, Err: err}
	}
	return &part{name: name, r: r, b: b}, nil
}

// A part is one file of the workbook being unpacked.
type part struct {
	name string
	r    io.ReadCloser
	b    *budget
}

func (p *part) Read(b []byte) (int, error) {
	n, err := p.r.Read(b)
	if p.b.left -= int64(n); p.b.left < 0 {
		return 0, &Error{Kind: TooLarge, Part: p.name, Err: errTooLarge}
	}
	if err != nil && !errors.Is(err, io.EOF) {
		err = &Error{Kind: Broken, Part: p.name, Err: err}
	}
	return n, err
}

func (p *part) Close() error { return p.r.Close() }

// within says in which part something was wrong.
func within(name string, err error) error {
	if err == nil {
		return nil
	}
	if _, ok := errors.AsType[*Error](err); ok {
		return err
	}
	if errors.Is(err, errXML) {
		return &Error{Kind: Broken, Part: name, Err: err}
	}
	return fmt.Errorf("read %s: %w", name, err)
}

// each walks a part's tokens. With done it stops before the end.
func (a *archive) each(name string, b *budget, visit func(*scanner, token) (done bool, err error)) error {
	r, err := a.open(name, b)
	if err != nil {
		return err
	}
	defer r.Close()
	s := newScanner(r)
	for {
		t, err := s.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return within(name, err)
		}
		if done, err := visit(s, t); done || err != nil {
			return within(name, err)
		}
	}
}
