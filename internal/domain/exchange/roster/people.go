package roster

import (
	"net/mail"
	"slices"
	"strings"
	"time"
)

// people finds persons by what a list may call them.
type people struct {
	list   []*Person // existing ones, then those read
	rows   []rec     // where each was read; an empty rec for existing ones
	at     map[*Row]int
	exact  map[string]int // by id and e-mail address
	person map[string]int // by name and organisation
	byName map[string][]int
	byFirm map[string][]int
	keys   [][]rune // of all names, made when one is first misspelt
	names  []string // beside keys
}

func (p *people) init() {
	p.at = map[*Row]int{}
	p.exact, p.person, p.byName, p.byFirm = map[string]int{}, map[string]int{}, map[string][]int{}, map[string][]int{}
}

// nameKey is the same for "Anna Li" and "LI, Anna".
func nameKey(s string) string {
	words := strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(" ,.\t", r) })
	for i := range words {
		words[i] = fold(words[i])
	}
	slices.Sort(words)
	return strings.Join(words, " ")
}

// add takes a person in, or gives the one that is there already.
func (p *people) add(x *Person, at rec) (same int, by Field) {
	for _, k := range []struct {
		f Field
		v string
	}{{ID, x.ID}, {Email, strings.ToLower(x.Email)}} {
		if i, ok := p.exact[k.v]; ok && k.v != "" {
			return i, k.f
		}
	}
	for _, name := range []string{x.Native, x.Latin} {
		if i, ok := p.person[nameKey(name)+"|"+fold(x.Organisation)]; ok && name != "" {
			if y := p.list[i]; y.Email == "" || x.Email == "" { // namesakes have different addresses
				return i, Name
			}
		}
	}
	p.index(len(p.list), x)
	p.list, p.rows = append(p.list, x), append(p.rows, at)
	p.at[at.row] = len(p.list) - 1
	return -1, ""
}

func (p *people) index(i int, x *Person) {
	for _, k := range []string{x.ID, strings.ToLower(x.Email)} {
		if k != "" {
			p.exact[k] = i
		}
	}
	for _, name := range []string{x.Native, x.Latin} {
		if k := nameKey(name); k != "" && !slices.Contains(p.byName[k], i) {
			p.byName[k] = append(p.byName[k], i)
			p.person[k+"|"+fold(x.Organisation)] = i
		}
	}
	if k := fold(x.Organisation); k != "" {
		p.byFirm[k] = append(p.byFirm[k], i)
	}
}

// find looks a person up by id, e-mail address, name, name and organisation
// ("Anna Li, Optics Institute", "Anna Li (Optics Institute)"), or by an
// organisation with one person. The key says what is wrong.
func (p *people) find(s string) (i int, key string) {
	s = strings.TrimSpace(s)
	if i, ok := p.exact[s]; ok {
		return i, ""
	}
	if i, ok := p.exact[strings.ToLower(s)]; ok {
		return i, ""
	}
	found := p.byName[nameKey(s)]
	if len(found) == 0 {
		found = p.byFirm[fold(s)]
	}
	switch len(found) {
	case 1:
		return found[0], ""
	case 0:
	default:
		return 0, "import.person_ambiguous"
	}
	if cut := strings.IndexAny(s, ",(（，;"); cut > 0 {
		name := nameKey(s[:cut])
		firm := fold(s[cut:])
		if i, ok := p.person[name+"|"+firm]; ok {
			return i, ""
		}
	}
	return 0, "import.person_unknown"
}

// near gives the name that is most like a misspelt one, "" for none near.
func (p *people) near(s string) string {
	if len(p.keys) == 0 {
		for _, x := range p.list {
			for _, name := range []string{x.Native, x.Latin, x.Email} {
				p.keys, p.names = append(p.keys, []rune(nameKey(name))), append(p.names, name)
			}
		}
	}
	want := []rune(nameKey(s))
	best, least := "", min(3, len(want)/2)
	for i, key := range p.keys {
		if d := distance(want, key, least); d < least {
			best, least = p.names[i], d
		}
	}
	return best
}

// distance is the number of letters to change (Levenshtein), at most limit.
func distance(a, b []rune, limit int) int {
	if len(a)-len(b) >= limit || len(b)-len(a) >= limit {
		return limit
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i, x := range a {
		before := row[0]
		row[0] = i + 1
		for j, y := range b {
			change := before
			if x != y {
				change++
			}
			before = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}

// readPeople reads the participants.
func (r *reader) readPeople() {
	if r.opt.Existing != nil {
		for _, x := range r.opt.Existing.People {
			r.known.add(&x, rec{})
		}
	}
	for _, p := range r.parts[PeopleSheet] {
		p.each(func(x rec) {
			person, ok := r.person(x)
			if !ok {
				return
			}
			i, by := r.known.add(person, x)
			switch {
			case i < 0: // new
			case r.known.rows[i].part == nil: // the file has an existing person
				if person.ID != "" {
					r.known.exact[person.ID] = i // by which the file's other sheets know the person
				}
				person.ID = r.known.list[i].ID
				r.known.list[i], r.known.rows[i], r.known.at[x.row] = person, x, i
				r.known.index(i, person)
			default:
				first := r.known.rows[i]
				x.fail(by, "import.person_twice", "row", itoa(first.row.Number), "sheet", first.t.Name, "by", Said(by.LabelKey()))
				return
			}
			r.fresh = append(r.fresh, person)
			if free := x.spans(Available, x.personZone(person)); len(free) > 0 {
				r.open[person] = free
			}
		})
	}
	r.nameless()
	if len(r.known.list) == 0 && len(r.report.Errors) == 0 {
		r.report.fail(r.somewhere().with("import.people_missing"))
	}
}

// nameless gives an id to those who came without one: the e-mail address, else
// a number.
func (r *reader) nameless() {
	for i, p := range r.known.list {
		if p.ID == "" {
			p.ID = strings.ToLower(p.Email)
		}
		for n := i + 1; p.ID == ""; n++ {
			if _, taken := r.known.exact["p"+itoa(n)]; !taken {
				p.ID = "p" + itoa(n)
			}
		}
		r.known.exact[p.ID] = i
	}
}

// touch is a person whose data the file changes.
func (r *reader) touch(i int) *Person {
	p := r.known.list[i]
	if !slices.Contains(r.fresh, p) {
		r.fresh = append(r.fresh, p)
	}
	return p
}

// person reads one row.
func (r *reader) person(x rec) (p *Person, ok bool) {
	p = &Person{
		ID: x.get(ID), Native: x.get(Name), Latin: x.get(Latin), Organisation: x.get(Organisation), Position: x.get(Position),
		MaxPerDay: x.whole(MaxPerDay, 0, 1, 200), Online: choice(x, Format, formats, false), Interpreter: choice(x, Interpreter, yesNo, false),
	}
	if full := strings.Join(strings.Fields(x.get(Family)+" "+x.get(Given)+" "+x.get(Patronymic)), " "); p.Native == "" {
		p.Native = full
	}
	if p.Native == "" && p.Latin == "" {
		x.fail(Name, "import.name_missing")
		return p, false
	}
	if s := x.get(Email); s != "" {
		if p.Email = strings.TrimPrefix(s, "mailto:"); !validEmail(p.Email) {
			x.fail(Email, "import.email", "value", s)
			p.Email = ""
		}
	}
	if s := x.get(Country); s != "" {
		if p.Country = countryOf(s); p.Country == "" {
			x.fail(Country, "import.country", "value", s)
		}
	}
	if s := x.get(Zone); s != "" {
		if p.Zone = zoneOf(s); p.Zone == "" {
			x.fail(Zone, "import.zone_unknown", "value", s)
		}
	}
	for _, s := range x.list(Languages, nil) {
		l, ok := languageOf(s)
		if !ok {
			x.fail(Languages, "import.language", "value", s)
			continue
		}
		p.Languages = append(p.Languages, l)
	}
	p.Away = x.spans(Unavailable, x.personZone(p))
	return p, true
}

// personZone is the zone in which a person's own times are written.
func (r rec) personZone(p *Person) *time.Location {
	if p.Zone != "" {
		if loc, err := time.LoadLocation(p.Zone); err == nil {
			return loc
		}
	}
	return r.r.zone
}

func validEmail(s string) bool {
	a, err := mail.ParseAddress(s)
	if err != nil || a.Address != s || len(s) > 254 {
		return false
	}
	host := s[strings.LastIndexByte(s, '@')+1:]
	return strings.Contains(strings.Trim(host, "."), ".") && !strings.ContainsAny(host, "[]")
}
