package roster

import (
	"fmt"
	"testing"
	"time"
)

// TestLarge reads a large exchange, and a hopeless one, within a second or two.
func TestLarge(t *testing.T) {
	p := Table{Name: "people", Rows: []Row{{Number: 1, Cells: []Cell{{Text: "name"}, {Text: "email"}, {Text: "unavailable"}}}}}
	w := Table{Name: "wishes", Rows: []Row{{Number: 1, Cells: []Cell{{Text: "from"}, {Text: "to"}}}}}
	bad := w
	for i := range 20_000 {
		p.Rows = append(p.Rows, Row{Number: i + 2, Cells: []Cell{{Text: fmt.Sprint("Person ", i)}, {Text: fmt.Sprintf("p%d@example.org", i)}, {Text: "09:00–09:30"}}})
		w.Rows = append(w.Rows, Row{Number: i + 2, Cells: []Cell{{Text: fmt.Sprint("person ", i)}, {Text: fmt.Sprintf("p%d@example.org", (i*7+1)%20_000)}}})
		bad.Rows = append(bad.Rows, Row{Number: i + 2, Cells: []Cell{{Text: fmt.Sprint("nobody ", i)}, {Text: fmt.Sprintf("persn %d", i)}}})
	}
	opt := Options{Zone: "Europe/Minsk", Settings: map[Field]string{Days: "2027-04-20", Hours: "09:00–17:00"}}
	began := time.Now()
	r, rep := Read([]Table{p, w}, opt)
	if len(rep.Errors) > 0 || len(r.Wishes) != 20_000 {
		t.Fatal(rep.Errors)
	}
	good := time.Since(began)
	began = time.Now()
	_, rep = Read([]Table{p, bad}, opt)
	if len(rep.Errors) != MaxIssues || rep.MoreErrors != 40_000-MaxIssues {
		t.Errorf("%d errors, %d more", len(rep.Errors), rep.MoreErrors)
	}
	t.Logf("good %v, bad %v", good, time.Since(began))
	if good > 20*time.Second || time.Since(began) > 20*time.Second {
		t.Errorf("good %v, bad %v", good, time.Since(began))
	}
}
