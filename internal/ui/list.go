package ui

import (
	"maps"
	"net/url"
	"slices"

	"github.com/a-h/templ"
)

func sortedKeys(v url.Values) []string { return slices.Sorted(maps.Keys(v)) }

// inPlace lets a form that narrows a list replace the content of the page and
// its address, without a jump to the top. The server answers a whole page, the
// same as without a script.
var inPlace = templ.Attributes{"hx-boost": "true", "hx-target": "#main", "hx-select": "#main", "hx-swap": "outerHTML"}
