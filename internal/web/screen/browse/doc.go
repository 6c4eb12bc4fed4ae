// Package browse lists people without a name: by governorate, place of custody,
// time, status, sex, age, source, what a file lacks, tags and saved lists, with
// "and", "or" and "not", narrowed or widened block by block.
//
// The rule this package guards: every list and count is what an office that
// never had the sources out of the reader's sight would give. A condition holds
// for a person of whom some source in sight says so now. What is typed into a
// condition stands in no address and no log. People found can be
// tagged, listed and given to somebody together; they are never joined together.
package browse
