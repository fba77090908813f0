-- +goose Up
CREATE TABLE event (
	id         {{id}},
	slug       TEXT NOT NULL UNIQUE,
	title      {{json}} NOT NULL,
	aim        {{json}} NOT NULL,
	audience   {{json}} NOT NULL,
	practical  {{json}} NOT NULL,
	zone       TEXT NOT NULL,
	online     BOOLEAN NOT NULL,
	starts_at  {{time}} NOT NULL,
	ends_at    {{time}} NOT NULL,
	closes_at  {{time}} NOT NULL,
	public     BOOLEAN NOT NULL,
	created_at {{time}} NOT NULL
);
CREATE TABLE event_side (
	event_id        TEXT NOT NULL REFERENCES event(id),
	country         TEXT NOT NULL,
	zone            TEXT NOT NULL,
	organisation_id TEXT NOT NULL REFERENCES organisation(id),
	position        INTEGER NOT NULL,
	PRIMARY KEY (event_id, country)
);
CREATE TABLE event_organiser (
	event_id        TEXT NOT NULL REFERENCES event(id),
	organisation_id TEXT NOT NULL REFERENCES organisation(id),
	country         TEXT NOT NULL,
	position        INTEGER NOT NULL,
	PRIMARY KEY (event_id, organisation_id)
);
CREATE TABLE programme_item (
	id          {{id}},
	event_id    TEXT NOT NULL REFERENCES event(id),
	kind        TEXT NOT NULL,
	title       {{json}} NOT NULL,
	description {{json}} NOT NULL,
	starts_at   {{time}} NOT NULL,
	ends_at     {{time}} NOT NULL
);
CREATE INDEX programme_item_event ON programme_item(event_id, starts_at);
CREATE TABLE programme_person (
	item_id   TEXT NOT NULL REFERENCES programme_item(id),
	person_id TEXT NOT NULL REFERENCES person(id),
	role      TEXT NOT NULL,
	topic     {{json}} NOT NULL,
	position  INTEGER NOT NULL,
	PRIMARY KEY (item_id, person_id, role)
);
CREATE TABLE slot (
	id        {{id}},
	event_id  TEXT NOT NULL REFERENCES event(id),
	starts_at {{time}} NOT NULL,
	ends_at   {{time}} NOT NULL,
	day       INTEGER NOT NULL,
	session   INTEGER NOT NULL,
	UNIQUE (event_id, starts_at)
);
CREATE TABLE place (
	id       {{id}},
	event_id TEXT NOT NULL REFERENCES event(id),
	name     TEXT NOT NULL,
	position INTEGER NOT NULL,
	UNIQUE (event_id, name)
);
CREATE TABLE participant (
	id              {{id}},
	event_id        TEXT NOT NULL REFERENCES event(id),
	person_id       TEXT NOT NULL REFERENCES person(id),
	organisation_id TEXT NOT NULL REFERENCES organisation(id),
	country         TEXT NOT NULL,
	zone            TEXT NOT NULL,
	position        {{json}} NOT NULL,
	languages       {{json}} NOT NULL,
	areas           {{json}} NOT NULL,
	interpreter     BOOLEAN NOT NULL,
	state           TEXT NOT NULL,
	folded          TEXT NOT NULL,
	import_key      TEXT,
	feed_secret     TEXT NOT NULL UNIQUE,
	created_at      {{time}} NOT NULL,
	UNIQUE (event_id, person_id),
	UNIQUE (event_id, import_key)
);
CREATE INDEX participant_organisation ON participant(organisation_id);
CREATE TABLE unavailability (
	participant_id TEXT NOT NULL REFERENCES participant(id),
	slot_id        TEXT NOT NULL REFERENCES slot(id),
	PRIMARY KEY (participant_id, slot_id)
);
CREATE TABLE wish (
	id             {{id}},
	event_id       TEXT NOT NULL REFERENCES event(id),
	from_id        TEXT NOT NULL REFERENCES participant(id),
	members        TEXT NOT NULL,
	strength       TEXT NOT NULL,
	weight         INTEGER NOT NULL,
	opportunity_id TEXT REFERENCES opportunity(id),
	subject        TEXT NOT NULL,
	slot_id        TEXT REFERENCES slot(id),
	place_id       TEXT REFERENCES place(id),
	created_at     {{time}} NOT NULL,
	UNIQUE (event_id, from_id, members)
);
CREATE TABLE wish_member (
	wish_id        TEXT NOT NULL REFERENCES wish(id),
	participant_id TEXT NOT NULL REFERENCES participant(id),
	PRIMARY KEY (wish_id, participant_id)
);
CREATE INDEX wish_member_participant ON wish_member(participant_id);
CREATE TABLE plan (
	id           {{id}},
	event_id     TEXT NOT NULL REFERENCES event(id),
	version      INTEGER NOT NULL,
	state        TEXT NOT NULL,
	revision     INTEGER NOT NULL,
	figures      {{json}} NOT NULL,
	created_by   TEXT NOT NULL,
	created_at   {{time}} NOT NULL,
	published_at {{time}},
	UNIQUE (event_id, version)
);
CREATE UNIQUE INDEX plan_current ON plan(event_id, state) WHERE state <> 'superseded';
CREATE TABLE meeting (
	id             {{id}},
	plan_id        TEXT NOT NULL REFERENCES plan(id),
	uid            TEXT NOT NULL,
	slot_id        TEXT REFERENCES slot(id),
	place_id       TEXT REFERENCES place(id),
	opportunity_id TEXT REFERENCES opportunity(id),
	subject        TEXT NOT NULL,
	must           BOOLEAN NOT NULL,
	weight         INTEGER NOT NULL,
	locked         BOOLEAN NOT NULL,
	reason         {{json}} NOT NULL,
	sequence       INTEGER NOT NULL,
	UNIQUE (plan_id, uid),
	UNIQUE (plan_id, slot_id, place_id)
);
CREATE TABLE meeting_member (
	meeting_id     TEXT NOT NULL REFERENCES meeting(id),
	participant_id TEXT NOT NULL REFERENCES participant(id),
	plan_id        TEXT NOT NULL REFERENCES plan(id),
	slot_id        TEXT REFERENCES slot(id),
	PRIMARY KEY (meeting_id, participant_id),
	UNIQUE (plan_id, participant_id, slot_id)
);
CREATE TABLE plan_signature (
	plan_id   TEXT NOT NULL REFERENCES plan(id),
	country   TEXT NOT NULL,
	person_id TEXT NOT NULL REFERENCES person(id),
	revision  INTEGER NOT NULL,
	at        {{time}} NOT NULL,
	PRIMARY KEY (plan_id, country)
);
CREATE TABLE plan_run (
	event_id    TEXT PRIMARY KEY REFERENCES event(id),
	person_id   TEXT NOT NULL REFERENCES person(id),
	seed        BIGINT NOT NULL,
	state       TEXT NOT NULL,
	placed      INTEGER NOT NULL,
	percent     INTEGER NOT NULL,
	message     TEXT NOT NULL,
	started_at  {{time}} NOT NULL,
	finished_at {{time}}
);
CREATE TABLE import (
	id         {{id}},
	event_id   TEXT NOT NULL REFERENCES event(id),
	person_id  TEXT NOT NULL REFERENCES person(id),
	file_name  TEXT NOT NULL,
	tables     {{json}} NOT NULL,
	mapping    {{json}} NOT NULL,
	created_at {{time}} NOT NULL
);
-- +goose Down
DROP TABLE import;
DROP TABLE plan_run;
DROP TABLE plan_signature;
DROP TABLE meeting_member;
DROP TABLE meeting;
DROP TABLE plan;
DROP TABLE wish_member;
DROP TABLE wish;
DROP TABLE unavailability;
DROP TABLE participant;
DROP TABLE place;
DROP TABLE slot;
DROP TABLE programme_person;
DROP TABLE programme_item;
DROP TABLE event_organiser;
DROP TABLE event_side;
DROP TABLE event;
