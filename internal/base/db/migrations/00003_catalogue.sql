-- +goose Up
CREATE TABLE organisation (
	id          {{id}},
	slug        TEXT NOT NULL UNIQUE,
	kind        TEXT NOT NULL,
	country     TEXT NOT NULL,
	region      TEXT NOT NULL DEFAULT '',
	city        {{json}} NOT NULL,
	name        {{json}} NOT NULL,
	name_folded TEXT NOT NULL,
	description {{json}} NOT NULL,
	areas       {{json}} NOT NULL,
	website     TEXT NOT NULL DEFAULT '',
	created_at  {{time}} NOT NULL
);
CREATE INDEX organisation_name ON organisation(country, name_folded);
CREATE TABLE organisation_membership (
	organisation_id TEXT NOT NULL REFERENCES organisation(id),
	of_id           TEXT NOT NULL REFERENCES organisation(id),
	kind            TEXT NOT NULL,
	PRIMARY KEY (organisation_id, of_id)
);
CREATE INDEX organisation_membership_of ON organisation_membership(of_id);
CREATE TABLE opportunity (
	id              {{id}},
	reference       TEXT NOT NULL UNIQUE,
	type            TEXT NOT NULL,
	organisation_id TEXT NOT NULL REFERENCES organisation(id),
	person_id       TEXT NOT NULL REFERENCES person(id),
	title           {{json}} NOT NULL,
	summary         {{json}} NOT NULL,
	description     {{json}} NOT NULL,
	area            TEXT NOT NULL,
	trl             INTEGER NOT NULL,
	ipr             TEXT NOT NULL,
	partnerships    {{json}} NOT NULL,
	partner_sought  {{json}} NOT NULL,
	keywords        {{json}} NOT NULL,
	created_at      {{time}} NOT NULL
);
CREATE INDEX opportunity_organisation ON opportunity(organisation_id);
CREATE INDEX opportunity_person ON opportunity(person_id);
-- +goose Down
DROP TABLE opportunity;
DROP TABLE organisation_membership;
DROP TABLE organisation;
