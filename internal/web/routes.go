package web

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/birzha/birzha/internal/domain/access"
)

// Route is one address with the policy that guards it. An address under
// /events/{event} is answered only if the event is there for the actor, and if
// some role of the actor could do Action in it; the services check the rest.
type Route struct {
	Pattern string // method and path, as http.ServeMux takes them
	Action  access.Action
	Handle  func(*Request) error
}

// Routes is the table of all addresses.
func (s *Server) Routes() []Route {
	routes := []Route{
		{"GET /{$}", access.PublicRead, s.home},
		{"GET /gallery", access.PublicRead, s.gallery},

		{"GET /events/{event}", access.PublicRead, s.event},
		{"GET /events/{event}/event.ics", access.PublicRead, s.eventCalendar},
		{"GET /events/{event}/programme", access.PublicRead, s.programme},
		{"GET /events/{event}/participants", access.ParticipantsList, s.participants},
		{"POST /events/{event}/participants/validate", access.ParticipantsValidate, s.participantsValidate},
		{"GET /events/{event}/participants/{participant}", access.ParticipantsList, s.participant},

		{"POST /events/{event}/participants/{participant}/readmit", access.ParticipantsValidate, s.participantReadmit},

		{"GET /events/{event}/agenda", access.AgendaRead, s.agenda},
		{"GET /events/{event}/agenda.pdf", access.AgendaRead, s.agendaPDF},
		{"GET /events/{event}/agenda.ics", access.AgendaRead, s.agendaCalendar},
		{"POST /events/{event}/agenda/feed", access.AgendaFeed, s.agendaNewFeed},
		{"GET /calendar/{secret}", access.PublicRead, s.calendarFeed},

		{"GET /events/{event}/plan", access.PlanRead, s.plan},
		{"GET /events/{event}/plan/changes", access.PlanRead, s.planChanges},
		{"GET /events/{event}/plan/run", access.PlanRead, s.planRun},
		{"POST /events/{event}/plan/run", access.PlanRun, s.planStart},
		{"POST /events/{event}/plan/stop", access.PlanRun, s.planStop},
		{"GET /events/{event}/plan/repair", access.PlanRead, s.repairForm},
		{"POST /events/{event}/plan/repair", access.PlanRun, s.repairPropose},
		{"GET /events/{event}/plan/whatif", access.PlanRead, s.whatIf},
		{"GET /events/{event}/plan/proposals/{proposal}", access.PlanRead, s.proposal},
		{"POST /events/{event}/plan/proposals/{proposal}/accept", access.PlanRun, s.proposalAccept},
		{"POST /events/{event}/plan/proposals/{proposal}/discard", access.PlanRun, s.proposalDiscard},
		{"POST /events/{event}/plan/version", access.PlanRun, s.planNewVersion},
		{"POST /events/{event}/plan/sign", access.PlanSign, s.planSign},
		{"GET /events/{event}/plan/meetings/{meeting}", access.PlanRead, s.planMeeting},
		{"POST /events/{event}/plan/move", access.PlanEdit, s.planMove},
		{"POST /events/{event}/plan/lock", access.PlanEdit, s.planLock},
		{"POST /events/{event}/plan/remedy", access.PlanEdit, s.planRemedy},
		{"GET /events/{event}/plan.pdf", access.PlanRead, s.planPDF},
		{"GET /events/{event}/figures", access.PlanRead, s.figures},

		{"GET /events/{event}/import", access.ImportUse, s.importPage},
		{"GET /events/{event}/import/sample.xlsx", access.ImportUse, s.importSample},
		{"POST /events/{event}/import", access.ImportUse, s.importUpload},
		{"GET /events/{event}/import/{import}", access.ImportUse, s.importPreview},
		{"POST /events/{event}/import/{import}/mapping", access.ImportUse, s.importMapping},
		{"POST /events/{event}/import/{import}/confirm", access.ImportUse, s.importConfirm},
		{"POST /events/{event}/import/{import}/drop", access.ImportUse, s.importDrop},

		{"GET /events/{event}/audit", access.AuditRead, s.audit},
	}
	for _, area := range [][]Route{s.accountRoutes(), s.catalogueRoutes(), s.profileRoutes(), s.deskRoutes(), s.clientRoutes(), s.interestRoutes(), s.exchangeOfDataRoutes()} {
		routes = append(routes, area...)
	}
	if s.Demo != nil {
		routes = append(routes, s.demoRoutes()...)
	}
	return routes
}

// build registers every route, each behind its policy.
func (s *Server) build() (http.Handler, error) {
	mux := http.NewServeMux()
	for _, r := range s.Routes() {
		if _, ok := access.Matrix[r.Action]; !ok {
			return nil, fmt.Errorf("web: route %s has no policy: action %q is not in the matrix", r.Pattern, r.Action)
		}
		mux.Handle(r.Pattern, s.guard(r))
	}
	mux.Handle("GET /assets/", s.Assets.Handler())
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "ok") })
	mux.HandleFunc("GET /readyz", s.ready)
	if s.Metrics != nil {
		mux.Handle("GET /metrics", s.Metrics)
	}
	mux.Handle("/", s.guard(Route{Action: access.PublicRead, Handle: s.nothingHere}))
	protect := http.NewCrossOriginProtection()
	protect.SetDenyHandler(s.guard(Route{Action: access.PublicRead, Handle: s.crossOrigin}))
	return protect.Handler(mux), nil
}

func (s *Server) ready(w http.ResponseWriter, r *http.Request) {
	if err := s.Ready(r.Context()); err != nil {
		s.Log.WarnContext(r.Context(), "not ready", "error", err)
		http.Error(w, "not ready", http.StatusServiceUnavailable)
		return
	}
	fmt.Fprintln(w, "ready")
}

// inEvent tells whether the route is one of an event.
func (route Route) inEvent() bool { return strings.Contains(route.Pattern, "{event}") }
