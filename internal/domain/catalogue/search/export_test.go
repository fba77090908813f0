package search

// Numbers is how many documents the index holds, the replaced ones included.
func Numbers(x *Index) int { return len(x.docs) }
