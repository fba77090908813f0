package diff

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// marked writes edits as [-old-]{+new+}.
func marked(edits []Edit) string {
	var b strings.Builder
	for _, e := range edits {
		fmt.Fprintf(&b, [...]string{"%s", "[-%s-]", "{+%s+}"}[e.Op], e.Text)
	}
	return b.String()
}

func TestWords(t *testing.T) {
	for _, c := range []struct{ old, new, want string }{
		{"", "", ""},
		{"", "new", "{+new+}"},
		{"old", "", "[-old-]"},
		{"same text", "same text", "same text"},
		{"a fast sensor", "a very fast sensor", "a {+very +}fast sensor"},
		{"a slow sensor", "a fast sensor", "a [-slow-]{+fast+} sensor"},
		{"one two three", "four five three", "[-one two-]{+four five+} three"},
		{"激光传感器", "激光测距传感器", "激光{+测距+}传感器"},
		{"0,5 мкм", "0,3 мкм", "0,[-5-]{+3+} мкм"},
		{"first\nsecond", "first\n\nsecond", "first\n{+\n+}second"},
		{"Nature’s way", "Natures way", "[-Nature’s-]{+Natures+} way"},
	} {
		if got := marked(Words(c.old, c.new)); got != c.want {
			t.Errorf("%q to %q: %s, want %s", c.old, c.new, got, c.want)
		}
	}
}

var texts = rapid.StringMatching(`([abвг光学]{1,2}|[ .,\n]){0,40}`)

// Applying the edits to the old text gives the new one, whatever the texts.
func TestEditsApply(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.OneOf(texts, rapid.String())
		old, now := s.Draw(t, "old"), s.Draw(t, "new")
		edits := Words(old, now)
		if Old(edits) != old || New(edits) != now {
			t.Fatalf("%s of %q and %q", marked(edits), old, now)
		}
		for i, e := range edits {
			if e.Text == "" || i > 0 && e.Op == edits[i-1].Op {
				t.Fatalf("untidy: %s", marked(edits))
			}
		}
	})
}

// No script is shorter: the table of the longest common subsequence says so.
func TestScriptIsShortest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		letters := rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "c"}), 0, 30)
		a, b := letters.Draw(t, "a"), letters.Draw(t, "b")
		n := 0
		for _, e := range myers(a, b) {
			if e.Op != Equal {
				n++
			}
		}
		if want := len(a) + len(b) - 2*common(a, b); n != want {
			t.Fatalf("%d edits, %d are enough", n, want)
		}
	})
}

// common is the length of the longest common subsequence.
func common(a, b []string) int {
	row := make([]int, len(b)+1)
	for i := range a {
		diagonal := 0
		for j := range b {
			was := row[j+1]
			if a[i] == b[j] {
				row[j+1] = diagonal + 1
			} else {
				row[j+1] = max(row[j+1], row[j])
			}
			diagonal = was
		}
	}
	return row[len(b)]
}

// Texts without anything in common end the search early.
func TestStrangers(t *testing.T) {
	old, now := strings.Repeat("a. b, ", 2000), strings.Repeat("в! г? ", 2000)
	edits := Words(old, now)
	if Old(edits) != old || New(edits) != now {
		t.Error("the edits do not apply")
	}
}

func BenchmarkWords(b *testing.B) {
	old := strings.Repeat("Институт предлагает лазерный датчик для контроля поверхности. ", 65) // 4,000 characters
	now := strings.ReplaceAll(old, "лазерный", "новый оптический")
	for b.Loop() {
		Words(old, now)
	}
}
