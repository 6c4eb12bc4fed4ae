package register

import "fmt"

// A raw cell that is sealed begins with a NUL, which no cell as decoded has.
const sealedMark = "\x00"

// SealCells returns raw cells as they are stored: those of columns at C4 and
// above are encrypted, tied to their record and place.
func SealCells(id RecordID, cells []string, levels []Level, s Sealer) ([]string, error) {
	var out []string
	for i, c := range cells {
		if i >= len(levels) || levels[i] < C4 || c == "" {
			continue
		}
		b, err := s.Seal([]byte(c), cellAssociated(id, i))
		if err != nil {
			return nil, fmt.Errorf("seal cell %d: %w", i+1, err)
		}
		if out == nil {
			out = append([]string(nil), cells...)
		}
		out[i] = sealedMark + string(b)
	}
	if out == nil {
		return cells, nil
	}
	return out, nil
}

// A RawCell is a raw cell as a reader may see it.
type RawCell struct {
	Text   string
	Hidden bool // out of the reader's sight
}

// CellsInSight opens the cells a reader may see.
func CellsInSight(id RecordID, cells []string, levels []Level, v Sight, s Sealer) ([]RawCell, error) {
	out := make([]RawCell, len(cells))
	for i, c := range cells {
		if i < len(levels) && !v.Sees(levels[i]) {
			out[i] = RawCell{Hidden: true}
			continue
		}
		if len(c) > 0 && c[:1] == sealedMark {
			if s == nil {
				out[i] = RawCell{Hidden: true}
				continue
			}
			b, err := s.Open([]byte(c[1:]), cellAssociated(id, i))
			if err != nil {
				return nil, fmt.Errorf("record %d, cell %d: %w", id, i+1, err)
			}
			c = string(b)
		}
		out[i] = RawCell{Text: c}
	}
	return out, nil
}

// CellLevels are the levels of an import's raw cells: that of the field each
// column is mapped to, C3 for a column nobody has mapped, raised by the source.
func CellLevels(columns []string, mapping map[string]string, raise Level) []Level {
	out := make([]Level, len(columns))
	for i, c := range columns {
		out[i] = C3
		if f, ok := ParseField(mapping[c]); ok {
			out[i] = f.Info().Level
		}
		out[i] = max(out[i], raise)
	}
	return out
}

func cellAssociated(id RecordID, i int) []byte {
	return fmt.Appendf(nil, "cell/%d/%d", id, i)
}
