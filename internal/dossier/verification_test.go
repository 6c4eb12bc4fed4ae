package dossier_test

import (
	"testing"

	"kashf.org/kashf/internal/dossier"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/register/sample"
	"kashf.org/kashf/internal/vocab"
)

func TestVerification(t *testing.T) {
	w := newWorld()
	w.register.JudgementList = append(w.register.JudgementList, sample.Same("J6", 7, 8, "omar", 41))
	w.register.RecordList[6].Claims = append(w.register.RecordList[6].Claims, sample.Code(register.Status, register.FreeReported))
	tests := []struct {
		person register.PersonID
		field  register.Field
		want   string
	}{
		{sample.Ilham, register.FullName, dossier.Unassessed},
		{sample.Yamen, register.BirthDate, dossier.SingleSource},
		{sample.Yamen, register.MotherName, dossier.Corroborated},
		{sample.Yamen, register.BirthYear, dossier.Disputed},
		{sample.Rahaf, register.Status, dossier.Verified},
		{sample.Rahaf, register.Sex, ""},
	}
	for _, tt := range tests {
		got := lineOf(person(t, w, staff(sample.OrgA), tt.person), tt.field).Verification
		if got != tt.want || got != "" && !vocab.Valid("verification", got) {
			t.Errorf("%s of %d is %q, want %q", tt.field, tt.person, got, tt.want)
		}
	}
}
