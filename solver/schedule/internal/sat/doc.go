// Package sat decides propositional formulas of clauses and cardinality
// constraints. It is a conflict-driven clause-learning solver: watched literals
// (Moskewicz et al., DAC 2001), learning at the first unique implication point
// with recursive minimisation (Sörensson and Biere, SAT 2009), clauses kept by
// their number of decision levels (Audemard and Simon, IJCAI 2009), alternating
// stable and focused phases with best phases remembered (Biere, Fazekas, Fleury
// and Heisinger, SAT Competition 2020), and vivification of learned clauses (Li
// et al., Artificial Intelligence 279, 2020).
//
// An at-most-k constraint is kept as it is: a counter of its true literals. It
// explains what it propagates by a clause, so that every learned clause follows
// from the formula by unit propagation over clauses and counters. The log of
// learned clauses is thus a proof that Check, which shares no code with the
// search, verifies (reverse unit propagation, Goldberg and Novikov, DATE 2003).
//
// The package knows no clock and draws no random numbers: the same calls give
// the same answers.
package sat
