-- +goose Up
-- The log of all changes, each row sealed with the hash of the one before it.
-- detail is TEXT, not {{json}}: its very bytes are hashed.
CREATE TABLE audit (
	seq         BIGINT PRIMARY KEY,
	at          {{time}} NOT NULL,
	actor_id    TEXT NOT NULL,
	action      TEXT NOT NULL,
	object_kind TEXT NOT NULL,
	object_id   TEXT NOT NULL,
	event_id    TEXT NOT NULL,
	side        TEXT NOT NULL,
	detail      TEXT NOT NULL,
	prev_hash   TEXT NOT NULL,
	hash        TEXT NOT NULL
);
CREATE INDEX audit_actor ON audit(actor_id, seq);
CREATE INDEX audit_object ON audit(object_kind, object_id, seq);
CREATE INDEX audit_event ON audit(event_id, seq);
CREATE TABLE audit_head (
	id   INTEGER PRIMARY KEY CHECK (id = 1),
	seq  BIGINT NOT NULL,
	hash TEXT NOT NULL
);
INSERT INTO audit_head (id, seq, hash) VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000');

-- email is as the person writes it, email_folded what is compared. An e-mail
-- counts as the person's own from email_proved_at on.
CREATE TABLE person (
	id              {{id}},
	email           TEXT,
	email_folded    TEXT UNIQUE,
	email_proved_at {{time}},
	event_mail      BOOLEAN NOT NULL DEFAULT TRUE,
	stop_secret     TEXT NOT NULL UNIQUE,
	name_native     TEXT NOT NULL,
	name_lang       TEXT NOT NULL,
	name_latin      TEXT NOT NULL,
	name_folded     TEXT NOT NULL,
	language        TEXT NOT NULL,
	zone            TEXT NOT NULL,
	created_at      {{time}} NOT NULL,
	updated_at      {{time}} NOT NULL
);
CREATE INDEX person_name ON person(name_folded);
CREATE TABLE password (
	person_id  TEXT PRIMARY KEY REFERENCES person(id),
	hash       TEXT NOT NULL,
	changed_at {{time}} NOT NULL
);
CREATE TABLE passkey (
	id         {{id}},
	person_id  TEXT NOT NULL REFERENCES person(id),
	label      TEXT NOT NULL,
	credential {{json}} NOT NULL,
	created_at {{time}} NOT NULL,
	used_at    {{time}}
);
CREATE INDEX passkey_person ON passkey(person_id);
CREATE TABLE mail_link (
	token_hash   {{id}},
	email        TEXT NOT NULL,
	email_folded TEXT NOT NULL,
	language     TEXT NOT NULL,
	expires_at   {{time}} NOT NULL
);
CREATE INDEX mail_link_email ON mail_link(email_folded);
CREATE INDEX mail_link_expiry ON mail_link(expires_at);
CREATE TABLE session (
	token_hash {{id}},
	person_id  TEXT NOT NULL,
	data       TEXT NOT NULL,
	created_at {{time}} NOT NULL,
	seen_at    {{time}} NOT NULL,
	expires_at {{time}} NOT NULL
);
CREATE INDEX session_person ON session(person_id);
CREATE INDEX session_expiry ON session(expires_at);
-- Which text of a consent a person agreed to, for which country, and how long.
-- Rows are never changed but to be withdrawn.
CREATE TABLE consent (
	id           {{id}},
	person_id    TEXT NOT NULL REFERENCES person(id),
	purpose      TEXT NOT NULL,
	country      TEXT NOT NULL,
	text_version TEXT NOT NULL,
	at           {{time}} NOT NULL,
	withdrawn_at {{time}}
);
CREATE UNIQUE INDEX consent_in_force ON consent(person_id, purpose, country) WHERE withdrawn_at IS NULL;
-- +goose Down
DROP TABLE consent;
DROP TABLE session;
DROP TABLE mail_link;
DROP TABLE passkey;
DROP TABLE password;
DROP TABLE person;
DROP TABLE audit_head;
DROP TABLE audit;
