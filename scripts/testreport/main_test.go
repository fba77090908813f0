package main

import (
	"strings"
	"testing"
)

func TestReport(t *testing.T) {
	for _, c := range []struct {
		name, in string
		want     counts
		says     []string
	}{
		{
			"passes and skips", `
{"Action":"run","Package":"p","Test":"A"}
{"Action":"output","Package":"p","Test":"A","Output":"quiet\n"}
{"Action":"pass","Package":"p","Test":"A"}
{"Action":"output","Package":"p","Test":"B","Output":"why\n"}
{"Action":"skip","Package":"p","Test":"B"}
{"Action":"pass","Package":"p","Elapsed":1.25}`,
			counts{1, 0, 1},
			[]string{"skip p B\nwhy\n", "ok   p (2 tests, 1.2 s)"},
		},
		{
			"fails", `
{"Action":"output","Package":"p","Test":"A","Output":"=== RUN A\n"}
{"Action":"output","Package":"p","Test":"A","Output":"want 1\n"}
{"Action":"fail","Package":"p","Test":"A"}
{"Action":"fail","Package":"p","Elapsed":1}`,
			counts{0, 1, 0},
			[]string{"FAIL p A\nwant 1\n", "FAIL p (1.0 s)"},
		},
		{
			"does not build", `
{"Action":"build-output","ImportPath":"p [p.test]","Output":"x.go:1: no\n"}
{"Action":"build-fail","ImportPath":"p [p.test]"}
{"Action":"start","Package":"p"}
{"Action":"output","Package":"p","Output":"FAIL p [build failed]\n"}
{"Action":"fail","Package":"p","FailedBuild":"p [p.test]"}`,
			counts{0, 1, 0},
			[]string{"x.go:1: no\n"},
		},
		{
			"panics", `
{"Action":"output","Package":"p","Test":"A","Output":"panic: oh\n"}
{"Action":"fail","Package":"p"}`,
			counts{0, 1, 0},
			[]string{"panic: oh\n"},
		},
		{
			"is cut off", `
{"Action":"start","Package":"p"}
{"Action":"pass","Package":"p","Test":"A"}`,
			counts{0, 1, 0},
			[]string{"FAIL p did not end"},
		},
		{
			"no test files", `
{"Action":"start","Package":"p"}
{"Action":"skip","Package":"p"}`,
			counts{},
			nil,
		},
		{"go's own words", "go: updates to go.mod needed", counts{}, []string{"go: updates to go.mod needed"}},
	} {
		var out strings.Builder
		got, err := report(strings.NewReader(strings.TrimSpace(c.in)), &out)
		if err != nil || got != c.want {
			t.Errorf("%s: %+v, %v, want %+v", c.name, got, err, c.want)
		}
		for _, s := range c.says {
			if !strings.Contains(out.String(), s) {
				t.Errorf("%s: does not say %q:\n%s", c.name, s, out.String())
			}
		}
		if strings.Contains(out.String(), "quiet") || strings.Contains(out.String(), "===") {
			t.Errorf("%s: says too much:\n%s", c.name, out.String())
		}
	}
}
