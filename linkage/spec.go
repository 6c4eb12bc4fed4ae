package linkage

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
)

// A Spec says how the records of a table are compared and when they belong
// together. Zero numbers mean the defaults.
type Spec struct {
	Fields []Field
	// Rules are the ways in which two records may meet. Without any, rules are
	// chosen from the data; see [AutoRules].
	Rules []Rule
	// DuplicateFree names the lists that hold no thing twice: two of their
	// records are never joined unless a judgement says so. [EveryList] means all.
	DuplicateFree []string
	// Vetoes part two records whatever the score.
	Vetoes []Veto
	// Kin asks for a third class beside same and unrelated.
	Kin *Kin

	// Threshold is the mean of bits at which two clusters join. Nil is the default,
	// 3 bits, odds of 8 to 1: a false merge hides a thing, a false split costs a look.
	Threshold *float64
	// Doubt says of two records, taken apart, that they are joined by nothing but
	// a judgement, whatever their score: a pair so doubted stays open for people.
	// It is for tables so small that they teach little, and asked of every pair
	// that could join. Nil doubts none.
	Doubt func(Explanation) bool
	// Grey is the band of bits in which a pair is left open for people. The
	// default is from -3 to 6.
	Grey [2]float64
	// BlockLimit is the size beyond which a block is split. The default is 200
	// for up to 100,000 records and falls to 31 at a million and 20 at ten: the
	// pairs of a block grow with its square, and so would those of a record.
	BlockLimit int
	// Rounds is how often the model is learnt and applied. From the second
	// round on frequencies are counted over the clusters of the one before. The
	// default is 2.
	Rounds int
	// Seed chooses the random pairs from which u is counted.
	Seed uint64
}

// EveryList in [Spec.DuplicateFree] stands for every list.
const EveryList = "*"

// A Field is one thing that records say and how it is compared.
type Field struct {
	Name string
	// Column is where the value is read from; Name where it is empty.
	Column string
	// From makes the value out of several columns and takes the place of
	// Column. It must be pure.
	From    func(cell func(column string) string) string
	Compare Comparator
	// Frequency makes agreement on a rare value count for more. It is for
	// Levelers, whose level 0 must mean that both hold one value.
	Frequency bool
	// Within names a field that this one hangs together with: where both agree,
	// how rare the value is is counted among the records that share the other
	// field's value. It is for Levelers.
	Within string
	// Group names evidence that overlaps, such as a place and its province. Of
	// a group only the field with the most bits for, and the one with the most
	// bits against, are counted.
	Group string
}

// A Rule is a conjunction of keys: two records meet when they share all. A
// field named twice must share two different keys.
type Rule []Key

// A Key is the part of a rule that one field gives.
type Key struct {
	Field string
	// Way is one of the ways of a [Keyer]; empty for the comparator's own Keys.
	Way string
}

// String writes the key as a spec does: "name" or "name.given".
func (k Key) String() string {
	if k.Way == "" {
		return k.Field
	}
	return k.Field + "." + k.Way
}

// String writes the rule's keys, joined by " + ".
func (r Rule) String() string {
	keys := make([]string, len(r))
	for i, k := range r {
		keys[i] = k.String()
	}
	return strings.Join(keys, " + ")
}

// On makes a rule of the comparators' own keys.
func On(fields ...string) Rule {
	r := make(Rule, len(fields))
	for i, f := range fields {
		r[i].Field = f
	}
	return r
}

// A Veto parts two records that compare at one of the levels of a field.
type Veto struct {
	Field  string
	Levels []string
}

// Kin says how records of close kin look: they tend to agree in the Shared
// fields, and in the Apart fields no more than strangers do. A [KinWeigher]
// that is named in neither speaks for itself.
type Kin struct {
	Shared, Apart []string
}

// MostThreshold is the greatest [Spec.Threshold] that two clusters can reach,
// in bits: no pair between them counts for more either way.
const MostThreshold = float64(clip) / 100

// ErrSpec is wrapped by every error about a spec that cannot be used.
var ErrSpec = errors.New("spec")

// The defaults of a Spec; why is said at its fields.
const (
	defaultThreshold  = 3
	defaultGreyLow    = -3
	defaultGreyHigh   = 6
	defaultBlockLimit = 200
	defaultRounds     = 2
	maxLevels         = 32
)

// threshold gives the threshold, or the default.
func (s *Spec) threshold() float64 {
	if s.Threshold == nil {
		return defaultThreshold
	}
	return *s.Threshold
}

func (s Spec) withDefaults() Spec {
	if s.Grey == [2]float64{} {
		s.Grey = [2]float64{defaultGreyLow, defaultGreyHigh}
	}
	if s.Rounds <= 0 {
		s.Rounds = defaultRounds
	}
	return s
}

// Validate says what in the spec cannot be used with a table of the given
// columns. Errors wrap [ErrSpec].
func (s Spec) Validate(columns []string) error {
	if len(s.Fields) == 0 {
		return fmt.Errorf("%w: no fields", ErrSpec)
	}
	seen := map[string]bool{}
	for _, f := range s.Fields {
		if seen[f.Name] {
			return fmt.Errorf("%w: field %q is named twice", ErrSpec, f.Name)
		}
		seen[f.Name] = true
		if err := f.validate(columns); err != nil {
			return err
		}
	}
	if t := s.threshold(); !(math.Abs(t) <= MostThreshold) {
		return fmt.Errorf("%w: threshold %v, want %v to %v bits", ErrSpec, t, -MostThreshold, MostThreshold)
	}
	if s.Grey[0] > s.Grey[1] {
		return fmt.Errorf("%w: grey band ends before it begins", ErrSpec)
	}
	return s.validateNames(seen)
}

func (f Field) validate(columns []string) error {
	switch {
	case f.Name == "":
		return fmt.Errorf("%w: a field has no name", ErrSpec)
	case f.From == nil && !slices.Contains(columns, f.column()):
		return fmt.Errorf("%w: field %q: no column %q; there are %q", ErrSpec, f.Name, f.column(), columns)
	}
	switch c := f.Compare.(type) {
	case nil:
		return fmt.Errorf("%w: field %q has no comparator", ErrSpec, f.Name)
	case Leveler:
		if n := len(c.Levels()); n < 2 || n > maxLevels {
			return fmt.Errorf("%w: field %q: %d levels, want 2 to %d", ErrSpec, f.Name, n, maxLevels)
		}
	case Weigher:
		if f.Frequency {
			return fmt.Errorf("%w: field %q: frequency is for comparators with levels", ErrSpec, f.Name)
		}
	default:
		return fmt.Errorf("%w: field %q: comparator neither grades nor weighs", ErrSpec, f.Name)
	}
	return nil
}

func (f Field) column() string {
	if f.Column == "" {
		return f.Name
	}
	return f.Column
}

// ways gives the ways in which a field makes keys.
func (s Spec) ways(field string) []string {
	for _, f := range s.Fields {
		if k, ok := f.Compare.(Keyer); ok && f.Name == field {
			return k.Ways()
		}
	}
	return nil
}

func (s Spec) validateNames(fields map[string]bool) error {
	for i, r := range s.Rules {
		if len(r) == 0 {
			return fmt.Errorf("%w: rule %d has no keys", ErrSpec, i+1)
		}
		for _, k := range r {
			if !fields[k.Field] {
				return fmt.Errorf("%w: rule %d: no field %q", ErrSpec, i+1, k.Field)
			}
			if ways := s.ways(k.Field); k.Way != "" && !slices.Contains(ways, k.Way) {
				return fmt.Errorf("%w: rule %d: field %q has no way %q; it has %q", ErrSpec, i+1, k.Field, k.Way, ways)
			}
		}
	}
	for _, f := range s.Fields {
		if _, levels := f.Compare.(Leveler); f.Within != "" && (!fields[f.Within] || f.Within == f.Name || !levels) {
			return fmt.Errorf("%w: field %q: within %q, want another field, and levels in both", ErrSpec, f.Name, f.Within)
		}
	}
	for _, v := range s.Vetoes {
		f := slices.IndexFunc(s.Fields, func(f Field) bool { return f.Name == v.Field })
		if f < 0 {
			return fmt.Errorf("%w: veto: no field %q", ErrSpec, v.Field)
		}
		l, ok := s.Fields[f].Compare.(Leveler)
		for _, name := range v.Levels {
			if !ok || !slices.Contains(l.Levels(), name) {
				return fmt.Errorf("%w: veto: field %q has no level %q", ErrSpec, v.Field, name)
			}
		}
	}
	if s.Kin == nil {
		return nil
	}
	for _, name := range slices.Concat(s.Kin.Shared, s.Kin.Apart) {
		if !fields[name] {
			return fmt.Errorf("%w: kin: no field %q", ErrSpec, name)
		}
		if slices.Contains(s.Kin.Shared, name) && slices.Contains(s.Kin.Apart, name) {
			return fmt.Errorf("%w: kin: field %q is both shared and apart", ErrSpec, name)
		}
	}
	return nil
}
