-- +goose Up
-- An organisation that somebody entered as his own is unconfirmed until it is
-- known that he speaks for it; then registered_by gets his role.
ALTER TABLE organisation ADD COLUMN unconfirmed BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE organisation ADD COLUMN registered_by TEXT NOT NULL DEFAULT '';
CREATE INDEX organisation_unconfirmed ON organisation(country) WHERE unconfirmed;
-- Pairs that somebody has looked at and found to be two bodies; a_id < b_id.
CREATE TABLE organisation_distinct (
	a_id      TEXT NOT NULL REFERENCES organisation(id),
	b_id      TEXT NOT NULL REFERENCES organisation(id),
	person_id TEXT NOT NULL,
	at        {{time}} NOT NULL,
	PRIMARY KEY (a_id, b_id)
);
CREATE INDEX organisation_distinct_b ON organisation_distinct(b_id);
-- The Research Organization Registry, to fill forms from. names holds all names
-- folded, each between line ends; body is the JSON of ror.Record.
CREATE TABLE ror_record (
	id      {{id}},
	country TEXT NOT NULL,
	names   TEXT NOT NULL,
	body    {{json}} NOT NULL
);
CREATE INDEX ror_record_country ON ror_record(country);
-- Lists of residents on their way into a park, until they are confirmed or a
-- day has passed.
CREATE TABLE park_import (
	id              {{id}},
	organisation_id TEXT NOT NULL REFERENCES organisation(id),
	person_id       TEXT NOT NULL REFERENCES person(id),
	file_name       TEXT NOT NULL,
	tables          {{json}} NOT NULL,
	created_at      {{time}} NOT NULL
);
-- +goose Down
DROP TABLE park_import;
DROP TABLE ror_record;
DROP TABLE organisation_distinct;
DROP INDEX organisation_unconfirmed;
ALTER TABLE organisation DROP COLUMN registered_by;
ALTER TABLE organisation DROP COLUMN unconfirmed;
