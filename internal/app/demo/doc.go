// Package demo holds the sample exchange "Synergy of Innovations" between
// Belarus and China: the event with its programme, organisations, people,
// offers and requests in four languages, and the wishes that follow from them.
//
// Every person and every organisation marked as invented is made up; all e-mail
// addresses are in the domain "example" of RFC 2606. Of real public institutes
// only the name, the city, the kind and the field are used, and no offer or
// request is put into their mouth.
package demo
