package when

import (
	"testing"

	"pgregory.net/rapid"
)

func TestParse(t *testing.T) {
	tests := []struct {
		in, lo, hi string
		p          Precision
	}{
		{"2013-05-19", "2013-05-19", "2013-05-19", ToDay},
		{"2013-05-19T14:30:00Z", "2013-05-19", "2013-05-19", Instant},
		{"2013-05-19T14:30:00+03:00", "2013-05-19", "2013-05-19", Instant},
		{"2012-02", "2012-02-01", "2012-02-29", ToMonth},
		{"2012-02-XX", "2012-02-01", "2012-02-29", ToMonth},
		{"2012-XX", "2012-01-01", "2012-12-31", ToYear},
		{"2012-XX-XX", "2012-01-01", "2012-12-31", ToYear},
		{"2012-22", "2012-06-01", "2012-08-31", ToSeason},
		{"2012-24", "2011-12-01", "2013-02-28", ToSeason},
		{"201X", "2010-01-01", "2019-12-31", ToDecade},
		{"19XX", "1900-01-01", "1999-12-31", ToCentury},
		{"1985~", "1983-01-01", "1987-12-31", ToYear},
		{"1985?", "1985-01-01", "1985-12-31", ToYear},
		{"2013-05-19%", "2013-05-16", "2013-05-22", ToDay},
		{"1985/1987", "1985-01-01", "1987-12-31", Range},
		{"1985/1987-05~", "1985-01-01", "1987-07-01", Range},
		{"../2011", "..", "2011-12-31", Before},
		{"2013/..", "2013-01-01", "..", After},
		{"..", "..", "..", Ongoing},
	}
	for _, tt := range tests {
		d, err := Parse(tt.in)
		if err != nil || d.String() != tt.in {
			t.Errorf("Parse(%q) = %q, %v", tt.in, d, err)
			continue
		}
		if lo, hi := d.Earliest().String(), d.Latest().String(); lo != tt.lo || hi != tt.hi || d.Precision() != tt.p {
			t.Errorf("Parse(%q): %s to %s, %s, want %s to %s, %s", tt.in, lo, hi, d.Precision(), tt.lo, tt.hi, tt.p)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	for _, s := range []string{
		"", "2013-5-19", "2013-02-30", "2013-13", "2013-00", "2013-99", "13", "20133", "198X-05", "XXXX", "2013-22-01", "2013-XX-05",
		"1987/1985", "1985/1985", "/1985", "1985/", "../..", "2013-05-19T25:00:00", "2013-05T10:00:00", "2013-05-19T10:00:00+00:00", "-1985", "0000", "2013??", "٢٠١٣",
	} {
		if d, err := Parse(s); err == nil {
			t.Errorf("Parse(%q) = %q, want a refusal", s, d)
		}
	}
}

// someDate draws any date that the package can hold.
func someDate(t *rapid.T) Date {
	switch rapid.IntRange(0, 6).Draw(t, "shape") {
	case 0:
		return Date{}
	case 1:
		return Open()
	case 2:
		return UpTo(someSingle(t))
	case 3:
		return Since(someSingle(t))
	case 4:
		if d, err := Between(someSingle(t), someSingle(t)); err == nil {
			return d
		}
	}
	return someSingle(t)
}

func someSingle(t *rapid.T) Date {
	p := point{year: int16(rapid.IntRange(1900, 2030).Draw(t, "year")), qual: Qualifier(rapid.IntRange(0, 3).Draw(t, "qualifier"))}
	switch rapid.IntRange(0, 4).Draw(t, "kind") {
	case 0:
		p.month = uint8(rapid.IntRange(1, 12).Draw(t, "month"))
		p.day = uint8(rapid.IntRange(1, 28).Draw(t, "day"))
	case 1:
		p.month = rapid.SampledFrom([]uint8{1, 2, 12, 21, 24, unspecified}).Draw(t, "month")
	case 2:
		p.year, p.hidden = p.year/10*10, 1
	}
	return Date{shape: single, a: p}
}

func TestDatesRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := someDate(t)
		var back Date
		text, _ := d.MarshalText()
		if err := back.UnmarshalText(text); err != nil || back != d {
			t.Fatalf("%q reads back as %q, %v", text, back, err)
		}
		if d.Earliest() > d.Latest() {
			t.Fatalf("%q ends before it begins", d)
		}
	})
}

func TestBeforeIsAnOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b, c := someDate(t), someDate(t), someDate(t)
		if a.Before(b) == Certainly && (b.Before(a) != No || a.SameDay(b) != No) {
			t.Fatalf("%q is certainly before %q and yet %v, %v", a, b, b.Before(a), a.SameDay(b))
		}
		if a.Before(b) == Certainly && b.Before(c) == Certainly && a.Before(c) != Certainly {
			t.Fatalf("%q < %q < %q but not %q < %q", a, b, c, a, c)
		}
		if a.SameDay(b) != b.SameDay(a) {
			t.Fatalf("%q, %q: SameDay depends on the order", a, b)
		}
	})
}

func TestDoubtIsNeverCertain(t *testing.T) {
	a, b := must(t, "1985?"), must(t, "1990")
	if got := a.Before(b); got != Possibly {
		t.Errorf("%q before %q = %v, want possibly", a, b, got)
	}
	if got := must(t, "1985").Before(b); got != Certainly {
		t.Errorf("1985 before 1990 = %v, want certainly", got)
	}
	if got := must(t, "2013-05-19").Within(must(t, "2013-05")); got != Certainly {
		t.Errorf("2013-05-19 within 2013-05 = %v, want certainly", got)
	}
}

func TestIntervals(t *testing.T) {
	tests := []struct {
		i, j, date                  string
		contains, overlaps, earlier Answer
	}{
		{"2012-05/2013-05", "2013-06/2014", "2012-12-01", Certainly, No, Certainly},
		{"2012-05/2013-05", "2013-05/2014", "2012-05-10", Possibly, Possibly, Possibly},
		{"2012/..", "2015/2016", "2020", Certainly, Certainly, No},
		{"2012/", "2015/2016", "2013", Possibly, Possibly, Possibly},
		{"2012?/..", "2015/2016", "2020", Possibly, Possibly, No},
		{"[2012..2013]/2014", "2014-06/2016", "2013-06", Possibly, Possibly, Possibly},
		{"[..2012]/2014", "2015/..", "2015", No, No, Certainly},
	}
	for _, tt := range tests {
		i, j := interval(t, tt.i), interval(t, tt.j)
		d := must(t, tt.date)
		if i.String() != tt.i {
			t.Errorf("interval %q prints as %q", tt.i, i)
		}
		if i.Contains(d) != tt.contains || i.Overlaps(j) != tt.overlaps || i.Before(j) != tt.earlier {
			t.Errorf("%q: contains %q %v, overlaps %q %v, before it %v; want %v %v %v", i, d, i.Contains(d), j, i.Overlaps(j), i.Before(j), tt.contains, tt.overlaps, tt.earlier)
		}
	}
	for _, s := range []string{"2014/2013", "2013", "[]/2013", "[2012]/2013", "2013/x"} {
		if i, err := ParseInterval(s); err == nil {
			t.Errorf("ParseInterval(%q) = %q, want a refusal", s, i)
		}
	}
}

func TestBirthYears(t *testing.T) {
	tests := []struct {
		age      int
		on, want string
	}{
		{30, "2013", "1982/1983"},
		{30, "2013-05-19", "1982/1983"},
		{30, "2013-12-31", "1983"},
		{0, "2013-05", "2012/2013"},
		{17, "2012/2013", "1994/1996"},
	}
	for _, tt := range tests {
		if got, err := BirthYears(tt.age, must(t, tt.on)); err != nil || got.String() != tt.want {
			t.Errorf("BirthYears(%d, %q) = %q, %v, want %q", tt.age, tt.on, got, err, tt.want)
		}
	}
	for _, on := range []string{"../2013", "2013/.."} {
		if got, err := BirthYears(30, must(t, on)); err == nil {
			t.Errorf("BirthYears(30, %q) = %q, want a refusal", on, got)
		}
	}
	if _, err := BirthYears(200, must(t, "2013")); err == nil {
		t.Error("BirthYears(200) is not refused")
	}
}

func TestAgesAsSaid(t *testing.T) {
	tests := []struct {
		age, on, born string
	}{
		{"30", "2013", "1982/1983"},
		{"6m", "2013-05-19", "2012"},
		{"6m", "2013-10", "2013"},
		{"6m", "2013", "2012/2013"},
		{"18m", "2013-05", "2011"},
		{"0m", "2013-01-01", "2012/2013"},
		{"30-35", "2013-12-31", "1978/1983"},
	}
	for _, tt := range tests {
		a, err := ParseAge(tt.age)
		if err != nil || a.String() != tt.age {
			t.Fatalf("ParseAge(%q) = %+v %q, %v", tt.age, a, a, err)
		}
		if got, err := a.Born(must(t, tt.on)); err != nil || got.String() != tt.born {
			t.Errorf("%s on %s: born %q, %v, want %q", tt.age, tt.on, got, err, tt.born)
		}
	}
	for _, s := range []string{"", "m", "-", "-3", "35-30", "30-30", "30-", "x", "+3", "131", "6 m", "30-200", "9999m"} {
		if a, err := ParseAge(s); err == nil {
			t.Errorf("ParseAge(%q) = %q, want a refusal", s, a)
		}
	}
}

func TestAgesAndBirthYearsAgree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		born := OfDay(Day(rapid.IntRange(-20000, 15000).Draw(t, "born")))
		on := OfDay(born.Earliest() + Day(rapid.IntRange(0, 30000).Draw(t, "later")))
		least, most, ok := Ages(born, on)
		if !ok || least != most {
			t.Fatalf("Ages(%q, %q) = %d, %d, %v", born, on, least, most, ok)
		}
		years, err := BirthYears(least, on)
		if err != nil || born.Within(years) != Certainly {
			t.Fatalf("born %q, %d years old on %q, but BirthYears gives %q, %v", born, least, on, years, err)
		}
	})
}

func TestHijri(t *testing.T) {
	// Tabular (civil) reckoning; the days that published converters give.
	tests := []struct {
		h   Hijri
		day string
	}{
		{Hijri{1434, 7, 9}, "2013-05-19"},
		{Hijri{1445, 1, 1}, "2023-07-19"},
		{Hijri{1400, 1, 1}, "1979-11-21"},
		{Hijri{1421, 1, 1}, "2000-04-06"},
		{Hijri{1433, 12, 29}, "2012-11-14"},
	}
	for _, tt := range tests {
		if got := hijriDay(tt.h.Year, tt.h.Month, tt.h.Day).String(); got != tt.day {
			t.Errorf("%v = %s, want %s", tt.h, got, tt.day)
		}
	}
	if got := hijriEpoch.String(); got != "0622-07-19" {
		t.Errorf("the epoch is %s, want 0622-07-19", got)
	}
	if _, err := (Hijri{1434, 0, 5}).Date(); err == nil {
		t.Error("a Hijri day without a month is not refused")
	}
}

func TestHijriRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := Day(rapid.IntRange(-60000, 60000).Draw(t, "day"))
		h := HijriOf(d)
		if got := hijriDay(h.Year, h.Month, h.Day); got != d || h.Day > h.monthDays() {
			t.Fatalf("%s = %v = %s", d, h, got)
		}
	})
}

func TestMakersRefuse(t *testing.T) {
	for _, f := range []func() (Date, error){
		func() (Date, error) { return OfYear(0) },
		func() (Date, error) { return OfYear(70013) },
		func() (Date, error) { return OfMonth(70013, 5) }, // would wrap to a year of four digits
		func() (Date, error) { return OfMonth(2013, 13) },
		func() (Date, error) { return OfMonth(2013, 300) },
		func() (Date, error) { return Between(UpTo(must(t, "2013")), must(t, "2014")) },
	} {
		if d, err := f(); err == nil || !d.IsZero() {
			t.Errorf("a maker gave %q, %v, want a refusal", d, err)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"2013-05-19", "201X", "1985~/1987?", "../2011", "2013-05-19T14:30:00+03:00"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if d, err := Parse(s); err == nil && d.String() != s {
			t.Fatalf("Parse(%q) prints as %q", s, d)
		}
		if i, err := ParseInterval(s); err == nil {
			if back, err := ParseInterval(i.String()); err != nil || back != i {
				t.Fatalf("ParseInterval(%q) reads back as %q, %v", s, back, err)
			}
		}
	})
}

func must(t testing.TB, s string) Date {
	t.Helper()
	d, err := Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func interval(t testing.TB, s string) Interval {
	t.Helper()
	i, err := ParseInterval(s)
	if err != nil {
		t.Fatal(err)
	}
	return i
}
