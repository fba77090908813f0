// Package schedule plans business-to-business meetings: it gives every
// requested meeting a slot and, where people meet on site, a place, so that
// nobody is in two meetings at once.
//
// # Model
//
// It is the B2B meeting scheduling problem of Gebser, Glase, Sabuncu and Schaub
// (2013) and of Bofill et al., "Constraint Solving Approaches to the
// Business-to-Business Meeting Scheduling Problem", JAIR 74 (2022), widened to
// meetings of more than two people, to wishes that may stay unmet, and to the
// rules that exchanges live by. A plan keeps, for people: one meeting a slot,
// availability, the programme they attend, limits a day, in all and of their
// groups, the time they need between engagements and to travel between sites,
// and whom they may meet; for meetings: allowed slots, order (After), what is
// fixed or locked, the kind of place and the interpreter needed; for places and
// interpreters: opening times and what they can hold; and IdleSpread.
//
// Among such plans the better one holds more Must meetings, then more weight;
// what comes next is the order of Problem.Objectives.
//
// # Method
//
// Solve constructs a plan greedily, most constrained meetings first, and holds
// more by a stochastic ejection search in which a meeting pushes others aside
// (compare Nagata and Bräysy, Operations Research Letters 37, 2009). Swaps of
// equal worth then favour who has least of what he wishes. Agendas are made
// better by simulated annealing over Kempe chains (Johnson et al., Operations
// Research 39, 1991), which keep every meeting held, one tier of objectives
// after the other. Within a slot places differ only by kind and site, so they
// are counted, by Hall's theorem set by set, and given out last. Figures.Bound
// comes from maximum flows or the prices of a linear program that relax the
// problem; it is a proof whatever the search did.
//
// Prove is exact where all meetings must be held: it finds the fewest idle gaps
// and proves that fewer are impossible, or says what collides.
//
// # Limits
//
// Solve is a heuristic: it does not prove idle gaps minimal, and a Must meeting
// left out without a Proof may still be possible. The bound ignores IdleSpread,
// all but two people of a meeting, and what Prices says. With Travel the site
// of a meeting that could be at several is chosen before its slot. Where fixed meetings break
// the rules among themselves, some are left out (Must meetings and lower indices
// stay); where fixed meetings alone break IdleSpread, the plan does too, and Check says so.
//
// The package knows no storage and no global state, and looks at the clock only
// for Options.TimeLimit: the same Problem and Options give the same Result.
// Solve, Check and the other functions may run concurrently.
package schedule
