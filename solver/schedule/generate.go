package schedule

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"time"
)

// GenerateOptions describe an exchange to make up. Zero fields other than Seed
// take the value of the benchmark of 2,000 people and 20,000 wishes.
type GenerateOptions struct {
	Seed   uint64
	People int
	Wishes int // at most half of the pairs of people
	Slots  int
	Days   int
	Places int
	// Window is the share of the slots in which a person is available, one
	// unbroken stretch that begins anywhere: the working hours of a time zone.
	Window float64
	// Skew is the exponent of popularity: the n-th most sought person is asked
	// in proportion to n^-Skew. The asking person is any.
	Skew   float64
	Must   float64 // share of the meetings that must be held
	Online float64 // share of the meetings held online
	Groups float64 // share of the meetings with a third person
}

func (o GenerateOptions) filled() GenerateOptions {
	def := func(v *int, d int) {
		if *v <= 0 {
			*v = d
		}
	}
	def(&o.People, 2000)
	o.People = max(3, o.People)
	def(&o.Wishes, 10*o.People)
	o.Wishes = min(o.Wishes, o.People*(o.People-1)/4)
	def(&o.Slots, 60)
	def(&o.Days, max(1, o.Slots/20))
	o.Days = min(o.Days, o.Slots)
	def(&o.Places, max(1, o.People/5))
	if o.Window <= 0 || o.Window > 1 {
		o.Window = 0.8
	}
	if o.Skew <= 0 {
		o.Skew = 0.6
	}
	return o
}

// Generate makes up an exchange; the same options give the same Problem.
func Generate(o GenerateOptions) *Problem {
	o = o.filled()
	rng := rand.New(rand.NewPCG(o.Seed, 0x67656e))
	p := &Problem{
		People: make([]Person, o.People), Slots: madeUpSlots(o.Slots, o.Days), Places: make([]Place, o.Places),
		Meetings: make([]Meeting, 0, o.Wishes),
	}
	for l := range p.Places {
		p.Places[l].ID = fmt.Sprintf("table-%d", l+1)
	}
	length := max(1, int(o.Window*float64(o.Slots)))
	for q := range p.People {
		p.People[q].ID = fmt.Sprintf("person-%d", q+1)
		from := rng.IntN(o.Slots - length + 1)
		for t := range o.Slots {
			if t < from || t >= from+length {
				p.People[q].Unavailable = append(p.People[q].Unavailable, t)
			}
		}
	}
	pick := popularity(o, rng)
	asked := map[[2]int]bool{}
	for len(p.Meetings) < o.Wishes {
		a, b := rng.IntN(o.People), pick()
		if a == b || asked[[2]int{min(a, b), max(a, b)}] {
			continue
		}
		asked[[2]int{min(a, b), max(a, b)}] = true
		g := Meeting{ID: fmt.Sprintf("wish-%d", len(p.Meetings)+1), People: []int{a, b}, Weight: 1}
		g.Must = rng.Float64() < o.Must
		g.Online = rng.Float64() < o.Online
		if c := rng.IntN(o.People); rng.Float64() < o.Groups && c != a && c != b {
			g.People = append(g.People, c)
		}
		p.Meetings = append(p.Meetings, g)
	}
	return p
}

// popularity returns a function that draws people by their rank.
func popularity(o GenerateOptions, rng *rand.Rand) func() int {
	sums := make([]float64, o.People)
	sum := 0.0
	for n := range sums {
		sum += math.Pow(float64(n+1), -o.Skew)
		sums[n] = sum
	}
	return func() int {
		n, _ := slices.BinarySearch(sums, rng.Float64()*sum)
		return min(n, o.People-1)
	}
}

// madeUpSlots spreads slots of half an hour evenly over days, each with a
// morning and an afternoon.
func madeUpSlots(slots, days int) []Slot {
	const length = 30 * time.Minute
	out := make([]Slot, slots)
	first := time.Date(2030, 1, 7, 6, 0, 0, 0, time.UTC)
	perDay := (slots + days - 1) / days
	for t := range out {
		day, n := t/perDay, t%perDay
		half := 0
		if n >= (perDay+1)/2 {
			half = 1
		}
		start := first.AddDate(0, 0, day).Add(time.Duration(n+2*half) * length)
		out[t] = Slot{Start: start, End: start.Add(length), Day: day, Session: 2*day + half}
	}
	return out
}
