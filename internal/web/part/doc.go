// Package part holds what screens are made of: the frame of a page, panels,
// facts, tables, form fields, messages, charts.
//
// The rule this package guards: a view gets plain structs and a
// [locale.Printer], never a request, so every view can be drawn in a test.
// Text from data is always wrapped by [Bdi] or [Name], so that a Latin name in
// an Arabic line does not move what stands beside it. A colour never says
// anything that a word does not say too. There are no inline styles and no
// inline scripts: the content security policy forbids both.
//
// Start with [Page] and the style guide in the tests.
package part
