-- +goose Up
CREATE TABLE role_grant (
	id         {{id}},
	person_id  TEXT NOT NULL REFERENCES person(id),
	role       TEXT NOT NULL,
	event_id   TEXT NOT NULL DEFAULT '',
	side       TEXT NOT NULL DEFAULT '',
	org_id     TEXT NOT NULL DEFAULT '',
	granted_by TEXT NOT NULL DEFAULT '',
	granted_at {{time}} NOT NULL,
	UNIQUE (person_id, role, event_id, side, org_id)
);
-- +goose Down
DROP TABLE role_grant;
