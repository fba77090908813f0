package sat

import "encoding/binary"

// Log records what a solver derives: clauses learned and clauses forgotten, in
// their order, as variable-length integers.
type Log struct {
	Steps int
	data  []byte
}

func (g *Log) learn(c []Lit)  { g.add(c, 0) }
func (g *Log) forget(c []Lit) { g.add(c, 1) }

func (g *Log) add(c []Lit, kind uint64) {
	if g == nil {
		return
	}
	g.Steps++
	g.data = binary.AppendUvarint(g.data, uint64(len(c))<<1|kind)
	for _, l := range c {
		g.data = binary.AppendUvarint(g.data, uint64(l))
	}
}

// Mark is the position behind the last step.
func (g *Log) Mark() int { return len(g.data) }

// Bytes is the log as it is kept: for each step the number of literals, doubled,
// plus one if the clause is forgotten, and the literals.
func (g *Log) Bytes() []byte { return g.data }

// ReadLog takes over what Bytes gave.
func ReadLog(data []byte) *Log { return &Log{data: data} }
