// Package spec reads the file that says how tables are linked: which columns
// there are, of what kind each is, by which keys two records may meet and when
// they belong together. The file is YAML; docs/linkage-spec.md describes it, and
// schema.json lets editors check it.
//
//	id: book_id
//	columns:
//	  title: words
//	  author: text
//	  printed: year
//
// is a whole spec: keys and parameters are then found from the data. A full
// one says more of each column, names keys, and binds:
//
//	columns:
//	  title: {kind: words}
//	  shelf: {kind: category, frequency: true, group: where}
//	block:
//	  - [title, title]
//	  - [author.first3, printed]
//	threshold: 4
//
// [Parse] reads a file, [File.Bind] fits it to the columns of a table and gives
// the [linkage.Spec] to run. What cannot be used is refused with an [*Error] that
// names file, line and what is allowed.
//
// Kinds that this package does not know, such as names of persons, are brought
// in by the caller as [Kind]s.
package spec
