-- +goose Up
-- Which entries are acts of which case. The header of an act names no case, so
-- that nobody counts them in the ledger; a page of the case is read by these.
CREATE TABLE review_event (
    case_id TEXT NOT NULL,
    seq BIGINT NOT NULL,
    PRIMARY KEY (case_id, seq)
);

-- Whether a part waits for its declaration of ties: the case is on its board,
-- and nothing more of it is read before.
ALTER TABLE review_part ADD COLUMN awaited BOOLEAN NOT NULL DEFAULT FALSE;

-- +goose Down
ALTER TABLE review_part DROP COLUMN awaited;
DROP TABLE review_event;
