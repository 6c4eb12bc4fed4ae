package ledger

import (
	"fmt"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

// tileHeight is the height of C2SP tlog-tiles: 256 hashes a tile.
const tileHeight = 8

// TileWidth is the number of hashes in a full tile.
const TileWidth = 1 << tileHeight

// A Tile names one static file of hashes of a published log
// (c2sp.org/tlog-tiles).
type Tile struct {
	Level int
	Index int64
	Width int // 1 … TileWidth
}

// Path is the tile's address below the log's prefix, such as
// "tile/0/x001/234" or, for a tile not yet full, "tile/1/000.p/17".
func (t Tile) Path() string {
	n := t.Index
	s := fmt.Sprintf("%03d", n%1000)
	for n >= 1000 {
		n /= 1000
		s = fmt.Sprintf("x%03d/%s", n%1000, s)
	}
	if t.Width < TileWidth {
		s += fmt.Sprintf(".p/%d", t.Width)
	}
	return fmt.Sprintf("tile/%d/%s", t.Level, s)
}

// ParseTilePath reads a path that [Tile.Path] wrote and refuses any other.
func ParseTilePath(path string) (Tile, error) {
	// tlog's own paths name the height and are otherwise the same.
	rest, ok := strings.CutPrefix(path, "tile/")
	if !ok {
		return Tile{}, fmt.Errorf("tile path %q", path)
	}
	x, err := tlog.ParseTilePath(fmt.Sprintf("tile/%d/%s", tileHeight, rest))
	if err != nil || x.L < 0 {
		return Tile{}, fmt.Errorf("tile path %q", path)
	}
	t := Tile{Level: x.L, Index: x.N, Width: x.W}
	if t.Path() != path {
		return Tile{}, fmt.Errorf("tile path %q", path)
	}
	return t, nil
}

// NewTiles lists the tiles to publish when a log grows from old to size
// entries.
func NewTiles(old, size int64) []Tile {
	var out []Tile
	for _, t := range tlog.NewTiles(tileHeight, old, size) {
		out = append(out, Tile{Level: t.L, Index: t.N, Width: t.W})
	}
	return out
}

// Read returns the tile's content: its hashes one after another.
func (t Tile) Read(r HashReader) ([]byte, error) {
	b, err := tlog.ReadTileData(tlog.Tile{H: tileHeight, L: t.Level, N: t.Index, W: t.Width}, r)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", t.Path(), err)
	}
	return b, nil
}

// Within reports whether a log of size entries has this tile in this width.
func (t Tile) Within(size int64) bool {
	if t.Level < 0 || t.Level > 7 || t.Index < 0 || t.Width < 1 || t.Width > TileWidth {
		return false
	}
	have := size >> (tileHeight * t.Level)
	return t.Index <= have/TileWidth && t.Index*TileWidth+int64(t.Width) <= have
}
