-- +goose Up
-- An office's own work about files: notes, tags, tasks, saved searches and
-- lists. Projections of the entries that made them.
CREATE TABLE desk (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    text TEXT NOT NULL,
    query TEXT NOT NULL,
    level BIGINT NOT NULL,
    shared BOOLEAN NOT NULL,
    assignee TEXT NOT NULL,
    due TEXT NOT NULL,
    author TEXT NOT NULL,
    org TEXT NOT NULL,
    at BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    done BIGINT NOT NULL,
    undone BIGINT NOT NULL
);
CREATE INDEX desk_org ON desk (org, kind);
CREATE TABLE desk_record (
    item TEXT NOT NULL,
    record BIGINT NOT NULL,
    PRIMARY KEY (item, record)
);
CREATE INDEX desk_record_record ON desk_record (record);

-- +goose Down
DROP TABLE desk_record;
DROP TABLE desk;
