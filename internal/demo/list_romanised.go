package demo

import (
	"strconv"
	"strings"

	"kashf.org/kashf/internal/register"
)

// romanisedList was gathered by committees in exile, some writing as in
// French, some as in Turkish: headers in French, tabs, family names first in
// about half of it.
func romanisedList() *List {
	return &List{
		Key: "romanised", FileName: "liste_comites_exil.tsv", Encoding: UTF8, Comma: '\t',
		Source: Source{
			NameAr: "قائمة لجان المهجر", NameEn: "List of the committees in exile",
			Kind: "witness", Owner: OrgAbroad, Reliability: 3, From: "2011", To: "2016-09",
			Sharing: register.ShareNamed, SharedWith: []OrgKey{OrgArchive, OrgFamilies},
		},
		Header: []string{
			"N°", "Nom et prénom", "Nom de la mère", "Sexe", "Date de naissance", "Gouvernorat", "Localité",
			"Date d'arrestation", "Arrêté par", "Lieu de détention", "Situation", "Remarques",
		},
		ArrestColumns: []int{7, 8},
		layout: layout{
			closed: On(2016, 9, 30), twice: .03, gaps: []string{"inconnu", "?", "bilinmiyor"},
			has:   func(d dice, _ *Person) bool { return d.chance(.17) },
			cells: romanisedRow,
		},
	}
}

var frenchOutcomes = map[Outcome]string{
	Disappeared: "Disparu", Freed: "Libéré", Opened: "Libéré", Died: "Décédé", SeenLast: "Détenu",
}

func romanisedRow(s *scribe) []string {
	st := french
	if s.chance(.4) {
		st = turkish
	}
	given := s.latin([]string{s.p.Given}, st)
	family := s.latin([]string{s.f.Name}, st)
	father := ""
	if s.chance(.5) {
		father = " " + s.latin([]string{s.f.Father}, st)
	}
	name := given + father + " " + family
	if s.chance(.5) {
		name = strings.ToUpper(family) + " " + given + father
	}
	gov := governorateOf(s.f.Town.Governorate)
	govName := gov.french
	if st == turkish {
		govName = gov.turkish
	}
	born := s.date(s.p.Born, dotDate, .25)
	if s.chance(.35) {
		born = strconv.Itoa(s.bornYear(.15))
	}
	note := ""
	if s.chance(.06) {
		note = oneOf(s.dice, "à vérifier", "nom entendu au téléphone", "teyit edilmedi")
	}
	return []string{
		strconv.Itoa(s.number),
		s.typo(.06, name),
		s.known(.3, s.latin([]string{s.f.Mother}, st)),
		s.known(.85, s.sex("H", "F")),
		born,
		s.known(.8, govName),
		s.known(.4, s.f.Town.English),
		s.date(s.p.Arrest.Day, dotDate, .7),
		s.known(.3, agencyOf(s.p.Arrest.By).english),
		s.known(.4, s.latinPlace()),
		frenchOutcomes[s.outcomeBy(s.list.closed)],
		note,
	}
}

// latinPlace is a place of detention as it is called, in Latin letters.
func (s *scribe) latinPlace() string {
	at := s.somePlace(s.list.closed)
	if at.id == OpenedPrison {
		return oneOf(s.dice, "Saydnaya", "Sednaya", "Seidnaya", "Saidnaia")
	}
	return at.english
}
