package assets

import (
	"encoding/json"
	"sync"
)

// Map is the map of a country by its regions, made by scripts/maps.sh.
type Map struct {
	Width   int         `json:"width"`
	Height  int         `json:"height"`
	Regions []MapRegion `json:"regions"`
}

// MapRegion is a region on a Map.
type MapRegion struct {
	Code string  `json:"code"` // ISO 3166-2
	X    int     `json:"x"`    // a point inside it
	Y    int     `json:"y"`
	Mark *[2]int `json:"mark"` // where the mark of a region stands that is too small to be hit
	Path string  `json:"path"` // SVG
}

// maps are read when first asked for.
var maps = sync.OnceValue(func() map[string]*Map {
	out := map[string]*Map{}
	for _, country := range []string{"BY", "CN"} {
		b, err := sources.ReadFile("maps/" + country + ".json")
		m := new(Map)
		if err == nil {
			err = json.Unmarshal(b, m)
		}
		if err != nil {
			panic("assets: map of " + country + ": " + err.Error())
		}
		out[country] = m
	}
	return out
})

// MapOf returns the map of a country by its ISO 3166-1 code, nil where there is
// none: there are those of BY and CN.
func MapOf(country string) *Map { return maps()[country] }
