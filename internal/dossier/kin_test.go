package dossier_test

import (
	"testing"

	"kashf.org/kashf/internal/dossier"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/register/sample"
)

func TestRelationIn(t *testing.T) {
	for _, tt := range []struct{ written, name, relation string }{
		{"أخوه ماهر", "ماهر", "brother"},
		{"باسل - أخوه", "باسل", "brother"},
		{"ابن عمه ماهر خليل", "ماهر خليل", "cousin"},
		{"Basel (brother)", "Basel", "brother"},
		{"mother: Fatima Zoubi", "Fatima Zoubi", "mother"},
		{"ماهر خليل", "ماهر خليل", ""},
		{"أخوه", "", "brother"},
		{"", "", ""},
	} {
		if name, relation := dossier.RelationIn(tt.written); name != tt.name || relation != tt.relation {
			t.Errorf("RelationIn(%q) = %q, %q; want %q, %q", tt.written, name, relation, tt.name, tt.relation)
		}
	}
}

func kinNamed(all []dossier.Kin, name string) (dossier.Kin, bool) {
	for _, k := range all {
		if k.Name == name {
			return k, true
		}
	}
	return dossier.Kin{}, false
}

func TestKin(t *testing.T) {
	w := newWorld()
	all := person(t, w, staff(sample.OrgA), sample.Yamen).Kin()
	judged := all[0]
	if judged.Person != sample.Basel || judged.Relation != "brother" || judged.Disagree || len(judged.Edges) != 2 {
		t.Errorf("the brother, judged and named: %+v", judged)
	}
}

// Sources that differ on who a relative is, or how related, are shown to differ;
// a child with its mother is a child.
func TestKinWhoDisagree(t *testing.T) {
	w := newWorld()
	a, b := sample.Sources()[0].ID, sample.Sources()[1].ID
	w.register.RecordList = []register.Record{
		sample.Record(1, 1, a, sample.Text(register.FullName, "ليلى ناصر"), sample.Text(register.Relative, "أخوها ماهر"), sample.Text(register.MotherName, "مريم الأسود")),
		sample.Record(2, 1, b, sample.Text(register.FullName, "ليلى ناصر"), sample.Text(register.Relative, "ابن عمها ماهر"), sample.Text(register.MotherName, "هدى الأحمد"),
			register.Claim{Field: register.MinorChild, Value: "طفلة عمرها سنة", Level: register.C4}),
	}
	w.register.JudgementList = nil
	who := staff(sample.OrgA)
	if _, ok := kinNamed(person(t, w, who, 1).Kin(), "طفلة عمرها سنة"); ok {
		t.Error("a child is told of to who has not asked for what is protected")
	}
	who.Sight.Level, who.Sight.Revealed = register.C4, true
	all := person(t, w, who, 1).Kin()
	if k, ok := kinNamed(all, "ماهر"); !ok || !k.Disagree || k.Relation != "" || len(k.Edges) != 2 || !k.Edges[0].Against {
		t.Errorf("brother to one, cousin to another: %+v", k)
	}
	for _, name := range []string{"مريم الأسود", "هدى الأحمد"} {
		if k, ok := kinNamed(all, name); !ok || !k.Disagree || k.Relation != "mother" {
			t.Errorf("%s, one of two mothers: %+v", name, k)
		}
	}
	if k, ok := kinNamed(all, "طفلة عمرها سنة"); !ok || !k.Child || k.Person != 0 {
		t.Errorf("the child: %+v", k)
	}
	if c, err := w.Company(t.Context(), who, 1, 0, 10); err != nil || c.Total != 0 {
		t.Errorf("nobody was held with her, and %d were (%v)", c.Total, err)
	}
}
