package jsonfile

import _ "embed" // the schemas

var (
	//go:embed problem.schema.json
	problemSchema []byte
	//go:embed solution.schema.json
	solutionSchema []byte
)

// ProblemSchema is the JSON Schema (2020-12) of what Read reads.
func ProblemSchema() []byte { return problemSchema }

// SolutionSchema is the JSON Schema (2020-12) of a Solution.
func SolutionSchema() []byte { return solutionSchema }
