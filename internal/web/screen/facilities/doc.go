// Package facilities shows the places of detention that the register knows:
// by governorate, by any of their names, and one by one.
//
// Names are traps here. Numbers of branches are used again, one name means a
// prison to one source and a building of it to another. So a search shows every
// place that a name can mean, with what it refers to and a warning where it has
// two meanings, and each place says how well it is known.
//
// What is searched for is posted, not put into the address: a reader may type a
// person's name into any field.
//
// Start with [Screen.Routes].
package facilities
