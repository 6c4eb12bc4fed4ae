package beam

import (
	"context"
	"reflect"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/register"

	"kashf.org/kashf/linkage"
)

// A Record is a row of the table. Weight is what it counted for when the model
// was learnt, 0 for one that was not there.
type Record struct {
	ID, List string
	Cells    []string
	Weight   float64
}

// A Pair is two records that met, the lesser id first, and the evidence in
// hundredths of a bit.
type Pair struct {
	Left, Right string
	Bits        int32
}

// A Member says to which cluster a record belongs: the least id in it.
type Member struct{ ID, Cluster string }

// Row is a record as it moves between the stages.
type Row struct {
	ID, List string
	Raw      []string
	Weight   float64
}

func (r Row) kept() linkage.Kept { return linkage.Kept(r) }

func init() {
	for _, v := range []any{Record{}, Pair{}, Member{}, Row{}} {
		beam.RegisterType(reflect.TypeOf(v))
	}
	register.DoFn4x1[context.Context, Record, []byte, func(uint64, Row), error](&keysFn{})
	register.DoFn3x1[Record, []byte, func(string, Row), error](&rowsFn{})
	register.DoFn5x1[context.Context, uint64, func(*Row) bool, []byte, func(string, Pair), error](&compareFn{})
	register.DoFn3x0[string, func(*Pair) bool, func(Pair)](&onceFn{})
	register.DoFn4x1[int, func(*Pair) bool, []byte, func(string, string), error](&chainFn{})
	register.DoFn6x0[string, func(*Row) bool, func(*string) bool, func(*Pair) bool, func(string, Row), func(string, Pair)](&gatherFn{})
	register.DoFn6x1[context.Context, string, func(*Row) bool, func(*Pair) bool, []byte, func(Member), error](&clusterFn{})
	register.Function1x2(byLeft)
	register.Emitter2[uint64, Row]()
	register.Emitter2[string, Row]()
	register.Emitter2[string, Pair]()
	register.Emitter2[string, string]()
	register.Emitter1[Pair]()
	register.Emitter1[Member]()
	register.Iter1[Row]()
	register.Iter1[Pair]()
	register.Iter1[string]()
}

// Link adds to a pipeline what links a collection of [Record]. It gives a
// collection of [Pair], those at or above [linkage.Floor], each once, and one
// of [Member], every record.
func Link(s beam.Scope, job Job, records beam.PCollection) (pairs, members beam.PCollection, err error) {
	b, err := job.encode()
	if err != nil {
		return pairs, members, err
	}
	if _, err := stagesOf(b); err != nil { // better here than on every worker
		return pairs, members, err
	}
	s = s.Scope("kashf.linkage")
	side := beam.SideInput{Input: beam.Create(s, b)}

	keyed := beam.ParDo(s.Scope("Keys"), &keysFn{}, records, side)
	drawn := beam.ParDo(s.Scope("Compare"), &compareFn{}, beam.GroupByKey(s, keyed), side)
	pairs = beam.ParDo(s.Scope("Once"), &onceFn{}, beam.GroupByKey(s, drawn))

	chains := beam.ParDo(s.Scope("Chain"), &chainFn{}, beam.GroupByKey(s, beam.AddFixedKey(s, pairs)), side)
	rows := beam.ParDo(s.Scope("Rows"), &rowsFn{}, records, side)
	left := beam.ParDo(s, byLeft, pairs)
	inRows, inPairs := beam.ParDo2(s.Scope("Gather"), &gatherFn{}, beam.CoGroupByKey(s, rows, chains, left))
	members = beam.ParDo(s.Scope("Cluster"), &clusterFn{}, beam.CoGroupByKey(s, inRows, inPairs), side)
	return pairs, members, nil
}

// keysFn puts a record under each of its keys.
type keysFn struct{ worker }

func (f *keysFn) ProcessElement(ctx context.Context, r Record, job []byte, emit func(uint64, Row)) error {
	s, err := f.with(job)
	if err != nil {
		return err
	}
	k, err := s.Read(linkage.Record{ID: r.ID, List: r.List, Cells: r.Cells}, r.Weight)
	if err != nil {
		return err
	}
	keys, err := s.Keys(ctx, k)
	for _, key := range keys {
		emit(key, Row(k))
	}
	return err
}

// rowsFn puts a record under its id.
type rowsFn struct{ worker }

func (f *rowsFn) ProcessElement(r Record, job []byte, emit func(string, Row)) error {
	s, err := f.with(job)
	if err != nil {
		return err
	}
	k, err := s.Read(linkage.Record{ID: r.ID, List: r.List, Cells: r.Cells}, r.Weight)
	if err == nil {
		emit(r.ID, Row(k))
	}
	return err
}

// compareFn compares the records of one key.
type compareFn struct{ worker }

func (f *compareFn) ProcessElement(ctx context.Context, key uint64, rows func(*Row) bool, job []byte, emit func(string, Pair)) error {
	s, err := f.with(job)
	if err != nil {
		return err
	}
	var block []linkage.Kept
	for r := (Row{}); rows(&r); r = (Row{}) {
		block = append(block, r.kept())
	}
	pairs, err := s.Compare(ctx, key, block)
	for _, p := range pairs {
		emit(p.Left+"\x00"+p.Right, Pair{p.Left, p.Right, int32(p.Bits)})
	}
	return err
}

// onceFn leaves of a pair that several keys brought just one: all say the same.
type onceFn struct{}

func (*onceFn) ProcessElement(_ string, pairs func(*Pair) bool, emit func(Pair)) {
	var p Pair
	if pairs(&p) {
		emit(p)
	}
}

func byLeft(p Pair) (string, Pair) { return p.Left, p }
