-- +goose Up
-- Tokens by which a person's own programs ask the API. The secret is never
-- kept, only its SHA-256; prefix is its beginning, by which people know it.
-- scopes lists access.TokenScope with commas between.
CREATE TABLE api_token (
	id         {{id}},
	person_id  TEXT NOT NULL REFERENCES person(id),
	name       TEXT NOT NULL,
	prefix     TEXT NOT NULL,
	hash       TEXT NOT NULL UNIQUE,
	scopes     TEXT NOT NULL,
	created_at {{time}} NOT NULL,
	expires_at {{time}} NOT NULL,
	used_at    {{time}} NOT NULL DEFAULT 0,
	revoked_at {{time}} NOT NULL DEFAULT 0
);
CREATE INDEX api_token_person ON api_token(person_id);
-- What was answered to a request with an Idempotency-Key. request is the SHA-256
-- of the request; status is 0 while the request is being answered.
CREATE TABLE api_answer (
	token_id   TEXT NOT NULL REFERENCES api_token(id),
	key        TEXT NOT NULL,
	request    TEXT NOT NULL,
	status     INTEGER NOT NULL,
	headers    {{json}} NOT NULL,
	body       TEXT NOT NULL,
	created_at {{time}} NOT NULL,
	PRIMARY KEY (token_id, key)
);
CREATE INDEX api_answer_created ON api_answer(created_at);
-- By which names other systems know organisations and profiles.
CREATE TABLE external_id (
	kind     TEXT NOT NULL,
	source   TEXT NOT NULL,
	external TEXT NOT NULL,
	thing_id TEXT NOT NULL,
	PRIMARY KEY (kind, source, external)
);
CREATE INDEX external_id_thing ON external_id(kind, thing_id);
-- Files on their way into the catalogue, until they are confirmed or a day has
-- passed. options is the JSON of bulk.Options.
CREATE TABLE catalogue_import (
	id         {{id}},
	person_id  TEXT NOT NULL REFERENCES person(id),
	file_name  TEXT NOT NULL,
	tables     {{json}} NOT NULL,
	options    {{json}} NOT NULL,
	created_at {{time}} NOT NULL
);
CREATE INDEX catalogue_import_person ON catalogue_import(person_id);
-- +goose Down
DROP TABLE catalogue_import;
DROP TABLE external_id;
DROP TABLE api_answer;
DROP TABLE api_token;
