package demo

import (
	"errors"
	"fmt"
	"slices"
)

// check reports every reference that leads nowhere, all at once.
func (d *Data) check(invited []invitation) error {
	c := checker{people: map[string]bool{}, organisations: map[string]bool{}, opportunities: map[string]bool{}, slots: map[string]bool{}}
	for _, o := range d.Organisations {
		c.add(c.organisations, "organisation", o.Key)
	}
	for _, p := range d.People {
		c.add(c.people, "person", p.Key)
	}
	for _, o := range d.Opportunities {
		c.add(c.opportunities, "opportunity", o.Key)
	}
	for _, s := range d.Event.Slots {
		c.add(c.slots, "slot", s.Key)
	}
	c.members(d)
	c.event(&d.Event)
	for _, v := range invited {
		c.has(c.people, v.From, append([]string{v.From}, v.To...)...)
		c.has(c.slots, v.From, v.Slot)
		c.has(c.opportunities, v.From, v.Opportunity)
	}
	for _, p := range d.Pairs {
		c.has(c.opportunities, "pair "+p.Offer, p.Offer, p.Request)
	}
	for _, r := range d.Roles {
		c.has(c.people, "role "+string(r.Role), r.Person)
	}
	for _, m := range d.Desk.Mandates {
		c.has(c.organisations, "mandate of "+m.Centre, append([]string{m.Centre}, m.Clients...)...)
	}
	for _, p := range d.Desk.Profiles {
		c.has(c.opportunities, "desk", p.Key)
	}
	for _, x := range d.Desk.Interests {
		c.has(c.opportunities, "interest of "+x.Sender, x.Profile, x.Own)
		c.has(c.organisations, "interest in "+x.Profile, x.Sender)
	}
	return errors.Join(c.faults...)
}

type checker struct {
	people, organisations, opportunities, slots map[string]bool
	faults                                      []error
}

func (c *checker) add(known map[string]bool, kind, key string) {
	if key == "" || known[key] {
		c.faults = append(c.faults, fmt.Errorf("demo: %s %q: the key is empty or taken", kind, key))
	}
	known[key] = true
}

// has checks keys that may be left empty.
func (c *checker) has(known map[string]bool, where string, keys ...string) {
	for _, k := range keys {
		if k != "" && !known[k] {
			c.faults = append(c.faults, fmt.Errorf("demo: %s: nothing has the key %q", where, k))
		}
	}
}

func (c *checker) members(d *Data) {
	of := map[string]string{}
	for _, o := range d.Organisations {
		c.has(c.organisations, o.Key, o.ResidentOf, o.PartOf)
	}
	for _, p := range d.People {
		c.has(c.organisations, p.Key, p.Organisation)
		c.has(c.slots, p.Key, p.Unavailable...)
		of[p.Key] = p.Organisation
	}
	for _, o := range d.Opportunities {
		c.has(c.organisations, o.Key, o.Organisation)
		c.has(c.people, o.Key, o.Contact)
		if of[o.Contact] != o.Organisation {
			c.faults = append(c.faults, fmt.Errorf("demo: %s: %s works elsewhere", o.Key, o.Contact))
		}
	}
}

func (c *checker) event(e *Event) {
	for _, s := range e.Sides {
		c.has(c.organisations, "side "+s.Country, append(s.Organisers, s.Organiser)...)
		if !slices.Contains(s.Organisers, s.Organiser) {
			c.faults = append(c.faults, fmt.Errorf("demo: side %s: the leading organiser is not listed", s.Country))
		}
	}
	for _, it := range e.Programme {
		c.has(c.people, it.Kind, it.Moderators...)
		for _, s := range it.Speakers {
			c.has(c.people, it.Kind, s.Person)
		}
	}
}
