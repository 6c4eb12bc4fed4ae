-- +goose Up
-- What sources tell of a place of detention itself. A projection.
CREATE TABLE tally (
    id TEXT PRIMARY KEY,
    site TEXT NOT NULL,
    what TEXT NOT NULL,
    said TEXT NOT NULL,
    least BIGINT NOT NULL,
    most BIGINT NOT NULL,
    area BIGINT NOT NULL,
    part TEXT NOT NULL,
    day TEXT NOT NULL,
    source TEXT NOT NULL,
    note TEXT NOT NULL,
    author TEXT NOT NULL,
    org TEXT NOT NULL,
    at BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    undone BIGINT NOT NULL
);
CREATE INDEX tally_site ON tally (site);

-- +goose Down
DROP TABLE tally;
