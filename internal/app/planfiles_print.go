package app

import (
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/solver/schedule"
)

// columns is how many columns of a terminal a text takes: Chinese characters
// take two.
func columns(s string) (n int) {
	for _, r := range s {
		if n++; r >= 0x2e80 {
			n++
		}
	}
	return n
}

// printFigures prints the measures of the plan as an aligned table.
func (o *PlanFiles) printFigures(p *planned, took time.Duration) {
	figures := p.figures()
	seconds := fmt.Sprintf("%.2f", took.Seconds())
	label := o.Lang.T("planfile.seconds")
	left, right := columns(label), len(seconds)
	for _, f := range figures {
		left, right = max(left, columns(f.name)), max(right, columns(o.Lang.Number(f.value)))
	}
	line := func(name, value string) {
		fmt.Fprintf(o.Stdout, "%s%s  %s%s\n", name, strings.Repeat(" ", left-columns(name)), strings.Repeat(" ", right-columns(value)), value)
	}
	for _, f := range figures {
		line(f.name, o.Lang.Number(f.value))
	}
	line(label, seconds)
	if p.res.Cut {
		fmt.Fprintln(o.Stdout, o.Lang.T("planfile.cut"))
	}
	for _, l := range p.lines {
		fmt.Fprintln(o.Stdout, l)
	}
	if !o.Explain { // else every one is among the lines
		o.printUnplaced(p)
	}
	fmt.Fprintln(o.Stdout, o.Lang.T("planfile.written", "dir", o.Out))
}

// printUnplaced prints the first meetings that are not held.
func (o *PlanFiles) printUnplaced(p *planned) {
	for _, r := range p.res.Unplaced[:min(len(p.res.Unplaced), 20)] {
		m := p.problem.Meetings[r.Meeting]
		fmt.Fprintln(o.Stdout, o.Lang.T("planfile.not_placed", "meeting", m.ID, "names", p.others(r.Meeting, schedule.None), "reason", p.reason(r)))
	}
	if more := len(p.res.Unplaced) - 20; more > 0 {
		fmt.Fprintln(o.Stdout, o.Lang.T("planfile.more_unplaced", "n", more))
	}
}

// progress draws a bar on a terminal, and says the stages elsewhere.
func (o *PlanFiles) progress() *bar {
	return &bar{o: o, lang: o.Lang}
}

type bar struct {
	mu    sync.Mutex
	o     *PlanFiles
	lang  i18n.Lang
	stage string
	drawn string
}

// show is called by the planner.
func (b *bar) show(p schedule.Progress) {
	b.draw("planfile.stage_"+string(p.Stage), p.Share, b.lang.T("planfile.so_far", "n", p.Placed, "gaps", p.IdleGaps))
}

// count shows that n of all are done.
func (b *bar) count(stage string, n, all int) {
	b.draw(stage, float64(n)/float64(all), fmt.Sprintf("%d / %d", n, all))
}

func (b *bar) draw(stage string, share float64, note string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.o.Quiet {
		return
	}
	if b.o.Columns == 0 {
		if stage != b.stage {
			b.o.errorf("%s…", b.lang.T(stage))
		}
		b.stage = stage
		return
	}
	const width = 24
	full := int(min(max(share, 0), 1) * width)
	line := fmt.Sprintf("%s%s %3.0f%%  %s  %s", strings.Repeat("█", full), strings.Repeat("░", width-full), share*100, b.lang.T(stage), note)
	for columns(line) >= b.o.Columns && line != "" {
		r := []rune(line)
		line = string(r[:len(r)-1])
	}
	if line != b.drawn {
		fmt.Fprint(b.o.Stderr, "\r\x1b[K"+line)
		b.drawn = line
	}
}

// end takes the bar away.
func (b *bar) end() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.drawn != "" {
		fmt.Fprint(b.o.Stderr, "\r\x1b[K")
		b.drawn = ""
	}
}
