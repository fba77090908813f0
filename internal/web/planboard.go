package web

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/birzha/birzha/internal/base/i18n"
	"github.com/birzha/birzha/internal/domain/access"
	"github.com/birzha/birzha/internal/domain/catalogue"
	"github.com/birzha/birzha/internal/domain/exchange"
	"github.com/birzha/birzha/internal/ui"
	"github.com/birzha/birzha/internal/web/view"
)

// boardRows is how many rows a page of the board shows.
const boardRows = 20

// planDay is the day of the board, from the address.
func planDay(r *Request) int {
	n, _ := strconv.Atoi(r.FormValue("day"))
	return max(0, n)
}

func (r *Request) dayTabs(b *exchange.Board) ui.TabsProps {
	t := ui.TabsProps{Label: r.T("plan.days")}
	last := -1
	for _, x := range b.Slots {
		if x.Day != last {
			last = x.Day
			t.Items = append(t.Items, ui.NavItem{Label: r.Lang.Day(exchange.In(x.Starts, r.Event.Zone)), URL: ui.With(r.URL, "day", strconv.Itoa(x.Day)), Current: x.Day == planDay(r)})
		}
	}
	return t
}

// planBoard draws one day of the plan as a grid: of people and slots if the
// address says view=people, else of places and slots. Online there are no
// places; then each row is a line of meetings at the same time.
func (r *Request) planBoard(b *exchange.Board) (view.PlanBoard, ui.PagerProps) {
	q := r.URL.Query()
	people := q.Get("view") == "people"
	day := planDay(r)
	v := view.PlanBoard{Corner: r.T("plan.place"), Props: ui.BoardProps{ID: "board", Label: r.T("plan.view_places"), Corner: r.T("plan.place"), Target: "#plan-board"}}
	if people {
		v.Corner, v.Props.Label, v.Props.Corner = r.T("plan.person"), r.T("plan.view_people"), r.T("plan.person")
	}
	if b.Plan.State == exchange.Provisional && r.Actor.Could(access.PlanEdit, r.Event.ID) {
		move := keep(r.URL, "revision", "piece", "row", "col")
		move.Set("revision", strconv.Itoa(b.Plan.Revision))
		v.Props.MoveURL = r.eventURL("/plan/move?" + move.Encode())
	}
	var columns []exchange.Slot
	for _, x := range b.Slots {
		if x.Day == day {
			columns = append(columns, x)
			v.Columns = append(v.Columns, r.times(r.Event, x.Starts, x.Ends))
		}
	}
	g := grid{r: r, b: b, columns: columns, movable: v.Props.MoveURL != ""}
	if people {
		v.Rows = g.peopleRows(q.Get("q"))
	} else {
		v.Rows = g.placeRows()
	}
	pages := (len(v.Rows) + boardRows - 1) / boardRows
	n := min(page(q), max(1, pages))
	v.Rows = v.Rows[min(len(v.Rows), (n-1)*boardRows):min(len(v.Rows), n*boardRows)]
	for i := range v.Rows {
		v.Rows[i] = g.filled(v.Rows[i])
	}
	return v, ui.PagerProps{URL: r.URL, Page: n, Pages: pages}
}

// grid builds the rows of a board.
type grid struct {
	r       *Request
	b       *exchange.Board
	columns []exchange.Slot
	movable bool
}

// placeRows makes a row of each place, or online of each line of meetings.
func (g grid) placeRows() (out []view.PlanRow) {
	at := map[string]map[string]exchange.Meeting{} // row, slot
	lines := 0
	used := map[string]int{}
	for _, t := range g.byTime() {
		row := t.PlaceID
		if row == "" {
			used[t.SlotID]++
			lines = max(lines, used[t.SlotID])
			row = "line-" + strconv.Itoa(used[t.SlotID])
		}
		if at[row] == nil {
			at[row] = map[string]exchange.Meeting{}
		}
		at[row][t.SlotID] = t
	}
	for _, p := range g.b.Places {
		row := g.row(p.ID, ui.BoardRowProps{Label: ui.Say(p.Name)}, at[p.ID])
		g.shut(row, g.b.Closed[p.ID], g.r.T("plan.place_closed"))
		out = append(out, row)
	}
	if g.b.Event.Online || lines > 0 {
		if g.movable {
			lines++
		}
		for i := range lines {
			id := "line-" + strconv.Itoa(i+1)
			out = append(out, g.row(id, ui.BoardRowProps{Label: ui.Say(g.r.T("plan.line", "n", i+1))}, at[id]))
		}
	}
	return out
}

// byTime lists the placed meetings of the columns in a stable order.
func (g grid) byTime() (out []exchange.Meeting) {
	for _, t := range g.b.Meetings {
		if slices.ContainsFunc(g.columns, func(x exchange.Slot) bool { return x.ID == t.SlotID }) {
			out = append(out, t)
		}
	}
	slices.SortFunc(out, func(x, y exchange.Meeting) int { return cmp.Compare(x.UID, y.UID) })
	return out
}

// peopleRows makes a row of each person who matches the search.
func (g grid) peopleRows(search string) (out []view.PlanRow) {
	at := map[string]map[string]exchange.Meeting{}
	for _, t := range g.byTime() {
		for _, m := range t.Members {
			if at[m] == nil {
				at[m] = map[string]exchange.Meeting{}
			}
			at[m][t.SlotID] = t
		}
	}
	for _, m := range g.r.people(g.b, search) {
		head := ui.BoardRowProps{Label: g.r.nameWord(m), Note: m.Organisation.Name.Plain(g.r.Lang), Side: sideOf(g.r.Event, m.Country), URL: g.r.eventURL("/participants/" + m.ID)}
		row := g.row(m.ID, head, at[m.ID])
		row.Person = m.ID
		g.shut(row, g.b.Unavailable[m.ID], g.r.T("plan.away"))
		out = append(out, row)
	}
	return out
}

// shut marks the free cells of a row in which nothing can be held.
func (g grid) shut(row view.PlanRow, slots []string, why string) {
	for i, x := range g.columns {
		if c := &row.Cells[i].Cell; c.State == ui.CellFree && slices.Contains(slots, x.ID) {
			c.State, c.Why, c.Drop = ui.CellClosed, why, false
		}
	}
}

// people lists the admitted people that match a search, by name.
func (r *Request) people(b *exchange.Board, search string) (out []exchange.Participant) {
	words := strings.Fields(catalogue.Fold(search))
	for _, m := range b.People {
		text := catalogue.Fold(m.Native + " " + m.Latin + " " + m.Organisation.Name.Plain(r.Lang))
		if m.State == exchange.Validated && !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(text, w) }) {
			out = append(out, m)
		}
	}
	slices.SortFunc(out, func(x, y exchange.Participant) int {
		return cmp.Or(cmp.Compare(x.SortName(), y.SortName()), cmp.Compare(x.ID, y.ID))
	})
	return out
}

// row makes the cells of a row; pieces are filled in for the shown rows only.
func (g grid) row(id string, head ui.BoardRowProps, at map[string]exchange.Meeting) view.PlanRow {
	row := view.PlanRow{Head: head}
	for _, x := range g.columns {
		c := view.PlanCell{Cell: ui.BoardCellProps{Row: id, Col: x.ID, Name: head.Label.Text + ", " + g.r.Lang.Clock(exchange.In(x.Starts, g.r.zone())), State: ui.CellFree, Drop: g.movable}}
		if t, ok := at[x.ID]; ok {
			c.Cell.State, c.Cell.Drop = ui.CellTaken, false
			c.Piece = &ui.PieceProps{ID: t.ID}
		}
		row.Cells = append(row.Cells, c)
	}
	return row
}

// filled draws the meetings of a row that is shown.
func (g grid) filled(row view.PlanRow) view.PlanRow {
	for i, c := range row.Cells {
		if c.Piece != nil {
			t, _ := g.b.Meeting(c.Piece.ID)
			row.Cells[i].Piece = g.piece(t, row.Person)
		}
	}
	return row
}

// piece draws a meeting; in the row of one of its people only the others are named.
func (g grid) piece(t exchange.Meeting, rowOf string) *ui.PieceProps {
	p := &ui.PieceProps{ID: t.ID, URL: g.r.eventURL("/plan/meetings/" + t.ID), Locked: t.Locked, Name: g.r.meetingName(g.b, t)}
	p.Fixed = !g.movable || !g.r.Actor.May(access.PlanEdit, access.Object{Event: g.r.Event.ID, Sides: g.b.Sides(t)})
	for _, id := range g.r.inOrder(g.b, t) {
		if id == rowOf {
			continue
		}
		m := g.b.People[id]
		p.Lines = append(p.Lines, ui.PieceLine{Side: sideOf(g.r.Event, m.Country), Text: g.r.nameWord(m)})
	}
	return p
}

// inOrder lists a meeting's people side by side in the event's order.
func (r *Request) inOrder(b *exchange.Board, t exchange.Meeting) []string {
	out := slices.Clone(t.Members)
	slices.SortFunc(out, func(x, y string) int {
		a, c := b.People[x], b.People[y]
		return cmp.Or(cmp.Compare(sideOf(r.Event, a.Country), sideOf(r.Event, c.Country)), cmp.Compare(a.Latin, c.Latin), cmp.Compare(x, y))
	})
	return out
}

// meetingName names a meeting by its people.
func (r *Request) meetingName(b *exchange.Board, t exchange.Meeting) string {
	var names []string
	for _, id := range r.inOrder(b, t) {
		m := b.People[id]
		names = append(names, m.Name(r.Lang))
	}
	return strings.Join(names, " – ")
}

// nameWord is a name as the reader reads it best, with its language.
func (r *Request) nameWord(m exchange.Participant) ui.Phrase {
	if name := m.Name(r.Lang); name != m.Native {
		return ui.Phrase{Text: name, Lang: i18n.EN}
	}
	return ui.Phrase{Text: m.Native, Lang: m.NativeLang}
}
