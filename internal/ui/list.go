package ui

import (
	"maps"
	"net/url"
	"slices"
)

func sortedKeys(v url.Values) []string { return slices.Sorted(maps.Keys(v)) }
