package exchange

import "github.com/birzha/birzha/solver/schedule"

// violation puts a broken rule into a message with the names it concerns.
func (b *Board) violation(v schedule.Violation, order []string) (key string, args []any) {
	args = []any{"n", v.Count, "limit", v.Limit}
	if v.Person != schedule.None {
		args = append(args, "person", b.name(order[v.Person]))
	}
	if v.Other != schedule.None {
		args = append(args, "other", b.title(v.Other))
	}
	if v.Place >= 0 && v.Place < len(b.Places) {
		args = append(args, "place", b.Places[v.Place].Name)
	}
	return "plan.rule_" + string(v.Rule), args
}

// reason puts the planner's reason for an unmet wish into a message.
func (b *Board) reason(r schedule.Reason, order []string) Reason {
	args := []any{"n", r.Common, "taken", r.Taken}
	if r.Person != schedule.None {
		args = append(args, "person", b.name(order[r.Person]))
	}
	if r.Partner != schedule.None {
		args = append(args, "partner", b.name(order[r.Partner]))
	}
	if r.Other != schedule.None {
		args = append(args, "other", b.title(r.Other))
	}
	return Reason{Key: "plan.reason_" + string(r.Code), Args: args}
}

// proof puts the planner's proof that not every must can be held into a message.
func (b *Board) proof(r schedule.Reason, order []string) Reason {
	args := []any{"need", r.Need, "have", r.Have}
	if r.Person != schedule.None {
		args = append(args, "person", b.name(order[r.Person]))
	}
	if r.Meeting != schedule.None {
		args = append(args, "meeting", b.title(r.Meeting))
	}
	return Reason{Key: "plan.proof_" + string(r.Code), Args: args}
}

// name is written in both scripts, for it is stored for readers of any language.
func (b *Board) name(participantID string) string {
	m := b.People[participantID]
	if m.Latin == "" || m.Latin == m.Native {
		return m.Native
	}
	return m.Native + " (" + m.Latin + ")"
}

// title names a meeting by its people.
func (b *Board) title(meeting int) (out string) {
	for i, m := range b.Meetings[meeting].Members {
		if i > 0 {
			out += " – "
		}
		out += b.name(m)
	}
	return out
}
