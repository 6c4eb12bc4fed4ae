// Package style is the style guide: one page that shows every part in both
// languages, with invented people. Only tests import it; they look at it in a
// browser and hold it to the rules of accessibility.
package style
