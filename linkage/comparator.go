package linkage

// A Value is a raw value read once by a [Comparator]. Nil means missing:
// nothing was said, or what was said stands for nothing.
type Value any

// A Comparator reads the values of one field and says by which keys two
// records may meet. It is also a [Leveler] or a [Weigher], which compare.
//
// Methods are called from several goroutines at once and must give the same
// answer for the same input.
type Comparator interface {
	// Prepare reads a raw value. It returns nil for a missing value and for a
	// placeholder.
	Prepare(raw string) Value
	// Keys returns the blocking keys of a value that is not nil. Two values
	// that may be of one thing should share a key; order and repetition do not
	// matter.
	Keys(v Value) []uint64
}

// A Keyer makes coarser or finer keys as well, each way under a name: "year" of
// a date, "given" of a full name.
type Keyer interface {
	Comparator
	// Ways names the ways.
	Ways() []string
	// KeysBy gives the keys of a value, which is not nil, in a way that Ways
	// names; none where the value does not have them.
	KeysBy(way string, v Value) []uint64
}

// A Surveyor looks over all values of a column before it reads any. Survey is
// given every distinct raw value in the order of the records and returns the
// comparator to use; the receiver stays as it is.
type Surveyor interface {
	Comparator
	Survey(raw []string) Comparator
}

// A Level is a grade of agreement of one field, an index into the names that
// [Leveler.Levels] returns.
type Level int

// Missing is the level of a pair in which either value is missing.
const Missing Level = -1

// A Leveler compares into few levels, whose worth is learnt from the data.
type Leveler interface {
	Comparator
	// Levels names the levels, fullest agreement first, plain disagreement
	// last. There are at least two and at most 32.
	Levels() []string
	// Level grades two values that are not nil. It is symmetric.
	Level(a, b Value) Level
}

// A Weigher compares directly into bits: log2 of how much likelier the two
// values are of one thing than of two strangers.
type Weigher interface {
	Comparator
	// Weigh is symmetric. The level is a short key for the explanation.
	Weigh(a, b Value) (bits float64, level string)
}

// A KinWeigher is a Weigher that can also say how much likelier two values
// are of close kin than of strangers.
type KinWeigher interface {
	Weigher
	WeighKin(a, b Value) float64
}

// A Bounder is a Weigher that can bound what a value may say: no pair that
// holds it weighs more than Most. Pairs that cannot matter are then told apart
// without being weighed.
type Bounder interface {
	Weigher
	Most(v Value) float64
}

// A Serial is a Weigher that can lay out all its values, so that one can be
// compared with many in a row at less cost than each pair by itself. Series
// gives what starts a series; each is for one goroutine.
type Serial interface {
	Weigher
	Series(values []Value) func() Series
}

// A Series compares the value that it holds with others. Values are named by
// their places.
type Series interface {
	Hold(x int32)
	// Weigh gives what the Weigher gives.
	Weigh(y int32) float64
	// Most bounds what Weigh gives, at less cost.
	Most(y int32) float64
}

// A Toucher is a Series whose values lie all over the memory. Touch is told of
// several that are soon compared, so that the processor fetches them at once.
type Toucher interface {
	Series
	Touch(y int32)
}

// A KinSeries is a Series of a [KinWeigher].
type KinSeries interface {
	Series
	// WeighKin gives what the KinWeigher gives.
	WeighKin(y int32) float64
}

// A Fitter learns from the values of a table before comparing: the frequency
// of words, say. weight[i] is how many records (or clusters) hold values[i],
// none of which is nil. Fit leaves the receiver and the values as they are; it returns
// a comparator and, in the same order, the values for it to compare.
type Fitter interface {
	Comparator
	Fit(values []Value, weight []float64) (Comparator, []Value)
}

// A ListReader is a Comparator that reads values by the habits of the list
// they are on. What ByList makes of a value, which is not empty, takes its
// place before it is prepared.
type ListReader interface {
	Comparator
	ByList(list, raw string) string
}
