package review

import (
	"fmt"
	"reflect"
	"testing"

	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/review"
)

// fixed are the settings that only one value of may be in force: the page says
// what it is.
var fixed = map[string]bool{
	"LapseAction": true, "Publication.Decisions": true, "Publication.Dissent": true, "Publication.Figures": true, "Closed.Advocate": true, "Closed.Gist": true,
}

// TestPolicyPageSaysEverySetting: whatever setting of a policy is another, the page
// that explains it is another too, in both languages; a setting that is added
// tomorrow is among them.
func TestPolicyPageSaysEverySetting(t *testing.T) {
	text, err := review.ShippedPolicy("commission")
	if err != nil {
		t.Fatal(err)
	}
	base := func() review.Policy {
		y, err := review.ParsePolicy(text)
		if err != nil {
			t.Fatal(err)
		}
		y.Mandate = review.Mandate{Instrument: "Decree 20", IssuedBy: "the assembly", IssuedOn: "2025-05-17"}
		y.Conditions = append(y.Conditions, review.Condition{Kind: "report", To: "court"})
		return y
	}
	for _, lang := range locale.Languages() {
		p := locale.For(lang)
		page := func(y review.Policy) string {
			return fmt.Sprintf("%+v", explain(p, []review.StoredPolicy{{Policy: y}}))
		}
		was, settings := page(base()), 0
		y := base()
		leaves(reflect.ValueOf(&y).Elem(), "", func(at string, v reflect.Value) {
			settings++
			if fixed[at] {
				return
			}
			old := reflect.ValueOf(v.Interface())
			change(at, v)
			if page(y) == was {
				t.Errorf("%s: the page says nothing of %s", lang, at)
			}
			v.Set(old)
		})
		if settings < 50 {
			t.Errorf("only %d settings were changed", settings)
		}
	}
}

// leaves calls a function with each setting, and the first of each list.
func leaves(v reflect.Value, at string, f func(at string, v reflect.Value)) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			name := v.Type().Field(i).Name
			if at != "" {
				name = at + "." + name
			}
			leaves(v.Field(i), name, f)
		}
	case reflect.Slice:
		leaves(v.Index(v.Len()-1), at+"[]", f)
	default:
		f(at, v)
	}
}

// change gives a setting another value that it may have.
func change(at string, v reflect.Value) {
	named := map[string]string{
		"Body": "archive", "Panel.Seats[].From": "jurist", "Panel.Seats[].Seat": "chair", "Urgent.Lanes[]": "child", "Conditions[].Kind": "no_travel", "Conditions[].To": "commission",
	}
	switch {
	case named[at] != "":
		v.SetString(named[at])
	case v.Kind() == reflect.String:
		v.SetString("another")
	case v.Kind() == reflect.Bool:
		v.SetBool(!v.Bool())
	case v.CanInt():
		v.SetInt(v.Int() + 1)
	default:
		v.SetUint(v.Uint() + 1)
	}
}

// TestWayDrawsEveryState: each state that a review can be in is drawn on the way,
// or told of beside it; so is each state of custody.
func TestWayDrawsEveryState(t *testing.T) {
	text, err := review.ShippedPolicy("commission")
	if err != nil {
		t.Fatal(err)
	}
	y, err := review.ParsePolicy(text)
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range locale.Languages() {
		p := locale.For(lang)
		v := explain(p, []review.StoredPolicy{{Policy: y}})
		told := map[string]bool{}
		for _, s := range append(append(v.Way.States, v.Beside...), v.Custody...) {
			if told[s.Name] = true; s.Text == "" {
				t.Errorf("%s: nothing is said of %s", lang, s.Name)
			}
		}
		ends := map[review.State]bool{review.Decided: true, review.Assessed: true} // of other forms
		for _, s := range review.States() {
			if !ends[s] && !told[p.T("review.state."+string(s))] {
				t.Errorf("%s: the page says nothing of %s", lang, s)
			}
		}
		for _, l := range review.LibertyStates() {
			if !told[p.T("review.liberty."+string(l))] {
				t.Errorf("%s: the page says nothing of %s", lang, l)
			}
		}
	}
}
