// Package schedule plans business-to-business meetings: it gives every
// requested meeting a slot and, where people meet on site, a place, so that
// nobody is in two meetings at once.
//
// # Model
//
// It is the B2B meeting scheduling problem of Gebser, Glase, Sabuncu and Schaub
// (2013) and of Bofill et al., "Constraint Solving Approaches to the
// Business-to-Business Meeting Scheduling Problem", JAIR 74 (2022), widened to
// meetings of more than two people, to wishes that may stay unmet, to limits a
// day and to meetings held online. A plan must keep: one meeting a person and
// slot, one on-site meeting a place and slot, availability, opening times,
// allowed slots, order (After), fixed meetings, MaxPerDay and IdleSpread. Among
// such plans the better one holds more Must meetings, then more weight, then
// has fewer idle gaps; places are then chosen so that people seldom change.
//
// # Method
//
// Solve constructs a plan greedily, most constrained meetings first, and holds
// more by a stochastic ejection search in which a meeting pushes others aside
// (compare Nagata and Bräysy, Operations Research Letters 37, 2009). It then
// makes agendas compact by simulated annealing over Kempe chains (Johnson et
// al., Operations Research 39, 1991), which keep every meeting held. Within a
// slot places differ only by their closing times, so they are given out last.
// Figures.Bound comes from maximum flows that relax the problem; it is a proof
// whatever the search did.
//
// # Limits
//
// The search is a heuristic: it does not prove idle gaps minimal, and a Must
// meeting left out without a Proof may still be possible. The bound ignores
// IdleSpread and all but two people of a meeting. Where fixed meetings break
// the rules among themselves, some are left out (Must meetings and lower indices
// stay); where fixed meetings alone break IdleSpread, the plan does too, and Check says so.
//
// The package knows no storage and no global state, and looks at the clock only
// for Options.TimeLimit: the same Problem and Options give the same Result.
// Solve, Check and the other functions may run concurrently.
package schedule
