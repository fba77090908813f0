package ui

// htmxConfig keeps htmx inside the content policy, and lets answers that refuse
// a form or a move (409, 422) show their fragment.
const htmxConfig = `{"allowEval":false,"includeIndicatorStyles":false,"selfRequestsOnly":true,"historyCacheSize":0,"refreshOnHistoryMiss":true,"scrollIntoViewOnBoost":false,` +
	`"responseHandling":[{"code":"204","swap":false},{"code":"[23]..","swap":true},{"code":"409|422|429","swap":true},{"code":"[45]..","swap":false,"error":true}]}`

func (p PageProps) fullTitle() string {
	if p.Title == "" {
		return "birzha"
	}
	return p.Title + " · birzha"
}

func (p PageProps) asset(name string) string {
	if p.Asset == nil {
		return "/assets/" + name
	}
	return p.Asset(name)
}
