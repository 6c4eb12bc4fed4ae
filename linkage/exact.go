package linkage

// Exact compares categories, codes and numbers of documents: they agree or
// they do not. Case, accents and spaces around words do not matter.
func Exact() Leveler { return exact{} }

type exact struct{}

type exactValue struct {
	text string
	key  uint64
}

func (exact) Prepare(raw string) Value {
	f := Fold(raw)
	if f == "" || placeholders[f] {
		return nil
	}
	return exactValue{f, Hash(f)}
}

func (exact) Keys(v Value) []uint64 { return []uint64{v.(exactValue).key} }

func (exact) Levels() []string { return []string{"exact", "different"} }

func (exact) Level(a, b Value) Level {
	if a.(exactValue) == b.(exactValue) {
		return 0
	}
	return 1
}
