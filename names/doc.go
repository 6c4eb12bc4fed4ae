// Package names reads, compares and searches personal names in Arabic and
// Latin script.
//
// A name on a list is evidence, not a key. محمد عبد الرحمن الحسين, Mohamad
// Abdulrahman Alhussein and MEHMET ABDURRAHMAN HÜSEYIN may be one man; حسن and
// حسين, one letter apart, are two. The package says how much two spellings
// speak for one name, in bits, and shows part by part why.
//
// # From bytes to bits
//
//   - [Strict] and [Loose] fold a spelling. The original is always kept beside
//     them: a folded key finds, it never decides.
//   - [Parse] reads a full name as parts with roles: given, father,
//     grandfather, family; compounds such as عبد الرحمن and صلاح الدين are one
//     part, joined or not, in either script.
//   - A Latin part has a posterior over canonical Arabic forms. A [Model] gives
//     P(Latin chunk | Arabic letter), learnt from pairs (see names/train); a
//     [Lexicon] gives the forms and how common they are. Two Latin spellings
//     meet in the forms they share: Youssef and Yusuf are both يوسف.
//   - English, French, Turkish and German readers write Arabic differently. A
//     [Style] has a table of its own; [Comparer.InferStyle] tells a list's, and
//     [Comparer.In] reads by it. The parts of a name that is asked for tell
//     theirs by themselves.
//   - A [Comparer] aligns the parts of two names and adds up the evidence. A
//     shared rare name says much, a shared محمد little; a missing grandfather
//     says nearly nothing, another given name speaks against all the rest,
//     for brothers share everything else.
//   - An [Index] finds the names that are worth comparing among very many, in
//     a few milliseconds among a million, and says in which band a hit belongs
//     and why. It is added to and removed from in place, saved, and mapped
//     again. A [Ranker] does it for a plain list.
//
// # Bits
//
// A match of b bits is 2^b times likelier between two spellings of one
// person's name than between the names of two people. A name alone is rarely
// enough: ten bits are a thousand to one, and a country has millions. Package
// linkage adds the other fields and the prior.
//
// What screens a list wants one number for both questions, whether two spellings
// are one name and whether that says anything: [Hold] and a Comparison's Score.
//
// Start with [Comparer.CompareStrings] and its example; docs/names.md in the
// repository is a guide to the package for those who do not know the field.
package names
