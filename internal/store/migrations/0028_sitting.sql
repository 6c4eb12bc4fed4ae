-- A hearing counts in the day of every member who sat, not of the chair alone:
-- one row for each. Rows of hearings before this are of the chair until the
-- tables are computed anew.

-- +goose Up
CREATE TABLE review_sitting_by (
    account TEXT NOT NULL,
    seq BIGINT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (account, seq)
);
INSERT INTO review_sitting_by (account, seq, at) SELECT account, seq, at FROM review_sitting;
DROP TABLE review_sitting;
ALTER TABLE review_sitting_by RENAME TO review_sitting;
CREATE INDEX review_sitting_day ON review_sitting (account, at);

-- +goose Down
CREATE TABLE review_sitting_of (
    seq BIGINT PRIMARY KEY,
    account TEXT NOT NULL,
    at BIGINT NOT NULL
);
INSERT INTO review_sitting_of (seq, account, at) SELECT seq, min(account), min(at) FROM review_sitting GROUP BY seq;
DROP TABLE review_sitting;
ALTER TABLE review_sitting_of RENAME TO review_sitting;
CREATE INDEX review_sitting_account ON review_sitting (account, at);
