package exchange

import "github.com/birzha/birzha/solver/schedule"

// Fairness says how evenly a plan spreads the meetings over the people.
type Fairness = schedule.Fairness

// Load describes the numbers of meetings of some people.
type Load = schedule.Load
