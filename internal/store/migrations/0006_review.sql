-- +goose Up
-- The file review: projections of review.act and review.policy. A case is one
-- row with its state as text; the columns beside it are what lists ask for.
CREATE TABLE review_policy (
    version TEXT PRIMARY KEY,
    policy TEXT NOT NULL,
    why TEXT NOT NULL,
    at BIGINT NOT NULL,
    seq BIGINT NOT NULL
);

CREATE TABLE review_case (
    id TEXT PRIMARY KEY,
    person BIGINT NOT NULL,
    state TEXT NOT NULL,
    liberty TEXT NOT NULL,
    lane TEXT NOT NULL,
    clock TEXT NOT NULL,
    due BIGINT NOT NULL,
    ripe BOOLEAN NOT NULL,
    facts BIGINT NOT NULL,
    opened BIGINT NOT NULL,
    body TEXT NOT NULL,
    seq BIGINT NOT NULL
);
CREATE INDEX review_case_person ON review_case (person);
CREATE INDEX review_case_due ON review_case (due, id);

-- Who has a part in a case, who may read it, and for whom it does not exist.
CREATE TABLE review_part (
    case_id TEXT NOT NULL,
    account TEXT NOT NULL,
    role TEXT NOT NULL,
    reads BOOLEAN NOT NULL,
    conflicted BOOLEAN NOT NULL,
    PRIMARY KEY (case_id, account)
);
CREATE INDEX review_part_account ON review_part (account, case_id);

CREATE TABLE review_submission (
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL,
    side TEXT NOT NULL,
    seq BIGINT NOT NULL
);

CREATE TABLE review_sitting (
    seq BIGINT PRIMARY KEY,
    account TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX review_sitting_account ON review_sitting (account, at);

-- What is no case: the roster, and each draw of seats.
CREATE TABLE review_book (
    id TEXT PRIMARY KEY,
    body TEXT NOT NULL,
    seq BIGINT NOT NULL
);

-- +goose Down
DROP TABLE review_book;
DROP TABLE review_sitting;
DROP TABLE review_submission;
DROP TABLE review_part;
DROP TABLE review_case;
DROP TABLE review_policy;
