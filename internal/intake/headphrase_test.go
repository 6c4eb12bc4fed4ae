package intake

import (
	"strings"
	"testing"

	"kashf.org/kashf/internal/register"
)

// TestHeaderPhrases reads headers that no table of headers has.
func TestHeaderPhrases(t *testing.T) {
	for header, want := range map[string]register.Field{
		"تاريخ الإفراج عنها": register.ReleaseDate, "مكان وفاته": register.DeathPlace, "سبب اعتقاله": register.StatedGround, "اسم والدتها": register.MotherName,
		"رقم المعتقلة": register.DetaineeNo, "رقمه بالسجن": register.DetaineeNo, "رقم الفرع": register.Facility, "مكان احتجازه حاليا": register.Facility,
		"Date of the abduction": register.ArrestDate, "Where was he last seen": register.LastSeenPlace, "Husband's phone": register.Phone, "birthplace": register.BirthPlace,
		"Geburtsdatum": register.BirthDate, "Ort der Festnahme": register.ArrestPlace, "Nom et prénoms": register.FullName, "Navê dayikê": register.MotherName,
		"متى تم اعتقاله؟": register.ArrestDate, "عمره عند الاعتقال": register.AgeAtArrest, "شوێنی زیندانیکردن": register.Facility, "ا لأ م": register.MotherName,
	} {
		if got, score := fieldOfHeader(header); got != want || score < surely {
			t.Errorf("fieldOfHeader(%q) = %s, %.2f; want %s, surely", header, got.Key(), score, want.Key())
		}
	}
}

// TestHeaderTraps reads headers that are near those of a field and mean
// something else, or may: none may be taken surely.
func TestHeaderTraps(t *testing.T) {
	for _, header := range strings.Split(`اسم الجدة|اسم جدته|رقم السجن|تاريخ الاتصال|مكان العمل|Contact name|Registration date|تاريخ التسجيل|محامي المعتقل|رقم الشخص|
المدينة الحالية|Start date|اسم الأم وتاريخ ميلادها|تاريخ ميلاد الأم|عمر الأم|مكان ولادة الأب|اسم الأب والجد|تاريخ وفاة الأب|تاريخ قرار الإفراج|Entry date|Date of admission|
Date of visit|تاريخ الزيارة|Name of the dog|DoB or Age|محل وتاريخ الولادة|سبب عدم الإفراج|لم يفرج عنه|مكان تواجده|Other name of the town|عدد الأولاد|رقم الملف|
اسم القاضي|Interview date|رقم هاتف المحامي|Lawyer|تاريخ آخر تحديث|Page|القرار|تاريخ القرار|رقم القرار|Doctor's name|مندوب المنطقة|Number of children|Decision`, "|") {
		header = strings.TrimSpace(header)
		if got, score := fieldOfHeader(header); got != register.NoField && score >= surely {
			t.Errorf("fieldOfHeader(%q) = %s, %.2f", header, got.Key(), score)
		}
	}
	for _, header := range []string{"اسم القاضي", "Interview date", "رقم هاتف المحامي", "رقم الملف", "عدد الأولاد", "تاريخ آخر تحديث", "Lawyer's name"} {
		if _, ofAnother := fieldOfPhrase(header); !ofAnother {
			t.Errorf("fieldOfPhrase(%q) does not say that it tells of something else", header)
		}
	}
}

// TestHeadWordsSayOneThing looks for words that stand under two senses: which
// of them counts would be chance.
func TestHeadWordsSayOneThing(t *testing.T) {
	said := map[string]sense{}
	for s, words := range headWords {
		for _, w := range words {
			if was, ok := said[fold(w)]; ok && was != s {
				t.Errorf("%q says %d and %d", w, was, s)
			}
			said[fold(w)] = s
		}
	}
}

// TestDataIsNoHeader looks at rows of data that hold words of headers.
func TestDataIsNoHeader(t *testing.T) {
	for _, row := range []string{"نزار الحموي|محامي|والده|مفقود", "أمل حسن|طبيب|سجن عدرا|متوفى", "ليلى|أم|الأب|معتقلة", "Samer Hallaq|doctor|father|Prison", "رنا|زوجته|السجن|نعم"} {
		if namesColumns(strings.Split(row, "|")) {
			t.Errorf("%q is taken for a header", row)
		}
	}
}

// FuzzHeader reads any header over any cells: what is drafted can be read with,
// and a column is never surely what its cells deny.
func FuzzHeader(f *testing.F) {
	f.Add("تاريخ الإفراج عنها", "2013")
	f.Add("هل أفرج عنه؟", "✓")
	f.Add("Geburtsdatum", "12-May")
	f.Add("ا لأ م (Mother)", "\"")
	f.Fuzz(func(t *testing.T, header, cell string) {
		s := Sniffed{Header: true, Columns: []string{"الاسم الكامل", header}, Sample: [][]string{{"سامر الحلاق", cell}, {"ليلى الديري", cell}}}
		m := Draft(s, Readers{})
		if err := m.Validate(); err != nil {
			if _, ok := err.(*Error); !ok {
				t.Fatalf("Draft(%q over %q): an error of no kind: %v", header, cell, err)
			}
			return
		}
		c := newClaimer(m, Options{})
		for _, cells := range s.Sample {
			row := Row{Cells: cells}
			c.claim(&row)
			if row.State == Taken && len(row.Claims) == 0 {
				t.Fatalf("%q over %q: taken, and nothing claimed", header, cell)
			}
		}
	})
}
