-- +goose Up
-- Newer editions of a list. What an import is an edition of, and of when it is;
-- which record of the older edition a record's row continues, and from which
-- level on a reader sees that the row was altered (1 + the level, 0: it was not).
ALTER TABLE import ADD COLUMN edition_of TEXT NOT NULL DEFAULT '';
ALTER TABLE import ADD COLUMN edition_date TEXT NOT NULL DEFAULT '';
ALTER TABLE record ADD COLUMN continues BIGINT NOT NULL DEFAULT 0;
ALTER TABLE record ADD COLUMN altered BIGINT NOT NULL DEFAULT 0;
CREATE INDEX record_continues ON record (continues) WHERE continues <> 0;
CREATE INDEX import_edition ON import (edition_of) WHERE edition_of <> '';

-- +goose Down
DROP INDEX import_edition;
DROP INDEX record_continues;
ALTER TABLE record DROP COLUMN altered;
ALTER TABLE record DROP COLUMN continues;
ALTER TABLE import DROP COLUMN edition_date;
ALTER TABLE import DROP COLUMN edition_of;
