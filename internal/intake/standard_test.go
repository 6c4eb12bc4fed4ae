package intake

import (
	"testing"

	"kashf.org/kashf/internal/register"
)

func TestStandard(t *testing.T) {
	tests := []struct {
		field      register.Field
		cell, gov  string
		want       string
		wantReason Reason
		wantAbsent register.Absence
	}{
		{register.BirthDate, "1985", "", "1985", "", 0},
		{register.BirthDate, "١٩٨٥", "", "1985", "", 0},
		{register.BirthDate, "5/12/2012", "", "2012-12-05", "", 0},
		{register.BirthDate, "20120501", "", "2012-05-01", "", 0},
		{register.BirthDate, "1630-08-01", "", "1630-08-01", "", 0},
		{register.BirthDate, "1856-86-18", "", "", BadDate, 0},
		{register.BirthYear, "6743", "", "", BadDate, 0},
		{register.Age, "٢٥ سنة", "", "25", "", 0},
		{register.Age, "-3", "", "", BadAge, 0},
		{register.Sex, "أنثى", "", "F", "", 0},
		{register.Sex, "masculin", "", "M", "", 0},
		{register.Sex, "baker", "", "", UnknownSex, 0},
		{register.Governorate, "محافظة حمص", "", "SY04", "", 0},
		{register.Governorate, "Dimashq ar-Rif", "", "SY03", "", 0},
		{register.Place, "تلبيسة", "SY04", "C2882", "", 0},
		{register.Residence, "حلب", "SY04", "SY02", "", 0},
		{register.Place, "devon", "", "", UnknownPlace, 0},
		{register.Facility, "سجن صيدنايا العسكري", "", "SED", "", 0},
		{register.Facility, "الفرع 215", "", "MI215", "", 0},
		{register.Facility, "the mill", "", "", UnknownPrison, 0},
		{register.LastSeenPlace, "سجن صيدنايا العسكري", "", "SED", "", 0},
		{register.ArrestMode, "حاجز", "", "checkpoint", "", 0},
		{register.MaritalStatus, "متزوج", "", "married", "", 0},
		{register.Occupation, "baker", "", "", "", 0},
	}
	r := Standard()
	for _, tt := range tests {
		got := r.read(tt.field, DayFirst, tt.cell, tt.gov)
		if got.norm != tt.want || got.reason != tt.wantReason || got.absence != tt.wantAbsent {
			t.Errorf("read(%s, %q, %q) = %q, %q, absence %d; want %q, %q, %d",
				tt.field, tt.cell, tt.gov, got.norm, got.reason, got.absence, tt.want, tt.wantReason, tt.wantAbsent)
		}
	}
}
