package when

// A Note is what a reader noticed or had to assume, one bit each. Pages show
// it beside the value, so that nobody takes an assumption for the source.
type Note uint16

// The notes.
const (
	DayFirst    Note = 1 << iota // both orders were possible; the first number was taken as the day
	MonthFirst                   // the month stood first
	FromHijri                    // converted from the Hijri calendar, one day more or less
	HijriByYear                  // taken as Hijri because of its year alone
	ShortYear                    // the century of a two-digit year was supplied
	Serial                       // an Excel serial number
	NewYearsDay                  // 1 January, which often stands for a day not known
	SaidUnknown                  // the cell says that it is not known
)

var noteCodes = [...]string{"day_first", "month_first", "from_hijri", "hijri_by_year", "short_year", "serial", "new_years_day", "said_unknown"}

// Has reports whether all of m is in n.
func (n Note) Has(m Note) bool { return n&m == m }

// Codes are the stable names of the notes in n, such as "day_first".
func (n Note) Codes() []string {
	var codes []string
	for i, c := range noteCodes {
		if n&(1<<i) != 0 {
			codes = append(codes, c)
		}
	}
	return codes
}
