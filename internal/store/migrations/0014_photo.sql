-- +goose Up
-- Photographs of people, who agreed to what, and what a selection that leaves
-- is to hold. Projections of the entries that made them.
CREATE TABLE photo (
    id TEXT PRIMARY KEY,
    record BIGINT NOT NULL,
    original TEXT NOT NULL,
    shown TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size BIGINT NOT NULL,
    width BIGINT NOT NULL,
    height BIGINT NOT NULL,
    alt TEXT NOT NULL,
    level BIGINT NOT NULL,
    sharing TEXT NOT NULL,
    author TEXT NOT NULL,
    org TEXT NOT NULL,
    at BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    undone BIGINT NOT NULL
);
CREATE INDEX photo_record ON photo (record);
CREATE TABLE consent (
    id TEXT PRIMARY KEY,
    record BIGINT NOT NULL,
    photo TEXT NOT NULL,
    uses TEXT NOT NULL,
    giver TEXT NOT NULL,
    name TEXT NOT NULL,
    way TEXT NOT NULL,
    day TEXT NOT NULL,
    until TEXT NOT NULL,
    note TEXT NOT NULL,
    author TEXT NOT NULL,
    org TEXT NOT NULL,
    at BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    withdrawn BIGINT NOT NULL,
    withdrawn_at BIGINT NOT NULL,
    undone BIGINT NOT NULL
);
CREATE INDEX consent_record ON consent (record);
ALTER TABLE export ADD COLUMN columns TEXT NOT NULL DEFAULT '[]';
ALTER TABLE export ADD COLUMN recipient TEXT NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE export DROP COLUMN recipient;
ALTER TABLE export DROP COLUMN columns;
DROP TABLE consent;
DROP TABLE photo;
