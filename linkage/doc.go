// Package linkage finds the records that speak of one thing, in one table or
// in several. It knows fields and keys, not people: what a name is, and how
// two names compare, is brought in from outside as a [Comparator].
//
// # The four stages
//
// [Run] takes records through four stages, each of which can be called alone:
//
//	Prepare   every distinct raw value is read once            [Data]
//	Block     which pairs are worth comparing                  [Blocks]
//	Learn     what each level of agreement is worth, in bits   [Model]
//	Cluster   which records belong together                    [Cluster]
//
// # Evidence in bits
//
// A pair is scored by Fellegi and Sunter's rule. A field that agrees at some
// level adds log2(m/u) bits, where m is how often records of one thing agree
// so and u how often strangers do. u is counted over random pairs. m is found
// by expectation maximisation over the counts of agreement patterns, with u
// held fixed, so that no labelled pairs are needed. Agreement on a rare value
// says more than agreement on a common one: where a field asks for it, u of
// full agreement is the frequency of the value, counted over clusters and not
// over records. A value that is missing, or a placeholder that stands for one,
// is no evidence: it adds nothing and takes nothing away.
//
// Where records may be of close kin (brothers held on one day, two branches
// of one firm) a [Kin] names the fields that kin share and those that set them apart.
// A third class then stands beside "same" and "unrelated", and a pair that
// looks like kin pays for it.
//
// Bits are kept as whole [Centibits], and [Model.Explain] gives the prior and
// every field's part: their sum is the total exactly.
//
// # Blocking
//
// A [Rule] is a conjunction of keys; the rules together are a union. A block
// that grows beyond [Spec.BlockLimit] is never dropped, since that would lose
// the commonest values and nobody else: it is split by extending its key with
// the next attribute. A pair that shares several keys is met once, in the
// smallest of them.
//
// # Clusters
//
// Pairs chain. So clusters are built by average linkage under constraints: two
// clusters join when the mean of the bits between their records reaches the
// threshold and nothing forbids it. Human [Judgement]s bind: a "same" holds
// whatever the score, a "different" parts whatever the score.
//
// The same records give the same bytes for any order of input and any number
// of workers.
//
// # Many machines
//
// Several processes share a run through a [Crew]: each does parts of the two
// long stages, and any of them may end at any time. For engines that bring
// items of one key together wherever they are, [Stages] has keys, comparing and
// clustering as pure functions under a [Frozen] model; package linkage/beam,
// a module of its own, maps them to Apache Beam.
//
// # Start
//
// With nothing but the kinds of the columns, [AutoSpec] gives a [Spec] and
// [Run] does the rest; see the example of Run.
package linkage
