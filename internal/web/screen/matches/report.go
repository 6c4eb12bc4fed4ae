package matches

import (
	"strings"

	"github.com/a-h/templ"

	"kashf.org/kashf/internal/locale"
	"kashf.org/kashf/internal/register"
	"kashf.org/kashf/internal/web/part"
	"kashf.org/kashf/internal/web/static"
	"kashf.org/kashf/linkage"
)

// ReportPage is what a run found as a page that stands alone in a file: no
// server, no script, no font, nothing to fetch. It is for runs outside of any
// register, whose lists are named by their own names.
func ReportPage(p locale.Printer, rep linkage.Report) templ.Component {
	return reportPage(p, static.Styles(), reportFacts(p, rep), reportFindings(p, rep))
}

func reportFacts(p locale.Printer, rep linkage.Report) []part.Fact {
	facts := []part.Fact{
		{Label: p.T("matches.run.records"), Value: p.Number(rep.Records)},
		{Label: p.T("matches.report.clusters"), Value: p.Number(rep.Clusters)},
		{Label: p.T("matches.report.linked"), Value: p.Number(rep.Linked)},
		{Label: p.T("matches.run.open"), Value: p.Number(rep.Open)},
	}
	if rep.Reached > 0 {
		facts = append(facts, part.Fact{Label: p.T("matches.report.reached"), Value: share(p, rep.Reached)})
	}
	return facts
}

func reportFindings(p locale.Printer, rep linkage.Report) Findings {
	f := Findings{Quality: qualityOf(p, rep), Curve: &Curve{rep.Curve, rep.Threshold}}
	names := reach{names: map[register.SourceID]string{}}
	for _, slice := range rep.Slices {
		if len(slice.Cells) == 0 {
			continue
		}
		if slicings[slice.Name] == "" { // a column of the table
			f.Slices = append(f.Slices, columnTable(p, slice))
			continue
		}
		for _, c := range slice.Cells {
			for _, list := range strings.Split(c.Key, "|") {
				names.names[register.SourceID(list)] = list
			}
		}
		f.Slices = append(f.Slices, sliceTable(p, slice, names, true))
	}
	for _, c := range rep.Sizes {
		f.Sizes = append(f.Sizes, part.Bar{Label: p.N("matches.find.size", c.Size), N: c.Clusters})
	}
	for _, c := range rep.Largest[:min(len(rep.Largest), largestShown)] {
		f.Largest = append(f.Largest, Largest{c.Cluster, c.Size})
	}
	for _, st := range rep.Stages {
		if key, known := stages[st.Name]; known {
			f.Stages = append(f.Stages, Stage{p.T(key), p.T("matches.find.seconds", st.Seconds), held(p, st.Memory), st.Seconds})
		}
	}
	return f
}

// columnTable breaks the pairs down by a column whose values the program does
// not know.
func columnTable(p locale.Printer, s linkage.Slice) SliceTable {
	t := SliceTable{ID: "by-" + s.Name, Title: p.T("matches.report.by", locale.Isolate(s.Name)), Estimates: true}
	for _, c := range s.Cells[:min(len(s.Cells), slicesShown)] {
		label := locale.Isolate(c.Key)
		if a, b, two := strings.Cut(c.Key, "|"); two {
			label = p.T("matches.find.pair", locale.Isolate(a), locale.Isolate(b))
		} else if c.Key == "" {
			label = p.T("common.unknown")
		}
		e := c.Expected()
		t.Rows = append(t.Rows, SliceRow{Label: label, Scored: c.Scored, Linked: c.Linked, Right: share(p, e.Precision), Found: share(p, e.Recall)})
	}
	return t
}
