package limit

import (
	"fmt"
	"testing"
	"time"
)

func TestMemory(t *testing.T) {
	l := New(60, 1)
	now := time.Now()
	for i := range 3 * maxKeys {
		l.Allow(fmt.Sprint(i), now)
	}
	if len(l.of) > maxKeys {
		t.Errorf("%d keys are remembered", len(l.of))
	}
	l.Allow("busy", now.Add(time.Hour))
	if l.Allow("busy", now.Add(time.Hour)) {
		t.Error("no limit")
	}
}

func TestLeft(t *testing.T) {
	l, now := New(60, 3), time.Now()
	for want := 3.0; want >= 0; want-- {
		if got := l.Left("a", now); got != want {
			t.Errorf("%v left, want %v", got, want)
		}
		if allowed := l.Allow("a", now); allowed != (want > 0) {
			t.Errorf("with %v left: %v", want, allowed)
		}
	}
	if !l.Allow("b", now) || !l.Allow("a", now.Add(time.Minute)) || l.Allow("a", now.Add(time.Minute)) {
		t.Error("others are limited too, or a minute gives not one more")
	}
	all := New(0, 0)
	for range 3 {
		if !all.Allow("a", now) {
			t.Error("no limit is one")
		}
	}
}

func TestNetwork(t *testing.T) {
	for address, want := range map[string]string{
		"192.0.2.7:80": "192.0.2.7", "192.0.2.7": "192.0.2.7", "[2001:db8:1:2:3::4]:80": "2001:db8:1:2::/64", "[::ffff:192.0.2.7]:80": "192.0.2.7", "@": "@",
	} {
		if got := Network(address); got != want {
			t.Errorf("%s: %s, want %s", address, got, want)
		}
	}
}
