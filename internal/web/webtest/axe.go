package webtest

import (
	"bytes"
	"compress/gzip"
	_ "embed" // axe-core
	"io"
	"strings"
	"sync"
)

//go:embed axe.min.js.gz
var axePacked []byte

var axeScript = sync.OnceValues(func() (string, error) {
	z, err := gzip.NewReader(bytes.NewReader(axePacked))
	if err != nil {
		return "", err
	}
	b, err := io.ReadAll(z)
	return string(b), err
})

// A violation is a rule of axe-core that the page breaks, and where.
type violation struct {
	Rule   string
	Impact string
	Help   string
	Nodes  []string
}

const axeRun = `axe.run(document, {resultTypes: ["violations"]}).then((r) => r.violations.map((v) => ({
	Rule: v.id, Impact: v.impact, Help: v.help, Nodes: v.nodes.slice(0, 5).map((n) => n.target.join(" ") + " " + (n.failureSummary || "").replace(/\s+/g, " ")),
})))`

// Axe fails the test for every rule of accessibility that the page breaks.
func (tab *Tab) Axe() {
	tab.t.Helper()
	script, err := axeScript()
	if err != nil {
		tab.t.Fatalf("unpack axe-core: %v", err)
	}
	if !Eval[bool](tab, `typeof axe === "object"`) {
		Eval[bool](tab, script+"; true")
	}
	for _, v := range Eval[[]violation](tab, axeRun) {
		tab.t.Errorf("axe: %s (%s): %s\n\t%s", v.Rule, v.Impact, v.Help, strings.Join(v.Nodes, "\n\t"))
	}
}

// Narrow fails the test when the page is wider than its screen.
func (tab *Tab) Narrow() {
	tab.t.Helper()
	wide := Eval[[]string](tab, `(() => {
		const w = document.documentElement.clientWidth;
		if (document.documentElement.scrollWidth <= w) return [];
		return [...document.querySelectorAll("body *")].filter((e) => {
			const r = e.getBoundingClientRect();
			return (r.right > w + 1 || r.left < -1) && !e.closest(".table-wrap, .sections-in, .tabs, .vh, .skip, svg");
		}).slice(0, 5).map((e) => e.tagName + "." + e.className);
	})()`)
	for _, e := range wide {
		tab.t.Errorf("wider than the screen: %s", e)
	}
}
