package sample

import (
	"kashf.org/kashf/internal/register"
)

// Claim makes a claim with its own form, at the field's usual level.
func Claim(f register.Field, value, norm string) register.Claim {
	return register.Claim{Field: f, Value: value, Norm: norm, Level: f.Info().Level}
}

// Text makes a claim that has no form of its own.
func Text(f register.Field, value string) register.Claim { return Claim(f, value, "") }

// Code makes a claim whose value as written is its own form.
func Code(f register.Field, code string) register.Claim { return Claim(f, code, code) }

// Absent makes a claim that names an absence.
func Absent(f register.Field, why register.Absence) register.Claim {
	return register.Claim{Field: f, Level: f.Info().Level, Absence: why}
}

// Record makes a record of a person from claims.
func Record(id register.RecordID, p register.PersonID, s register.SourceID, claims ...register.Claim) register.Record {
	return register.Record{ID: id, Person: p, Source: s, Import: register.ImportID("IM-" + s), Row: int(id), Claims: claims}
}

// Same is a judgement that two records are one person.
func Same(id string, a, b register.RecordID, by string, seq int64) register.Judgement {
	return Judged(id, a, b, register.SamePerson, by, seq)
}

// Judged is a judgement with any verdict.
func Judged(id string, a, b register.RecordID, v register.Verdict, by string, seq int64) register.Judgement {
	return register.Judgement{
		ID: id, Left: min(a, b), Right: max(a, b), Verdict: v, Why: "father, mother and place agree",
		By: by, ByName: by, Org: OrgA, Seq: seq, At: day,
	}
}
