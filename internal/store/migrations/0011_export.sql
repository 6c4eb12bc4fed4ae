-- +goose Up
-- Selections asked for as a file, and who let them go. Projections.
CREATE TABLE export (
    id TEXT PRIMARY KEY,
    why TEXT NOT NULL,
    records TEXT NOT NULL,
    author TEXT NOT NULL,
    org TEXT NOT NULL,
    at BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    approver TEXT NOT NULL,
    approved BIGINT NOT NULL,
    open_at BIGINT NOT NULL,
    undone BIGINT NOT NULL
);
CREATE INDEX export_org ON export (org, seq);

-- +goose Down
DROP TABLE export;
