package schedule

// limits are the rules of a model beside people, places in general, order and
// days. Problems that use none of them cost nothing.
type limits struct {
	pools   []pool
	draws   [][]int32 // pools of each meeting; nil where no pool is needed
	quotas  []quota
	charges [][]int32 // quotas of each meeting; nil where there are none
	site    []int32   // where each on-site meeting is held, or None; nil without travel
	siteOf  []int32   // of each place; nil without travel
	minGap  []int     // minutes, of each person
	travel  [][]int   // minutes between sites
	near    map[int][]set
	spaced  bool // some gap or travel must be kept
}

// pool is a limit, slot by slot, of the meetings that draw on it: what the
// places of a kind, one place or the interpreters of some languages can serve
// at once. By Hall's theorem (1935) meetings can be given places, or
// interpreters, one by one as soon as none of these sets is asked too much.
type pool struct {
	room      []int32 // of each slot
	members   []int32 // meetings that draw on it
	interpret bool    // of interpreters, not of places
}

// quota is a limit of the meetings that are charged to it in all slots.
type quota struct {
	most    int32
	members []int32
	person  int // whose limit it is, or None
	group   int
}

// limit compiles them. The meetings that must stay where they are are known.
func (m *model) limit() {
	m.sites()
	m.spacing()
	m.draws, m.charges = make([][]int32, len(m.people)), make([][]int32, len(m.people))
	m.poolPlaces()
	m.poolInterpreters()
	m.setQuotas()
	for i, list := range m.draws {
		d := m.domain(i)
		for _, k := range list {
			for t, n := range m.pools[k].room {
				if n <= 0 {
					d.del(t)
				}
			}
		}
	}
}

// pool adds a pool.
func (m *model) pool(x pool) {
	k := int32(len(m.pools))
	m.pools = append(m.pools, x)
	for _, i := range x.members {
		m.draws[i] = append(m.draws[i], k)
	}
}

// poolPlaces makes pools of sites, of kinds at a site, and of single places
// that meetings are locked at. They are nested, so that they are enough.
func (m *model) poolPlaces() {
	type key struct {
		site  int32
		kind  string
		place int
	}
	wanted := map[key][]int32{}
	locked := map[int]bool{}
	kinds := map[string]bool{}
	for i, g := range m.p.Meetings {
		locked[g.Place] = locked[g.Place] || g.Locked && !m.fixed[i]
		kinds[g.Kind] = true
	}
	var keys []key
	add := func(k key, i int) {
		if len(wanted[k]) == 0 {
			keys = append(keys, k)
		}
		wanted[k] = append(wanted[k], int32(i))
	}
	for i, g := range m.p.Meetings {
		if m.online[i] {
			continue
		}
		site, kind := int32(None), g.Kind
		if m.site != nil {
			site = m.site[i]
			add(key{site, "", None}, i)
		}
		if l := int(m.prefer[i]); l != None && (m.fixed[i] || g.Locked) {
			if kind != "" && kind != m.p.Places[l].Kind {
				clear(m.domain(i))
			}
			kind = m.p.Places[l].Kind
			if locked[l] {
				add(key{site, kind, l}, i)
			}
		}
		if kind != "" && kinds[kind] {
			add(key{site, kind, None}, i)
		}
	}
	for _, k := range keys {
		m.pool(pool{room: m.p.capacity(func(l int) bool {
			return (k.place == None || k.place == l) && (k.kind == "" || m.p.Places[l].Kind == k.kind) &&
				(k.site == None || m.siteOf[l] == k.site)
		}), members: wanted[k]})
	}
}

// poolInterpreters makes a pool of each set of pairs of languages: the meetings
// in them have no more interpreters than serve one of the pairs. Pairs that
// share no interpreter, even through others, need no pool together.
func (m *model) poolInterpreters() {
	pairs, members := m.languages()
	for _, part := range m.p.shared(pairs) {
		for u := uint(1); u < 1<<len(part); u++ {
			var list []int32
			in := map[string]bool{}
			for n, x := range part {
				if u>>n&1 != 0 {
					list = append(list, members[x]...)
					in[x] = true
				}
			}
			m.pool(pool{room: m.p.interpreters(in), members: list, interpret: true})
		}
	}
}

// languages lists the pairs of languages that meetings need, in their order, and
// the meetings of each.
func (m *model) languages() (pairs []string, members map[string][]int32) {
	members = map[string][]int32{}
	for i, g := range m.p.Meetings {
		if g.Interpret == "" {
			continue
		}
		if len(members[g.Interpret]) == 0 {
			pairs = append(pairs, g.Interpret)
		}
		members[g.Interpret] = append(members[g.Interpret], int32(i))
	}
	return pairs, members
}

// shared parts pairs of languages into those that are connected by interpreters.
func (p *Problem) shared(pairs []string) (parts [][]string) {
	part := map[string]int{}
	for n, x := range pairs {
		part[x] = n
	}
	for _, who := range p.Interpreters {
		first := None
		for _, x := range who.Pairs {
			n, ok := part[x]
			if !ok {
				continue
			}
			if first == None {
				first = n
			}
			for y, k := range part {
				if k == n {
					part[y] = first
				}
			}
		}
	}
	at := map[int]int{}
	for _, x := range pairs {
		n, ok := at[part[x]]
		if !ok {
			n = len(parts)
			at[part[x]] = n
			parts = append(parts, nil)
		}
		parts[n] = append(parts[n], x)
	}
	return parts
}

// interpreters counts, for each slot, those who are there and serve a pair.
func (p *Problem) interpreters(pairs map[string]bool) []int32 {
	room := make([]int32, len(p.Slots))
	for _, who := range p.Interpreters {
		if !who.serves(pairs) {
			continue
		}
		away := make([]bool, len(p.Slots))
		for _, t := range who.Unavailable {
			away[t] = true
		}
		for t := range room {
			if !away[t] {
				room[t]++
			}
		}
	}
	return room
}

func (who Interpreter) serves(pairs map[string]bool) bool {
	for _, x := range who.Pairs {
		if pairs[x] {
			return true
		}
	}
	return false
}

// setQuotas makes a quota of each limit that could be exceeded.
func (m *model) setQuotas() {
	for q, who := range m.p.People {
		if most := who.MaxMeetings; most > 0 && len(m.meets[q]) > most {
			m.quota(quota{int32(most), m.meets[q], q, None})
		}
	}
	for n, g := range m.p.Groups {
		if g.MaxMeetings <= 0 {
			continue
		}
		seen := map[int32]bool{}
		var list []int32
		for _, q := range g.People {
			for _, i := range m.meets[q] {
				if !seen[i] {
					seen[i] = true
					list = append(list, i)
				}
			}
		}
		if len(list) > g.MaxMeetings {
			m.quota(quota{int32(g.MaxMeetings), list, None, n})
		}
	}
}

func (m *model) quota(x quota) {
	k := int32(len(m.quotas))
	m.quotas = append(m.quotas, x)
	for _, i := range x.members {
		m.charges[i] = append(m.charges[i], k)
	}
}
