-- +goose Up
-- What sources tell of the parts of a place of detention: buildings, wings,
-- floors, cells. A projection. A figure can be told of such a part.
CREATE TABLE part_word (
    id TEXT PRIMARY KEY,
    part TEXT NOT NULL,
    site TEXT NOT NULL,
    within TEXT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    source TEXT NOT NULL,
    note TEXT NOT NULL,
    corrects TEXT NOT NULL,
    why TEXT NOT NULL,
    author TEXT NOT NULL,
    org TEXT NOT NULL,
    at BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    undone BIGINT NOT NULL
);
CREATE INDEX part_word_site ON part_word (site);
ALTER TABLE tally ADD COLUMN part_id TEXT NOT NULL DEFAULT '';

-- +goose Down
ALTER TABLE tally DROP COLUMN part_id;
DROP TABLE part_word;
