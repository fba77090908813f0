package schedule

import "fmt"

// Code names a Reason; callers put it into words in the reader's language.
type Code string

// Reasons why one meeting has no slot.
const (
	// NoCommonFreeSlot: no slot is allowed and suits all of the people.
	NoCommonFreeSlot Code = "no_common_free_slot"
	// CommonSlotsTaken: each of the Common slots is taken by another meeting
	// of one of the people; Meetings lists these. Person has the most of the
	// slots taken (Taken).
	CommonSlotsTaken Code = "common_slots_taken"
	// Displaced: so it is with CommonSlotsTaken, and in each of the slots the
	// meetings in the way, all in Meetings, are together worth more.
	Displaced Code = "displaced"
	// NoPlaceOpen: no suitable place is open in any of the Common slots.
	NoPlaceOpen Code = "no_place_open"
	// NoPlaceFree: the people could meet in NoPlace of the Common slots, but
	// every suitable place is in use then.
	NoPlaceFree Code = "no_place_free"
	// NoInterpreterThere: no interpreter of the languages is there in any of the
	// Common slots.
	NoInterpreterThere Code = "no_interpreter_there"
	// NoInterpreterFree: the people could meet in NoPlace of the Common slots,
	// but every interpreter of the languages serves others then.
	NoInterpreterFree Code = "no_interpreter_free"
	// MeetingBarred: Person and Partner may not meet, by their groups or because
	// one of them declined.
	MeetingBarred Code = "may_not_meet"
	// MaxMeetingsHeld: Person has as many meetings as allowed.
	MaxMeetingsHeld Code = "max_meetings_held"
	// GroupQuotaFull: the people of Group have as many meetings as allowed. This
	// and MaxMeetingsHeld are also proofs, with Need, Have and Meetings as for
	// PersonOverbooked.
	GroupQuotaFull Code = "group_quota_full"
	// TooNearOthers: the slots left are too near to other engagements of Person.
	TooNearOthers Code = "too_near_others"
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
	Partner  int   `json:"partner"` // another person
	Group    int   `json:"group"`
	Slot     int   `json:"slot"`
	Common   int   `json:"common,omitempty"`   // slots allowed that suit all the people
	Taken    int   `json:"taken,omitempty"`    // of these, taken by other meetings of Person
	NoPlace  int   `json:"no_place,omitempty"` // of these, without a free place or interpreter
	Need     int   `json:"need,omitempty"`
	Have     int   `json:"have,omitempty"`
	Meetings []int `json:"meetings,omitempty"`
}

func reason(c Code, meeting int) Reason {
	return Reason{Code: c, Meeting: meeting, Other: None, Person: None, Partner: None, Group: None, Slot: None}
}

// String is a plain English wording for logs; it names things by index.
func (r Reason) String() string {
	switch r.Code {
	case NoCommonFreeSlot:
		return fmt.Sprintf("meeting %d: its people have no free slot in common", r.Meeting)
	case CommonSlotsTaken:
		return fmt.Sprintf("meeting %d: all %d common slots are taken, %d of them by meetings of person %d", r.Meeting, r.Common, r.Taken, r.Person)
	case Displaced:
		return fmt.Sprintf("meeting %d: all %d common slots are taken by meetings worth more: %v", r.Meeting, r.Common, r.Meetings)
	case NoInterpreterThere:
		return fmt.Sprintf("meeting %d: no interpreter of its languages is there in its %d common slots", r.Meeting, r.Common)
	case NoInterpreterFree:
		return fmt.Sprintf("meeting %d: every interpreter of its languages is busy in the %d slots left", r.Meeting, r.NoPlace)
	case MeetingBarred:
		return fmt.Sprintf("meeting %d: persons %d and %d may not meet", r.Meeting, r.Person, r.Partner)
	case MaxMeetingsHeld, GroupQuotaFull:
		if r.Meeting == None {
			return fmt.Sprintf("person %d, group %d: %d meetings must be held, %d are allowed: %v", r.Person, r.Group, r.Need, r.Have, r.Meetings)
		}
		if r.Group != None {
			return fmt.Sprintf("meeting %d: group %d has as many meetings as allowed", r.Meeting, r.Group)
		}
		return fmt.Sprintf("meeting %d: person %d has as many meetings as allowed", r.Meeting, r.Person)
	case TooNearOthers:
		return fmt.Sprintf("meeting %d: the slots left are too near to other engagements of person %d", r.Meeting, r.Person)
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
