// Package checker decides whether a plan of package schedule keeps every rule,
// counts its figures and evaluates the prices that prove a bound.
//
// It is the second opinion on the planner: it uses the types of package
// schedule and calls none of its functions, and it goes by plain definitions
// where the planner goes by incremental tables. The planner's tests hold every
// plan against it, and anybody who does not want to trust the planner can.
//
// All functions take a problem that is valid (see schedule.Problem.Validate).
// An assignment is held if its slot and place exist; any other counts as not
// held, as does a meeting beyond the end of the plan. The place of an online
// meeting or of one that is not held means nothing.
package checker
