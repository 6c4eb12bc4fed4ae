package sample

import (
	"time"

	"kashf.org/kashf/internal/register"
)

// The organisations.
const (
	OrgA register.OrgID = "ORG-A"
	OrgB register.OrgID = "ORG-B"
)

// The sources.
const (
	Families   register.SourceID = "S-FAMILIES"   // told by families
	Circulated register.SourceID = "S-CIRCULATED" // a list seen on social media
	PassedOn   register.SourceID = "S-PASSED-ON"  // the same list from other hands
	Gate       register.SourceID = "S-GATE"       // the gate register of a prison
	English    register.SourceID = "S-ENGLISH"    // another organisation's list, in Latin letters
	Registry   register.SourceID = "S-REGISTRY"   // deaths in the civil registry
	Closed     register.SourceID = "S-CLOSED"     // organisation B alone
)

// The people, by the number of their first record.
const (
	Yamen register.PersonID = 1
	Basel register.PersonID = 5
	Rahaf register.PersonID = 7
	Nizar register.PersonID = 9
	Ilham register.PersonID = 11
	Wael  register.PersonID = 12
)

var day = time.Date(2025, 3, 1, 9, 0, 0, 0, time.UTC)

// Sources are the sources.
func Sources() []register.Source {
	source := func(id register.SourceID, name, kind string, reliability int) register.Source {
		return register.Source{
			ID: id, Name: name, Kind: kind, Owner: OrgA, Reliability: reliability,
			Sharing: register.ShareAll, AddedAt: day,
		}
	}
	list := []register.Source{
		source(Families, "رواية الأسر", "family", 2),
		source(Circulated, "قائمة متداولة", "list_circulated", 4),
		source(PassedOn, "نسخة من القائمة المتداولة", "ngo_dataset", 3),
		source(Gate, "سجل بوابة", "official_register", 2),
		source(English, "Partner's list", "ngo_dataset", 3),
		source(Registry, "وفيات السجل المدني", "civil_registry", 3),
		source(Closed, "شهادات مغلقة", "witness", 2),
	}
	list[2].Origin = string(Circulated)
	list[1].WindowFrom, list[1].WindowTo = "2014", "2014"
	list[4].Sharing, list[4].SharedWith = register.ShareNamed, []register.OrgID{OrgB}
	list[6].Owner, list[6].Sharing = OrgB, register.ShareOwner
	return list
}

// Records are the records, by number.
func Records() []register.Record {
	return []register.Record{
		Record(1, Yamen, Families,
			Text(register.FullName, "يامن كمال درويش العطار"), Text(register.MotherName, "سعاد"),
			Claim(register.BirthDate, "12/4/1986", "1986-04-12"), Claim(register.Place, "داريا", "C2498"),
			Claim(register.ArrestDate, "5/2013", "2013-05"), Claim(register.Facility, "فرع 227", "MI227"),
			Claim(register.CustodyFrom, "أيار 2013", "2013-05"), Claim(register.CustodyTo, "آب 2013", "2013-08"),
			Text(register.Relative, "باسل - أخوه"), Claim(register.Sex, "ذكر", "male")),
		Record(2, Yamen, Circulated,
			Text(register.FullName, "يامن كمال العطار"), Code(register.Age, "30"),
			Claim(register.Governorate, "ريف دمشق", "SY03"), Claim(register.ArrestDate, "2013", "2013"),
			Claim(register.Facility, "صيدنايا", "SED"), Absent(register.MotherName, register.Unknown)),
		Record(3, Yamen, PassedOn,
			Text(register.FullName, "يامن كمال العطار"), Code(register.BirthYear, "1984"),
			Claim(register.ArrestDate, "2012", "2012"), Claim(register.Status, "متوفى", register.ReportedDead)),
		Record(4, Yamen, English,
			Text(register.FullName, "Yamen Kamal al-Attar"), Text(register.MotherName, "Suad"), Code(register.BirthYear, "1986"),
			Claim(register.Facility, "Saydnaya", "SED"), Claim(register.CustodyFrom, "Jan 2014", "2014-01"),
			Claim(register.LastSeenDate, "June 2015", "2015-06"), Claim(register.LastSeenPlace, "Saydnaya, red building", "SED-R")),
		Record(5, Basel, Families,
			Text(register.FullName, "باسل كمال درويش العطار"), Text(register.MotherName, "سعاد"), Code(register.BirthYear, "1990"),
			Claim(register.ArrestDate, "5/2013", "2013-05"), Claim(register.Facility, "فرع 227", "MI227"),
			Claim(register.CustodyFrom, "أيار 2013", "2013-05"), Claim(register.CustodyTo, "حزيران 2013", "2013-06")),
		Record(6, Basel, Circulated, Text(register.FullName, "باسل العطار"), Claim(register.ArrestDate, "2013", "2013")),
		Record(7, Rahaf, Families,
			Text(register.GivenName, "رهف"), Text(register.FatherName, "ماهر"), Text(register.FamilyName, "شاكر"),
			Code(register.BirthYear, "1995"), Claim(register.ArrestDate, "3/3/2020", "2020-03-03")),
		Record(8, Rahaf, Gate,
			Text(register.FullName, "رهف ماهر شاكر"), Claim(register.ReleaseDate, "8/12/2024", "2024-12-08"),
			Claim(register.Status, "مفرج عنها", register.FreeReported)),
		Record(9, Nizar, Families,
			Text(register.FullName, "نزار فؤاد حمدان الزين"), Code(register.BirthYear, "1979"), Claim(register.ArrestDate, "2012", "2012")),
		Record(10, Nizar, Registry,
			Text(register.FullName, "نزار فؤاد الزين"), Claim(register.DeathDate, "1/9/2014", "2014-09-01"),
			Claim(register.Status, "متوفى", register.ReportedDead)),
		Record(11, Ilham, Circulated, Text(register.FullName, "إلهام")),
		Record(12, Wael, Closed, Text(register.FullName, "وائل سمير"), Claim(register.Allegation, "كما ورد", "")),
	}
}

// Links are the links of the only run.
func Links() []register.Link {
	link := func(l, r register.RecordID, weight int) register.Link {
		return register.Link{Left: l, Right: r, Run: 20, Weight: weight, Probability: .99}
	}
	return []register.Link{link(1, 2, 1240), link(2, 3, 1810), link(1, 4, 960), link(5, 6, 730), link(7, 8, 1105), link(9, 10, 1320)}
}

// Judgements are the judgements, in order of entry.
func Judgements() []register.Judgement {
	return []register.Judgement{
		Same("J1", 1, 2, "lina", 21),
		Same("J2", 9, 10, "lina", 22),
		Same("J3", 9, 10, "omar", 23),
		Same("J4", 7, 8, "lina", 24),
		Judged("J5", 1, 5, register.Relatives, "omar", 25),
	}
}

// Open are the pairs left for people.
func Open() []register.OpenMatch {
	return []register.OpenMatch{{Left: 6, Right: 11, Run: 20, Weight: 210, Probability: .4, Rank: 0}}
}

// Imports are the imports: one a source.
func Imports() []register.Import {
	var out []register.Import
	for i, s := range Sources() {
		n := 0
		columns := map[string]bool{}
		im := register.Import{
			ID: register.ImportID("IM-" + s.ID), Source: s.ID, FileName: string(s.ID) + ".csv",
			Mapping: map[string]string{}, Seq: int64(10 + i), At: day, By: "lina",
		}
		for _, r := range Records() {
			if r.Source != s.ID {
				continue
			}
			n++
			for _, c := range r.Claims {
				if key := c.Field.Key(); !columns[key] {
					columns[key] = true
					im.Columns = append(im.Columns, key)
					im.Mapping[key] = key
				}
			}
		}
		im.Read, im.Taken = n, n
		out = append(out, im)
	}
	out[1].Read, out[1].Refused = out[1].Read+2, 2
	return out
}

// FileOf is a person's file as the program itself sees it.
func FileOf(p register.PersonID) register.File {
	f := register.File{Person: p, Sight: register.Sight{Machine: true}, Sources: Sources(), Imports: Imports()}
	mine := map[register.RecordID]bool{}
	for _, r := range Records() {
		if r.Person == p {
			f.Records = append(f.Records, r)
			mine[r.ID] = true
		}
	}
	for _, l := range Links() {
		if mine[l.Left] && mine[l.Right] {
			f.Links = append(f.Links, l)
		}
	}
	for _, j := range Judgements() {
		if mine[j.Left] || mine[j.Right] {
			f.Judgements = append(f.Judgements, j)
		}
	}
	return f
}
