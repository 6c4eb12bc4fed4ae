-- +goose Up
-- Not projections: kept here alone.

-- Numbers for records and persons (1) are reserved here before they are used;
-- a crash leaves a gap and never a number used twice. Those of the log of reads
-- (2) are taken in the transaction that uses them and leave none.
CREATE TABLE number (
    id BIGINT PRIMARY KEY,
    next BIGINT NOT NULL
);
INSERT INTO number (id, next) VALUES (1, 1), (2, 1);

-- Imports under way: what a crash leaves is swept by this.
CREATE TABLE pending_import (
    id TEXT PRIMARY KEY,
    first BIGINT NOT NULL,
    count BIGINT NOT NULL,
    started_at BIGINT NOT NULL
);

CREATE TABLE organisation (
    id TEXT PRIMARY KEY,
    name_ar TEXT NOT NULL,
    name_en TEXT NOT NULL,
    kind TEXT NOT NULL,
    added_at BIGINT NOT NULL
);

CREATE TABLE account (
    id TEXT PRIMARY KEY,
    login TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    org TEXT NOT NULL,
    roles TEXT NOT NULL,
    clearance BIGINT NOT NULL,
    lang TEXT NOT NULL,
    disabled BOOLEAN NOT NULL,
    must_change BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);
CREATE TABLE credential (
    id TEXT PRIMARY KEY,
    account TEXT NOT NULL,
    kind TEXT NOT NULL,
    secret BYTEA NOT NULL,
    confirmed BOOLEAN NOT NULL,
    last_step BIGINT NOT NULL,
    added_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX credential_account ON credential (account);
CREATE TABLE session (
    hash BYTEA PRIMARY KEY,
    account TEXT NOT NULL,
    started_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    step_up_at BIGINT NOT NULL,
    device TEXT NOT NULL
);
CREATE INDEX session_account ON session (account);
CREATE TABLE reveal (
    id TEXT PRIMARY KEY,
    account TEXT NOT NULL,
    person BIGINT NOT NULL,
    purpose TEXT NOT NULL,
    at BIGINT NOT NULL,
    until BIGINT NOT NULL
);
CREATE INDEX reveal_account ON reveal (account, until);

-- Reads of people's files, chained: each hash covers the one before. The
-- head is entered in the ledger every hour.
CREATE TABLE access_log (
    n BIGINT PRIMARY KEY,
    at BIGINT NOT NULL,
    account TEXT NOT NULL,
    action TEXT NOT NULL,
    subject BYTEA NOT NULL,
    hash BYTEA NOT NULL
);

CREATE TABLE job (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    args TEXT NOT NULL,
    author TEXT NOT NULL,
    org TEXT NOT NULL,
    run_at BIGINT NOT NULL,
    leased_by TEXT NOT NULL,
    leased_until BIGINT NOT NULL,
    attempt BIGINT NOT NULL,
    state TEXT NOT NULL,
    stage TEXT NOT NULL,
    done BIGINT NOT NULL,
    total BIGINT NOT NULL,
    cancel BOOLEAN NOT NULL,
    result TEXT NOT NULL,
    error TEXT NOT NULL,
    every BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    finished_at BIGINT NOT NULL
);
CREATE INDEX job_due ON job (state, run_at, id);

-- Uploads being previewed, and other work that is not yet a change.
CREATE TABLE draft (
    id TEXT PRIMARY KEY,
    account TEXT NOT NULL,
    kind TEXT NOT NULL,
    body BYTEA NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX draft_account ON draft (account, kind);

-- Column mappings a source was last read with.
CREATE TABLE mapping (
    source TEXT NOT NULL,
    header TEXT NOT NULL,
    body TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (source, header)
);

-- +goose Down
DROP TABLE mapping;
DROP TABLE draft;
DROP TABLE job;
DROP TABLE access_log;
DROP TABLE reveal;
DROP TABLE session;
DROP TABLE credential;
DROP TABLE account;
DROP TABLE organisation;
DROP TABLE pending_import;
DROP TABLE number;
