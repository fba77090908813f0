package schedule

import "time"

// None stands for "no slot" or "no place" wherever an index is expected.
const None = -1

// Problem is one exchange to be planned. Indices into People, Slots, Places and
// Meetings, counted from 0, are used throughout.
type Problem struct {
	People   []Person  `json:"people"`
	Slots    []Slot    `json:"slots"`    // in the order of time; slots never overlap
	Places   []Place   `json:"places"`   // where on-site meetings are held; one meeting a place and slot
	Meetings []Meeting `json:"meetings"` // held (Must) or wished
	// IdleSpread bounds how much the numbers of idle gaps of any two people may
	// differ. 0 sets no bound; the published instances use 2.
	IdleSpread int `json:"idle_spread,omitempty"`
}

// Person takes part in at most one meeting a slot.
type Person struct {
	ID          string `json:"id"`
	Unavailable []int  `json:"unavailable,omitempty"` // slots in which the person cannot meet
	MaxPerDay   int    `json:"max_per_day,omitempty"` // meetings a day at most; 0 sets no limit
	Side        string `json:"side,omitempty"`        // of the exchange, for instance a country, that fairness compares
}

// Slot is the time of one round of meetings.
type Slot struct {
	Start   time.Time `json:"start"`
	End     time.Time `json:"end"`
	Day     int       `json:"day"`     // number of the day, from 0
	Session int       `json:"session"` // number of the block between two breaks, from 0, rising with time
}

// Place is a table or room that holds one meeting a slot.
type Place struct {
	ID     string `json:"id"`
	Closed []int  `json:"closed,omitempty"` // slots in which the place cannot be used
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
	Slot   int    `json:"slot,omitempty"`   // with Fixed: the slot
	Place  int    `json:"place,omitempty"`  // with Fixed: the place, None to let the planner choose
}

// Assignment says when and where a meeting is held: Slot is None for a meeting
// that is not held, Place is None for one that needs no place.
type Assignment struct {
	Slot  int `json:"slot"`
	Place int `json:"place"`
}

// Plan gives each meeting of a Problem, by index, its Assignment.
type Plan []Assignment
