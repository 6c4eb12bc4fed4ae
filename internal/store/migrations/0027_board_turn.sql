-- A part's turn is its place on the board, see review.Turn: a page begins at one
-- instead of counting through all that stands before it. A victims' representative
-- is not told where the person is or which clock runs, so nothing of that stands
-- beside that part, not even in the order of the board.

-- +goose Up
ALTER TABLE review_part ADD COLUMN turn BIGINT NOT NULL DEFAULT 0;
UPDATE review_part SET liberty = '', lane = '', clock = '', due = 0 WHERE role = 'victims_delegate';
UPDATE review_part SET turn = CASE WHEN due > 0 THEN due WHEN liberty IN ('UNVERIFIED', 'RELEASE_DUE', 'COURT_DUE') THEN 0 ELSE 9223372036854775806 END;
DROP INDEX review_part_account;
CREATE INDEX review_part_turn ON review_part (account, conflicted, turn, case_id, lane, state, reads, awaited, liberty, clock, due, opened, role);
CREATE INDEX review_part_lane ON review_part (account, conflicted, lane, state, reads, awaited);

-- +goose Down
DROP INDEX review_part_lane;
DROP INDEX review_part_turn;
CREATE INDEX review_part_account ON review_part (account, conflicted, lane, state, due, case_id, reads, awaited, liberty, clock, opened, role);
ALTER TABLE review_part DROP COLUMN turn;
