package demo

import (
	"slices"
	"strings"
	"testing"
)

func TestWishes(t *testing.T) {
	d := load(t)
	person := map[string]Person{}
	for _, p := range d.People {
		person[p.Key] = p
	}
	by, authors, load := map[string]int{}, map[string]bool{}, map[string]int{}
	refused := map[string]bool{}
	met := map[string]bool{}
	for _, w := range d.Wishes {
		by[w.Strength]++
		members := append([]string{w.From}, w.To...)
		if slices.Sort(members); len(slices.Compact(slices.Clone(members))) != len(members) {
			t.Errorf("%s meets somebody twice: %v", w.From, w.To)
		}
		for _, m := range members {
			if person[m].State != "validated" {
				t.Errorf("%s is not admitted", m)
			}
		}
		if w.Strength == No {
			refused[members[0]+" "+members[1]] = true
			continue
		}
		if key := strings.Join(members, " "); !met[key] {
			met[key] = true
			for _, m := range members {
				load[m]++
			}
		}
		authors[w.From] = true
		count(by, w, person)
		if w.Slot != "" && slices.ContainsFunc(members, func(m string) bool { return slices.Contains(person[m].Unavailable, w.Slot) }) {
			t.Errorf("somebody is away in the fixed meeting of %v", members)
		}
	}
	most, busy := 0, 0
	for _, n := range load {
		most = max(most, n)
		if n > len(d.Event.Slots) {
			busy++
		}
	}
	by["all"], by["authors"], by["taking part"], by["meetings"], by["most"], by["busy"] = len(d.Wishes), len(authors), len(load), len(met), most, busy
	t.Log(by)
	for what, r := range map[string][2]int{
		"all": {900, 1200}, Must: {20, 60}, No: {8, 25}, "groups": {25, 40}, "fixed": {8, 8}, "authors": {285, 320},
		"taking part": {300, 320}, "across": {800, 1150}, "with subject": {750, 1150}, "meetings": {850, 1150}, "most": {17, 45}, "busy": {3, 30},
	} {
		if n := by[what]; n < r[0] || n > r[1] {
			t.Errorf("%s: %d, want %d to %d", what, n, r[0], r[1])
		}
	}
	for _, w := range d.Wishes {
		if members := append([]string{w.From}, w.To...); w.Strength == Must && len(members) == 2 {
			if slices.Sort(members); refused[members[0]+" "+members[1]] {
				t.Errorf("%v must meet and will not", members)
			}
		}
	}
}

func count(by map[string]int, w Wish, person map[string]Person) {
	if len(w.To) > 1 {
		by["groups"]++
	}
	if w.Slot != "" {
		by["fixed"]++
	}
	if w.Opportunity != "" {
		by["with subject"]++
	}
	if slices.ContainsFunc(w.To, func(m string) bool { return person[m].Country != person[w.From].Country }) {
		by["across"]++
	}
}
