package locale

import (
	"strings"
	"time"

	"golang.org/x/text/language"
	xmessage "golang.org/x/text/message"
)

// Default is the language of a reader who has not chosen one.
const Default = "ar"

// Languages lists the languages of the interface, the default first.
func Languages() []string { return []string{"ar", "en"} }

// Arabic is printed with the digits 0 to 9, as lists and registers in Syria
// write them; the plain tag would print ٠ to ٩.
var tags = map[string]language.Tag{
	"ar": language.MustParse("ar-u-nu-latn"),
	"en": language.English,
}

// A Printer says messages in one language and one time zone. Its zero value
// prints nothing useful; get one from [For]. It may be used by several
// goroutines at once.
type Printer struct {
	lang string
	p    *xmessage.Printer
	zone *time.Location
}

// For returns the printer for a language of [Languages]; any other gets the
// default one. Times are said in the time zone of Damascus, or of [Printer.In].
func For(lang string) Printer {
	tag, ok := tags[lang]
	if !ok {
		lang, tag = Default, tags[Default]
	}
	return Printer{lang, xmessage.NewPrinter(tag, xmessage.Catalog(open().catalog)), damascus}
}

// damascus has been at UTC+3 all year since October 2022.
var damascus = time.FixedZone("Asia/Damascus", 3*60*60)

// Match picks the first language of [Languages] that one of the wishes names.
// A wish is a tag such as "en-GB" or a whole Accept-Language header. Without a
// wish that can be met it is [Default].
func Match(wishes ...string) string {
	for _, wish := range wishes {
		if len(wish) > 200 { // a header may be long on purpose
			continue
		}
		asked, _, err := language.ParseAcceptLanguage(wish)
		if err != nil {
			continue
		}
		for _, tag := range asked {
			base, _ := tag.Base()
			if _, ok := tags[base.String()]; ok {
				return base.String()
			}
		}
	}
	return Default
}

// In returns a printer that says times in the given zone.
func (p Printer) In(zone *time.Location) Printer {
	if zone != nil {
		p.zone = zone
	}
	return p
}

// T says the message of key. An unknown key is returned as it is.
func (p Printer) T(key string, args ...any) string { return p.p.Sprintf(key, args...) }

// N says the counted message of key for n; n is the message's %[1]d and args
// are those after it.
func (p Printer) N(key string, n int, args ...any) string {
	return p.p.Sprintf(key, append([]any{n}, args...)...)
}

// Has reports whether there is a message for key, for keys that are put
// together from data.
func (p Printer) Has(key string) bool {
	_, ok := open().keys[p.lang][key]
	return ok
}

// Lang is the value of the lang attribute, "ar" or "en".
func (p Printer) Lang() string { return p.lang }

// Dir is the direction the language runs in, "rtl" or "ltr".
func (p Printer) Dir() string {
	if p.RTL() {
		return "rtl"
	}
	return "ltr"
}

// RTL reports whether the language runs from right to left.
func (p Printer) RTL() bool { return p.lang == "ar" }

// List joins items as the language does: "a, b and c".
func (p Printer) List(items ...string) string {
	if len(items) < 2 {
		return strings.Join(items, "")
	}
	last := len(items) - 1
	return p.T("common.list.last", strings.Join(items[:last], p.T("common.list.comma")), items[last])
}
