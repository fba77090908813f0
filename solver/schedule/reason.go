package schedule

import "fmt"

// Code names a Reason; callers put it into words in the reader's language.
type Code string

// Reasons why one meeting has no slot.
const (
	// NoCommonFreeSlot: no slot is allowed and suits all of the people.
	NoCommonFreeSlot Code = "no_common_free_slot"
	// CommonSlotsTaken: each of the Common slots is taken by another meeting
	// of one of the people. Person has the most of them taken (Taken).
	CommonSlotsTaken Code = "common_slots_taken"
	// NoPlaceOpen: no place is open in any of the Common slots.
	NoPlaceOpen Code = "no_place_open"
	// NoPlaceFree: the people could meet in NoPlace of the Common slots, but
	// every place is in use then.
	NoPlaceFree Code = "no_place_free"
	// DayFull: Person already has as many meetings as allowed on the days left.
	DayFull Code = "day_full"
	// PrecedenceUnheld: the meeting Other, which must come first, is not held.
	PrecedenceUnheld Code = "precedence_unheld"
	// PrecedenceOrder: the slots left are not after Other.
	PrecedenceOrder Code = "precedence_order"
	// SpreadBroken: holding it would make idle gaps differ too much.
	SpreadBroken Code = "spread_broken"
	// FixedClash: the fixed slot or place breaks a rule.
	FixedClash Code = "fixed_clash"
	// SlotFree: Slot is free for it; moving it there breaks no rule.
	SlotFree Code = "slot_free"
)

// Proofs that not every Must meeting can be held.
const (
	// PersonOverbooked: the Need meetings in Meetings of Person must be held
	// but have only Have slots between them.
	PersonOverbooked Code = "person_overbooked"
	// PlacesShort: Need on-site meetings must be held but the places can hold
	// Have of them in the slots they are allowed.
	PlacesShort Code = "places_short"
	// BoundShort: Need meetings must be held, and no plan can hold more than
	// Have of them, by the free slots of all people together.
	BoundShort Code = "bound_short"
	// PrecedenceShort: the chain of meetings around Meeting leaves it no slot.
	PrecedenceShort Code = "precedence_short"
)

// Reason says why a meeting is not held, or proves that not all can be.
// Indices that do not apply are None.
type Reason struct {
	Code     Code  `json:"code"`
	Meeting  int   `json:"meeting"`
	Other    int   `json:"other"` // another meeting
	Person   int   `json:"person"`
	Slot     int   `json:"slot"`
	Common   int   `json:"common,omitempty"`   // slots allowed that suit all the people
	Taken    int   `json:"taken,omitempty"`    // of these, taken by other meetings of Person
	NoPlace  int   `json:"no_place,omitempty"` // of these, without a free place
	Need     int   `json:"need,omitempty"`
	Have     int   `json:"have,omitempty"`
	Meetings []int `json:"meetings,omitempty"`
}

func reason(c Code, meeting int) Reason {
	return Reason{Code: c, Meeting: meeting, Other: None, Person: None, Slot: None}
}

// String is a plain English wording for logs; it names things by index.
func (r Reason) String() string {
	switch r.Code {
	case NoCommonFreeSlot:
		return fmt.Sprintf("meeting %d: its people have no free slot in common", r.Meeting)
	case CommonSlotsTaken:
		return fmt.Sprintf("meeting %d: all %d common slots are taken, %d of them by meetings of person %d", r.Meeting, r.Common, r.Taken, r.Person)
	case NoPlaceOpen:
		return fmt.Sprintf("meeting %d: no place is open in its %d common slots", r.Meeting, r.Common)
	case NoPlaceFree:
		return fmt.Sprintf("meeting %d: every place is in use in the %d slots left", r.Meeting, r.NoPlace)
	case DayFull:
		return fmt.Sprintf("meeting %d: person %d has reached the limit of meetings a day", r.Meeting, r.Person)
	case PrecedenceUnheld:
		return fmt.Sprintf("meeting %d: meeting %d, which must come first, is not held", r.Meeting, r.Other)
	case PrecedenceOrder:
		return fmt.Sprintf("meeting %d: no slot is left after meeting %d", r.Meeting, r.Other)
	case SpreadBroken:
		return fmt.Sprintf("meeting %d: idle gaps would differ too much between people", r.Meeting)
	case FixedClash:
		return fmt.Sprintf("meeting %d: its fixed slot or place breaks a rule", r.Meeting)
	case SlotFree:
		return fmt.Sprintf("meeting %d: slot %d is free for it", r.Meeting, r.Slot)
	case PersonOverbooked:
		return fmt.Sprintf("person %d: %d meetings must be held in %d slots: %v", r.Person, r.Need, r.Have, r.Meetings)
	case PlacesShort:
		return fmt.Sprintf("places: %d meetings must be held, the places hold %d of them", r.Need, r.Have)
	case BoundShort:
		return fmt.Sprintf("%d meetings must be held, no plan holds more than %d of them", r.Need, r.Have)
	case PrecedenceShort:
		return fmt.Sprintf("meeting %d: the order of meetings leaves it no slot", r.Meeting)
	}
	return string(r.Code)
}
