// Command testreport reads `go test -json` and tells it briefly: a line for
// each package, the output of what failed, the reason of what was skipped, and
// the counts at the end. It writes the counts, as "passed failed skipped", to
// the file that TEST_COUNTS names, and exits 1 if anything failed.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
)

func main() {
	c, err := report(os.Stdin, os.Stdout)
	if err == nil {
		if file := os.Getenv("TEST_COUNTS"); file != "" {
			err = os.WriteFile(file, fmt.Appendf(nil, "%d %d %d\n", c.passed, c.failed, c.skipped), 0o600)
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "testreport:", err)
		os.Exit(2)
	}
	fmt.Printf("%d passed, %d failed, %d skipped\n", c.passed, c.failed, c.skipped)
	if c.failed > 0 {
		os.Exit(1)
	}
}

// event is a line of `go test -json`; see `go doc test2json`.
type event struct {
	Action      string
	Package     string
	ImportPath  string // of build output
	Test        string
	Elapsed     float64 // seconds
	Output      string
	FailedBuild string
}

type counts struct{ passed, failed, skipped int }

// suite is a package under test.
type suite struct {
	counts
	output map[string][]string // by test; "" for the package's own
}

func report(in io.Reader, out io.Writer) (counts, error) {
	var total counts
	suites := map[string]*suite{}
	builds := map[string][]string{} // compiler's output by import path
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		var e event
		if err := json.Unmarshal(lines.Bytes(), &e); err != nil {
			fmt.Fprintln(out, lines.Text()) // go's own words, before the tests
			continue
		}
		if e.Action == "build-output" {
			builds[e.ImportPath] = append(builds[e.ImportPath], e.Output)
			continue
		}
		s := suites[e.Package]
		if s == nil {
			s = &suite{output: map[string][]string{}}
			suites[e.Package] = s
		}
		s.take(e, builds, out)
		if e.Test == "" && (e.Action == "pass" || e.Action == "fail" || e.Action == "skip") {
			total.passed += s.passed
			total.failed += s.failed
			total.skipped += s.skipped
			delete(suites, e.Package)
		}
	}
	for name := range suites {
		if name != "" {
			fmt.Fprintf(out, "FAIL %s did not end\n", name)
			total.failed++
		}
	}
	return total, lines.Err()
}

// take counts one event, and prints what it decides.
func (s *suite) take(e event, builds map[string][]string, out io.Writer) {
	switch {
	case e.Action == "output":
		s.output[e.Test] = append(s.output[e.Test], e.Output)
	case e.Test == "":
		s.end(e, builds, out)
	case e.Action == "pass":
		s.passed++
		delete(s.output, e.Test)
	case e.Action == "skip":
		s.skipped++
		fmt.Fprintf(out, "skip %s %s\n%s", e.Package, e.Test, said(s.output[e.Test]))
		delete(s.output, e.Test)
	case e.Action == "fail":
		s.failed++
		fmt.Fprintf(out, "FAIL %s %s\n%s", e.Package, e.Test, said(s.output[e.Test]))
		delete(s.output, e.Test)
	}
}

// end closes a package. One that fails without a failed test (it did not
// build, or died) counts as one failure.
func (s *suite) end(e event, builds map[string][]string, out io.Writer) {
	switch e.Action {
	case "pass":
		fmt.Fprintf(out, "ok   %s (%d tests, %.1f s)\n", e.Package, s.passed+s.skipped, e.Elapsed)
	case "fail":
		if s.failed == 0 {
			s.failed = 1
			fmt.Fprint(out, strings.Join(builds[e.FailedBuild], ""))
			for _, lines := range s.output { // tests that never ended tell why
				fmt.Fprint(out, said(lines))
			}
		}
		fmt.Fprintf(out, "FAIL %s (%.1f s)\n", e.Package, e.Elapsed)
	}
}

// said is what a test printed, without the frame that go test puts around it.
func said(lines []string) string {
	var b strings.Builder
	for _, l := range lines {
		if !strings.HasPrefix(l, "=== ") {
			b.WriteString(l)
		}
	}
	return b.String()
}
