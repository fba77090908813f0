package schedule

import "time"

// None stands for "no slot" or "no place" wherever an index is expected.
const None = -1

// Problem is one exchange to be planned. Indices into People, Slots, Places,
// Meetings, Interpreters and Groups, counted from 0, are used throughout.
type Problem struct {
	People   []Person  `json:"people"`
	Slots    []Slot    `json:"slots"`    // in the order of time; slots never overlap
	Places   []Place   `json:"places"`   // where on-site meetings are held
	Meetings []Meeting `json:"meetings"` // held (Must) or wished
	// IdleSpread bounds how much the numbers of idle gaps of any two people may
	// differ. 0 sets no bound; the published instances use 2.
	IdleSpread   int           `json:"idle_spread,omitempty"`
	Programme    []Session     `json:"programme,omitempty"`
	Interpreters []Interpreter `json:"interpreters,omitempty"`
	Groups       []Group       `json:"groups,omitempty"`
	// Pairings say whose people may meet. Without any everybody may meet
	// everybody; else each two people of a meeting must be of two groups that
	// are paired.
	Pairings []Pairing `json:"pairings,omitempty"`
	// Declined lists pairs of people of whom one does not want to meet the other:
	// they are in no meeting together.
	Declined [][2]int `json:"declined,omitempty"`
	Travel   []Leg    `json:"travel,omitempty"`
	// Objectives say what makes a plan better, the most important first; an
	// empty list stands for DefaultObjectives.
	Objectives []Objective `json:"objectives,omitempty"`
}

// Person takes part in at most one meeting a slot.
type Person struct {
	ID          string `json:"id"`
	Side        string `json:"side,omitempty"`         // the side of the exchange that fairness compares, for instance a country
	Unavailable []int  `json:"unavailable,omitempty"`  // slots in which the person cannot meet
	MaxPerDay   int    `json:"max_per_day,omitempty"`  // meetings a day at most; 0 sets no limit
	MaxMeetings int    `json:"max_meetings,omitempty"` // meetings in all at most; 0 sets no limit
	// MinGap is how many minutes must at least lie between the end of one
	// engagement of the person, a meeting or a session of the programme, and
	// the start of the next if one of them is a meeting.
	MinGap int `json:"min_gap,omitempty"`
	// Unsocial is what a meeting in each slot costs the person, see
	// UnsocialHours; it is empty or has one number a slot, 0 or more.
	Unsocial []int `json:"unsocial,omitempty"`
}

// Slot is the time of one round of meetings.
type Slot struct {
	Start   time.Time `json:"start"`
	End     time.Time `json:"end"`
	Day     int       `json:"day"`     // number of the day, from 0
	Session int       `json:"session"` // number of the block between two breaks, from 0, rising with time
}

// Place is a table or room where meetings are held.
type Place struct {
	ID       string `json:"id"`
	Kind     string `json:"kind,omitempty"`     // for instance "room"; see Meeting.Kind
	Capacity int    `json:"capacity,omitempty"` // meetings at once; 0 counts as 1
	Site     string `json:"site,omitempty"`     // the building, for Travel
	Closed   []int  `json:"closed,omitempty"`   // slots in which the place cannot be used
}

// Meeting is a request for two or more people to meet once.
type Meeting struct {
	ID     string `json:"id"`
	People []int  `json:"people"`
	Must   bool   `json:"must,omitempty"`   // is to be held before any that is only wished
	Weight int    `json:"weight,omitempty"` // worth of holding it, 1 or more; 0 counts as 1
	Online bool   `json:"online,omitempty"` // needs no place
	Slots  []int  `json:"slots,omitempty"`  // slots allowed; an empty list allows every slot
	After  []int  `json:"after,omitempty"`  // meetings that must be over, in an earlier slot, before this one; if one of them is not held this one is not held either
	Fixed  bool   `json:"fixed,omitempty"`  // must stay at Slot and Place below
	Locked bool   `json:"locked,omitempty"` // must be at Place below, whatever its slot
	Slot   int    `json:"slot,omitempty"`   // with Fixed: the slot
	Place  int    `json:"place,omitempty"`  // with Fixed or Locked: the place; with Fixed None lets the planner choose
	Kind   string `json:"kind,omitempty"`   // needs a place of this kind; "" takes any
	// Interpret is the pair of languages, as in Interpreter.Pairs, for which the
	// meeting needs an interpreter; "" needs none.
	Interpret string `json:"interpret,omitempty"`
}

// Session is a part of the programme, an opening or a round table, that people
// attend: they have no meeting in its slots, and it counts as an engagement when
// idle gaps are counted.
type Session struct {
	ID     string `json:"id"`
	Slots  []int  `json:"slots"`
	People []int  `json:"people"`
}

// Interpreter serves one meeting a slot.
type Interpreter struct {
	ID          string   `json:"id"`
	Pairs       []string `json:"pairs"` // pairs of languages, for instance "ru-zh"
	Unavailable []int    `json:"unavailable,omitempty"`
}

// Group is a set of people with something in common: an organisation, a
// delegation, buyers.
type Group struct {
	ID          string `json:"id"`
	People      []int  `json:"people"`
	MaxMeetings int    `json:"max_meetings,omitempty"` // meetings at most in which any of them takes part; 0 sets no limit
}

// Pairing lets people of group A meet people of group B; A and B may be equal.
type Pairing struct {
	A int `json:"a"`
	B int `json:"b"`
}

// Leg is how long it takes, either way, from one Site to another: between any
// two on-site meetings of a person, one at either site, lie at least so many
// minutes. Of several legs between the same sites the longest counts; sites
// without a Leg are next to each other.
type Leg struct {
	From    string `json:"from"`
	To      string `json:"to"`
	Minutes int    `json:"minutes"`
}

// Assignment says when and where a meeting is held: Slot is None for a meeting
// that is not held, Place is None for one that needs no place.
type Assignment struct {
	Slot  int `json:"slot"`
	Place int `json:"place"`
}

// Plan gives each meeting of a Problem, by index, its Assignment.
type Plan []Assignment
