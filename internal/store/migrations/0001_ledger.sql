-- +goose Up
-- The ledger: entries, the hashes of its tree, the head that writers take.
CREATE TABLE log_head (
    id BIGINT PRIMARY KEY,
    size BIGINT NOT NULL,
    epoch BIGINT NOT NULL
);
INSERT INTO log_head (id, size, epoch) VALUES (1, 0, 0);

CREATE TABLE entry (
    seq BIGINT PRIMARY KEY,
    at BIGINT NOT NULL,
    author TEXT NOT NULL,
    org TEXT NOT NULL,
    kind TEXT NOT NULL,
    header BYTEA NOT NULL,
    commitment BYTEA NOT NULL,
    salt BYTEA,
    body BYTEA,
    destroyed BIGINT NOT NULL,
    undone BIGINT NOT NULL
);
CREATE INDEX entry_kind ON entry (kind, seq);
CREATE INDEX entry_author ON entry (author, seq);

-- Which entries are about what: finds a person's or a source's history.
CREATE TABLE entry_subject (
    subject TEXT NOT NULL,
    seq BIGINT NOT NULL,
    PRIMARY KEY (subject, seq)
);

CREATE TABLE log_hash (
    ix BIGINT PRIMARY KEY,
    hash BYTEA NOT NULL
);

-- Signed checkpoints, the newest of each size.
CREATE TABLE checkpoint (
    size BIGINT PRIMARY KEY,
    at BIGINT NOT NULL,
    note BYTEA NOT NULL
);

-- +goose Down
DROP TABLE checkpoint;
DROP TABLE log_hash;
DROP TABLE entry_subject;
DROP TABLE entry;
DROP TABLE log_head;
