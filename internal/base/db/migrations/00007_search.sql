-- +goose Up
-- What can be found, one row a document, also for removed ones: their row stays
-- with an empty body, so that every node learns of it. seq counts the changes;
-- card is what a list shows of the document.
CREATE TABLE search_document (
	id      {{id}},
	seq     BIGINT NOT NULL UNIQUE,
	removed BOOLEAN NOT NULL,
	card    TEXT NOT NULL,
	body    TEXT NOT NULL
);
-- +goose Down
DROP TABLE search_document;
