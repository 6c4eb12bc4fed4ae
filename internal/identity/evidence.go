package identity

import (
	"encoding/binary"
	"slices"

	"kashf.org/kashf/internal/identity/people"
	"kashf.org/kashf/linkage"
)

// A FieldModel is what a run learnt about one field: how often pairs of one
// person (M), of strangers (U) and of kin (K) stand at each level. Fields that
// weigh for themselves have levels without these.
type FieldModel struct {
	Name   string       `json:"name"`
	Levels []LevelModel `json:"levels"`
}

// A LevelModel is one level of a [FieldModel].
type LevelModel struct {
	Level string  `json:"level"`
	M     float64 `json:"m,omitempty"`
	U     float64 `json:"u,omitempty"`
	K     float64 `json:"k,omitempty"`
}

// A Model is what a run learnt. It holds no values of records.
type Model struct {
	Prior    float64 `json:"prior"`
	KinPrior float64 `json:"kin_prior"`
	// PriorBits is the prior in hundredths of a bit.
	PriorBits int `json:"prior_bits"`
	// Calibration turns bits into a probability. Runs of older programs have
	// none, and took bits at their word.
	Calibration linkage.Calibration `json:"calibration"`
	Fields      []FieldModel        `json:"fields"`
}

// weigherLevels are the levels of the fields that weigh for themselves.
var weigherLevels = map[string][]string{fieldName: people.NameLevels, fieldMother: people.NameLevels, fieldList: people.ListLevels, fieldNumber: people.NumberLevels}

func modelOf(m *linkage.Model) Model {
	p := m.Params()
	out := Model{Prior: p.Prior, KinPrior: p.KinPrior, Calibration: p.Calibration}
	for _, f := range p.Fields {
		fm := FieldModel{Name: f.Name}
		for _, l := range f.Levels {
			fm.Levels = append(fm.Levels, LevelModel{Level: l.Level, M: l.M, U: l.U, K: l.K})
		}
		for _, l := range weigherLevels[f.Name] {
			fm.Levels = append(fm.Levels, LevelModel{Level: l})
		}
		out.Fields = append(out.Fields, fm)
	}
	return out
}

// Evidence of a pair is packed as what kin takes away (a varint), then for
// each field of the model a byte, 0 for missing or else 1 and the level, with
// the upper bit where another field of its group says it already, and where
// it counts its bits as a varint.
const covered = 0x80

func packEvidence(m Model, x linkage.Explanation) []byte {
	b := binary.AppendVarint(nil, int64(x.Kin))
	for i, e := range x.Fields {
		level := 1 + slices.IndexFunc(m.Fields[i].Levels, func(l LevelModel) bool { return l.Level == e.Level })
		switch {
		case level == 0:
			b = append(b, 0)
		case e.Covered:
			b = append(b, byte(level)|covered)
		default:
			b = binary.AppendVarint(append(b, byte(level)), int64(e.Bits))
		}
	}
	return b
}

func unpackEvidence(m Model, b []byte) (kin int, fields []FieldBits, err error) {
	r := unpacker{b: b}
	kin = int(r.signed())
	for _, f := range m.Fields {
		fb := FieldBits{Field: f.Name, Level: LevelMissing}
		if c := r.bytes(1); c != nil && c[0] != 0 {
			level := int(c[0]&^covered) - 1
			if level < 0 || level >= len(f.Levels) {
				return 0, nil, ErrPacked
			}
			fb.Level, fb.Covered = f.Levels[level].Level, c[0]&covered != 0
			if !fb.Covered {
				fb.Bits = int(r.signed())
			}
		}
		fields = append(fields, fb)
	}
	if r.bad || len(r.b) > 0 {
		return 0, nil, ErrPacked
	}
	return kin, fields, nil
}
