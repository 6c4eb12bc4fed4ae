// Package beam links records on an engine for many machines: it maps the three
// pure functions of package linkage ([linkage.Stages]) to the ParDo and
// CoGroupByKey of Apache Beam. It is for what one machine cannot hold; up to some
// tens of millions of records the shuffle of package linkage/local is faster by
// far.
//
//	records ─ Keys ─▶ (key, record) ─ group ─ Compare ─▶ (pair, bits) ─ group, one each ─▶ pairs
//	pairs at or above the threshold ─ one worker chains their ids ─▶ (id, component)
//	records + components + pairs ─ cogroup by record, then by component ─ Cluster ─▶ members
//
// A model is learnt on one machine first, from a sample of the records or all
// of them, and frozen ([linkage.Linking.Freeze]); the pipeline learns nothing.
// What comes out is what [linkage.Link] gives under that model.
//
// # What is tested
//
// The tests run the pipeline on prism, the runner for one machine that comes
// with the Go SDK, and compare pairs and clusters with those of the shuffle in
// memory. The pipeline uses nothing but what Beam's portable runners share,
// and such runners exist for Flink, Spark and Dataflow: none of the three has
// been tried with it. Two bounds are known. The ids of strong pairs go to one
// worker, which chains them: some 100 bytes a pair. And the records of one key
// meet on one worker: the block plan of the frozen model keeps those few.
//
// # Start
//
// [Link] adds the pipeline to a scope; see the test. A program that submits it
// imports this package, calls [RegisterKinds] in an init if its spec uses kinds
// of columns beyond those of package linkage/spec, and then beam.Init.
package beam
