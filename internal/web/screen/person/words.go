package person

import (
	"kashf.org/kashf/internal/dossier"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/web/part"
)

// vocabularies are the lists in which fields keep their codes.
var vocabularies = map[register.Field]string{
	register.ArrestMode:    "arrest_mode",
	register.ArrestedBy:    "agency",
	register.StatedGround:  "stated_ground",
	register.Status:        "fate_status",
	register.ReleaseMode:   "release_mode",
	register.MaritalStatus: "marital_status",
	register.ToldAs:        "relation",
	register.OrderedBy:     "agency",
	register.SupervisedBy:  "agency",
}

// bys say which step of a rule chose a value.
var bys = map[string]string{
	register.ByOnly:        "person.by.only",
	register.ByOrigins:     "person.by.origins",
	register.ByReliability: "person.by.reliability",
	register.ByPrecision:   "person.by.precision",
	register.ByOlder:       "person.by.older",
	"":                     "person.by.all",
}

// births say how the date of birth was read.
var births = map[string]string{
	register.BornAsStated:   "person.birth.stated",
	register.BornFromArrest: "person.birth.at_arrest",
	register.BornFromList:   "person.birth.on_list",
}

// tags are the labels of a file's head.
var tags = map[string]struct {
	key  string
	tone part.Tone
}{
	dossier.TagOneSource:    {"person.tag.one_source", part.Quiet},
	dossier.TagContradicted: {"person.tag.contradicted", part.Warn},
	dossier.TagPending:      {"person.tag.pending", part.Warn},
	dossier.TagConflict:     {"person.tag.conflict", part.Warn},
	dossier.TagAlarm:        {"person.tag.alarm", part.Warn},
	dossier.TagUnderAge:     {"person.tag.under_age", part.Info},
	dossier.TagNotConfirmed: {"person.tag.machine_link", part.Quiet},
}

// fateTones are the tones of a fate. A death is not red: it is no alarm.
var fateTones = map[string]part.Tone{
	register.FreeVerified: part.Good, register.FreeReported: part.Good, register.Exchanged: part.Good,
	register.DetainedKnown: part.Info, register.DetainedUnknown: part.Info,
	register.ForciblyDisappeared: part.Warn, register.MissingOther: part.Warn,
	register.FateUnknown: part.Quiet,
}

// fateFacts say what a fate rests on.
var fateFacts = map[string]string{
	"fate.fact.nothing":               "person.fate.nothing",
	"fate.fact.missing":               "person.fate.missing",
	"fate.fact.remains_not_returned":  "person.fate.remains_not_returned",
	"fate.fact.remains_returned":      "person.fate.remains_returned",
	"fate.fact.death_identified":      "person.fate.death_identified",
	"fate.fact.death_document":        "person.fate.death_document",
	"fate.fact.death_reported":        "person.fate.death_reported",
	"fate.fact.death_also_reported":   "person.fate.death_also_reported",
	"fate.fact.exchanged":             "person.fate.exchanged",
	"fate.fact.escaped":               "person.fate.escaped",
	"fate.fact.release_confirmed":     "person.fate.release_confirmed",
	"fate.fact.release_reported":      "person.fate.release_reported",
	"fate.fact.release_also_reported": "person.fate.release_also_reported",
	"fate.fact.deprived_of_liberty":   "person.fate.deprived_of_liberty",
	"fate.fact.place_acknowledged":    "person.fate.place_acknowledged",
	"fate.fact.last_sign":             "person.fate.last_sign",
	"fate.fact.no_acknowledgement":    "person.fate.no_acknowledgement",
	"fate.fact.days_not_passed":       "person.fate.days_not_passed",
	"fate.fact.called_disappeared":    "person.fate.called_disappeared",
	"fate.fact.no_date":               "person.fate.no_date",
	"fate.fact.held_after_release":    "person.fate.held_after_release",
}

// stays say what an interval of custody is.
var stays = map[register.CustodyKind]string{
	register.Arrested: "person.stay.arrest",
	register.HeldAt:   "person.stay.held",
	register.Moved:    "person.stay.transfer",
	register.SeenAt:   "person.stay.last_seen",
	register.Released: "person.stay.release",
}

var conflicts = map[register.ConflictKind]string{
	register.TwoPlaces:     "person.conflict.two_places",
	register.EndsFirst:     "person.conflict.ends_first",
	register.ReleasedFirst: "person.conflict.released_first",
	register.HeldAfter:     "person.conflict.held_after",
	register.ArrestsDiffer: "person.conflict.arrests_differ",
}

// strengths say how much a weight says, with the bars that show it.
var strengths = map[string]struct {
	key  string
	bars part.Strength
}{
	"strength.very_strong": {"person.strength.very_strong", 3},
	"strength.strong":      {"person.strength.strong", 3},
	"strength.fair":        {"person.strength.fair", 2},
	"strength.weak":        {"person.strength.weak", 1},
	"strength.none":        {"person.strength.none", 0},
	"strength.against":     {"person.strength.against", 0},
}

var verdicts = map[register.Verdict]struct {
	key  string
	tone part.Tone
}{
	register.SamePerson: {"person.verdict.same", part.Good},
	register.Relatives:  {"person.verdict.relatives", part.Info},
	register.Different:  {"person.verdict.different", part.Bad},
	register.CannotTell: {"person.verdict.cannot_tell", part.Quiet},
}

var judgementStates = map[string]string{
	dossier.JudgementTakenBack: "person.judgement.taken_back",
	dossier.JudgementRests:     "person.judgement.rests",
}

var events = map[string]string{
	"event.imported":         "person.event.imported",
	"event.judged":           "person.event.judged",
	"event.judgement_undone": "person.event.judgement_undone",
	"event.attached":         "person.event.attached",
	"event.revealed":         "person.event.revealed",
	"event.destroyed":        "person.event.destroyed",
	"event.told":             "person.event.told",
	"event.returned":         "person.event.returned",
}

// letters are the paragraphs of article 17(3).
var letters = map[string]string{
	"a": "person.art17.a", "b": "person.art17.b", "c": "person.art17.c", "d": "person.art17.d",
	"e": "person.art17.e", "f": "person.art17.f", "g": "person.art17.g", "h": "person.art17.h",
}

// groups part the table of fields. A line of a field in none comes last.
var groups = []struct {
	key    string
	fields []register.Field
}{
	{"person.group.identity", []register.Field{
		register.FatherName, register.GrandfatherName, register.MotherName, register.GivenName, register.FamilyName,
		register.Sex, register.BirthDate, register.BirthYear, register.Age, register.AgeAtArrest, register.BirthPlace,
		register.Governorate, register.Place, register.Residence, register.RegistryPlace, register.NationalNo,
		register.Nationality, register.Occupation, register.MaritalStatus,
	}},
	{"person.group.custody", []register.Field{
		register.ArrestDate, register.ArrestPlace, register.ArrestMode, register.ArrestedBy, register.StatedGround,
		register.Facility, register.Cell, register.CustodyFrom, register.CustodyTo, register.TransferTo, register.DetaineeNo,
		register.LastSeenDate, register.LastSeenPlace, register.SearchSteps, register.OrderedBy, register.DetentionOrder, register.SupervisedBy,
		register.FamilyNotified, register.MedicalExam, register.FirstAppearance, register.Court, register.Sentence, register.SentenceEnd, register.RecordedOn,
	}},
	{"person.group.outcome", []register.Field{
		register.Status, register.ReleaseDate, register.ReleaseMode, register.DeathDate, register.DeathPlace,
		register.DeathCause, register.BurialPlace,
	}},
	{"person.group.other", nil},
}
