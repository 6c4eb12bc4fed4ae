-- +goose Up
-- What was done for a family after a death was reported. A projection.
CREATE TABLE notice (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    record BIGINT NOT NULL,
    who TEXT NOT NULL,
    day TEXT NOT NULL,
    how TEXT NOT NULL,
    whom TEXT NOT NULL,
    note TEXT NOT NULL,
    author TEXT NOT NULL,
    org TEXT NOT NULL,
    at BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    undone BIGINT NOT NULL
);
CREATE INDEX notice_record ON notice (record);

-- +goose Down
DROP TABLE notice;
