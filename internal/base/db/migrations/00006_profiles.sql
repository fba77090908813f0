-- +goose Up
-- Organisations: identifiers, facts, merging. facts is the JSON of
-- catalogue.Facts, park that of catalogue.ParkFacts.
ALTER TABLE organisation ADD COLUMN ror_id TEXT NOT NULL DEFAULT '';
ALTER TABLE organisation ADD COLUMN national_id TEXT NOT NULL DEFAULT '';
ALTER TABLE organisation ADD COLUMN aliases {{json}} NOT NULL DEFAULT '[]';
ALTER TABLE organisation ADD COLUMN facts {{json}} NOT NULL DEFAULT '{}';
ALTER TABLE organisation ADD COLUMN park {{json}} NOT NULL DEFAULT '{}';
ALTER TABLE organisation ADD COLUMN logo_id TEXT NOT NULL DEFAULT '';
ALTER TABLE organisation ADD COLUMN via_centre BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE organisation ADD COLUMN merged_into TEXT NOT NULL DEFAULT '';
ALTER TABLE organisation ADD COLUMN revision BIGINT NOT NULL DEFAULT 1;
ALTER TABLE organisation ADD COLUMN updated_at {{time}} NOT NULL DEFAULT 0;
UPDATE organisation SET updated_at = created_at;
CREATE UNIQUE INDEX organisation_ror ON organisation(ror_id) WHERE ror_id <> '';
CREATE UNIQUE INDEX organisation_national ON organisation(country, national_id) WHERE national_id <> '';
CREATE INDEX organisation_region ON organisation(region);
CREATE INDEX organisation_updated ON organisation(updated_at, id);
-- Addresses that an organisation had before, or that of one merged into it.
CREATE TABLE organisation_address (
	slug            {{id}},
	organisation_id TEXT NOT NULL REFERENCES organisation(id)
);
-- Keys by which two records of one body find each other.
CREATE TABLE organisation_key (
	key             TEXT NOT NULL,
	organisation_id TEXT NOT NULL REFERENCES organisation(id),
	PRIMARY KEY (key, organisation_id)
);
CREATE INDEX organisation_key_of ON organisation_key(organisation_id);
ALTER TABLE organisation_membership ADD COLUMN status TEXT NOT NULL DEFAULT 'current';
ALTER TABLE organisation_membership ADD COLUMN from_day TEXT NOT NULL DEFAULT '';
ALTER TABLE organisation_membership ADD COLUMN to_day TEXT NOT NULL DEFAULT '';
ALTER TABLE organisation_membership ADD COLUMN agreement TEXT NOT NULL DEFAULT '';
CREATE TABLE park_indicator (
	organisation_id TEXT NOT NULL REFERENCES organisation(id),
	year            INTEGER NOT NULL,
	name            TEXT NOT NULL,
	value           DOUBLE PRECISION NOT NULL,
	PRIMARY KEY (organisation_id, year, name)
);

-- What a centre may do for a client, from one day to another, both included.
-- scope lists access.MandateScope with commas between.
CREATE TABLE mandate (
	id         {{id}},
	centre_id  TEXT NOT NULL REFERENCES organisation(id),
	client_id  TEXT NOT NULL REFERENCES organisation(id),
	scope      TEXT NOT NULL,
	from_day   TEXT NOT NULL,
	to_day     TEXT NOT NULL,
	evidence   TEXT NOT NULL,
	created_by TEXT NOT NULL,
	created_at {{time}} NOT NULL,
	ended_at   {{time}},
	ended_by   TEXT NOT NULL DEFAULT '',
	end_reason TEXT NOT NULL DEFAULT '',
	CHECK (from_day <= to_day AND centre_id <> client_id)
);
CREATE UNIQUE INDEX mandate_one ON mandate(centre_id, client_id) WHERE ended_at IS NULL;
CREATE INDEX mandate_client ON mandate(client_id);
-- A portfolio of clients that one centre offers to another.
CREATE TABLE handover (
	id          {{id}},
	from_id     TEXT NOT NULL REFERENCES organisation(id),
	to_id       TEXT NOT NULL REFERENCES organisation(id),
	clients     {{json}} NOT NULL,
	note        TEXT NOT NULL,
	state       TEXT NOT NULL,
	created_by  TEXT NOT NULL,
	created_at  {{time}} NOT NULL,
	answered_by TEXT NOT NULL DEFAULT '',
	answered_at {{time}}
);
CREATE INDEX handover_from ON handover(from_id);
CREATE INDEX handover_to ON handover(to_id);

-- Offers and requests: what the parties write is the JSON of catalogue.Content;
-- title is a copy of its title. shown is the content that the public sees while
-- a published profile is being revised.
ALTER TABLE opportunity ADD COLUMN content {{json}} NOT NULL DEFAULT '{}';
UPDATE opportunity SET content = CAST('{"title":' || CAST(title AS TEXT) || ',"summary":' || CAST(summary AS TEXT) || ',"description":' || CAST(description AS TEXT) ||
	',"areas":["' || area || '"],"trl":' || CAST(trl AS TEXT) || ',"ipr":"' || ipr || '","partnerships":' || CAST(partnerships AS TEXT) ||
	',"partners":' || CAST(partner_sought AS TEXT) || ',"technology_keywords":' || CAST(keywords AS TEXT) || '}' AS {{json}});
ALTER TABLE opportunity DROP COLUMN summary;
ALTER TABLE opportunity DROP COLUMN description;
ALTER TABLE opportunity DROP COLUMN area;
ALTER TABLE opportunity DROP COLUMN trl;
ALTER TABLE opportunity DROP COLUMN ipr;
ALTER TABLE opportunity DROP COLUMN partnerships;
ALTER TABLE opportunity DROP COLUMN partner_sought;
ALTER TABLE opportunity DROP COLUMN keywords;
ALTER TABLE opportunity ADD COLUMN shown {{json}};
ALTER TABLE opportunity ADD COLUMN language TEXT NOT NULL DEFAULT '';
ALTER TABLE opportunity ADD COLUMN centre_id TEXT NOT NULL DEFAULT '';
ALTER TABLE opportunity ADD COLUMN via_centre BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE opportunity ADD COLUMN author_id TEXT NOT NULL DEFAULT '';
ALTER TABLE opportunity ADD COLUMN state TEXT NOT NULL DEFAULT 'published';
ALTER TABLE opportunity ADD COLUMN open BOOLEAN NOT NULL DEFAULT TRUE;
ALTER TABLE opportunity ADD COLUMN revision BIGINT NOT NULL DEFAULT 1;
ALTER TABLE opportunity ADD COLUMN published_at {{time}} NOT NULL DEFAULT 0;
ALTER TABLE opportunity ADD COLUMN valid_until {{time}} NOT NULL DEFAULT 0;
ALTER TABLE opportunity ADD COLUMN reminded_at {{time}} NOT NULL DEFAULT 0;
ALTER TABLE opportunity ADD COLUMN updated_at {{time}} NOT NULL DEFAULT 0;
UPDATE opportunity SET published_at = created_at, updated_at = created_at, valid_until = created_at + 31536000000000, author_id = person_id;
CREATE INDEX opportunity_state ON opportunity(state, valid_until);
CREATE INDEX opportunity_centre ON opportunity(centre_id, state);
CREATE INDEX opportunity_updated ON opportunity(updated_at, id);
CREATE TABLE opportunity_revision (
	opportunity_id TEXT NOT NULL REFERENCES opportunity(id),
	n              BIGINT NOT NULL,
	content        {{json}} NOT NULL,
	state          TEXT NOT NULL,
	person_id      TEXT NOT NULL,
	at             {{time}} NOT NULL,
	PRIMARY KEY (opportunity_id, n)
);
CREATE TABLE opportunity_step (
	id             {{id}},
	opportunity_id TEXT NOT NULL REFERENCES opportunity(id),
	action         TEXT NOT NULL,
	from_state     TEXT NOT NULL,
	to_state       TEXT NOT NULL,
	note           TEXT NOT NULL,
	person_id      TEXT NOT NULL,
	centre_id      TEXT NOT NULL,
	revision       BIGINT NOT NULL,
	at             {{time}} NOT NULL
);
CREATE INDEX opportunity_step_of ON opportunity_step(opportunity_id, at);
CREATE TABLE opportunity_remark (
	id             {{id}},
	opportunity_id TEXT NOT NULL REFERENCES opportunity(id),
	step_id        TEXT NOT NULL REFERENCES opportunity_step(id),
	severity       TEXT NOT NULL,
	field          TEXT NOT NULL,
	rule           TEXT NOT NULL,
	evidence       TEXT NOT NULL,
	resolved_at    {{time}},
	resolved_by    TEXT NOT NULL DEFAULT ''
);
CREATE INDEX opportunity_remark_of ON opportunity_remark(opportunity_id);

-- Expressions of interest. Each side says yes on its own; identities and
-- contacts open when both have. title and owner_anonymous are those of the
-- profile when the interest was sent.
CREATE TABLE interest (
	id              {{id}},
	opportunity_id  TEXT NOT NULL REFERENCES opportunity(id),
	sender_id       TEXT NOT NULL REFERENCES organisation(id),
	sender_person   TEXT NOT NULL REFERENCES person(id),
	sender_centre   TEXT NOT NULL DEFAULT '',
	sender_profile  TEXT REFERENCES opportunity(id),
	anonymous       BOOLEAN NOT NULL DEFAULT FALSE,
	owner_centre    TEXT NOT NULL DEFAULT '',
	owner_anonymous BOOLEAN NOT NULL DEFAULT FALSE,
	title           {{json}} NOT NULL DEFAULT '{}',
	message         {{json}} NOT NULL,
	state           TEXT NOT NULL,
	reason          TEXT NOT NULL DEFAULT '',
	note            TEXT NOT NULL DEFAULT '',
	sender_yes_at   {{time}},
	sender_yes_by   TEXT NOT NULL DEFAULT '',
	owner_yes_at    {{time}},
	owner_yes_by    TEXT NOT NULL DEFAULT '',
	sent_at         {{time}} NOT NULL,
	seen_at         {{time}},
	updated_at      {{time}} NOT NULL
);
CREATE UNIQUE INDEX interest_one ON interest(opportunity_id, sender_id) WHERE state NOT IN ('declined', 'none');
CREATE INDEX interest_sender ON interest(sender_id, updated_at);
CREATE TABLE interest_step (
	id          {{id}},
	interest_id TEXT NOT NULL REFERENCES interest(id),
	party       TEXT NOT NULL,
	action      TEXT NOT NULL,
	from_state  TEXT NOT NULL,
	to_state    TEXT NOT NULL,
	note        TEXT NOT NULL,
	person_id   TEXT NOT NULL,
	centre_id   TEXT NOT NULL,
	at          {{time}} NOT NULL
);
CREATE INDEX interest_step_of ON interest_step(interest_id, at);

-- Searches that a person keeps; those with alert are mailed when they find
-- something published after alerted_at.
CREATE TABLE saved_search (
	id         {{id}},
	person_id  TEXT NOT NULL REFERENCES person(id),
	name       TEXT NOT NULL,
	query      TEXT NOT NULL,
	alert      BOOLEAN NOT NULL DEFAULT FALSE,
	created_at {{time}} NOT NULL,
	alerted_at {{time}} NOT NULL
);
CREATE INDEX saved_search_person ON saved_search(person_id);
-- Files of profiles and organisations; the bytes lie in the blob store under
-- their SHA-256.
CREATE TABLE medium (
	id         {{id}},
	owner_kind TEXT NOT NULL,
	owner_id   TEXT NOT NULL,
	name       TEXT NOT NULL,
	type       TEXT NOT NULL,
	size       BIGINT NOT NULL,
	sha256     TEXT NOT NULL,
	person_id  TEXT NOT NULL,
	at         {{time}} NOT NULL
);
CREATE INDEX medium_owner ON medium(owner_kind, owner_id);
