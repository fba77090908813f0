package fault

import "testing"

// TestKinds wants a name of its own and a status of an error for each kind.
func TestKinds(t *testing.T) {
	seen := map[string]bool{}
	for k := Internal; k <= Unavailable; k++ {
		if k.String() == "" || seen[k.String()] || k.Status() < 400 {
			t.Errorf("kind %d is %q with status %d", int(k), k, k.Status())
		}
		seen[k.String()] = true
	}
	if len(kinds) != int(Unavailable)+1 {
		t.Errorf("%d kinds, want %d: is the last one tested?", len(kinds), int(Unavailable)+1)
	}
}
