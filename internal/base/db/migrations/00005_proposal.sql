-- +goose Up
CREATE TABLE proposal (
	id         {{id}},
	event_id   TEXT NOT NULL REFERENCES event(id),
	kind       TEXT NOT NULL,
	made       {{json}} NOT NULL,
	figures    {{json}} NOT NULL,
	meetings   {{json}} NOT NULL,
	person_id  TEXT NOT NULL REFERENCES person(id),
	created_at {{time}} NOT NULL
);
CREATE INDEX proposal_event ON proposal(event_id, created_at);
CREATE TABLE place_closed (
	place_id TEXT NOT NULL REFERENCES place(id),
	slot_id  TEXT NOT NULL REFERENCES slot(id),
	PRIMARY KEY (place_id, slot_id)
);
ALTER TABLE plan_run ADD COLUMN stage TEXT NOT NULL DEFAULT '';
ALTER TABLE plan_run ADD COLUMN bound INTEGER NOT NULL DEFAULT 0;
ALTER TABLE plan_run ADD COLUMN idle_gaps INTEGER NOT NULL DEFAULT 0;
ALTER TABLE plan_run ADD COLUMN stop BOOLEAN NOT NULL DEFAULT FALSE;
-- +goose Down
ALTER TABLE plan_run DROP COLUMN stop;
ALTER TABLE plan_run DROP COLUMN idle_gaps;
ALTER TABLE plan_run DROP COLUMN bound;
ALTER TABLE plan_run DROP COLUMN stage;
DROP TABLE place_closed;
DROP TABLE proposal;
