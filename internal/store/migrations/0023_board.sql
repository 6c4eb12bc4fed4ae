-- What the board shows of a case stands beside each part in it. The rows of cases
-- lie far apart, each with its whole body: to fetch one for every part was most
-- of the time that the board of somebody with thousands of them took.

-- +goose Up
ALTER TABLE review_part ADD COLUMN state TEXT NOT NULL DEFAULT '';
ALTER TABLE review_part ADD COLUMN liberty TEXT NOT NULL DEFAULT '';
ALTER TABLE review_part ADD COLUMN lane TEXT NOT NULL DEFAULT '';
ALTER TABLE review_part ADD COLUMN clock TEXT NOT NULL DEFAULT '';
ALTER TABLE review_part ADD COLUMN due BIGINT NOT NULL DEFAULT 0;
ALTER TABLE review_part ADD COLUMN opened BIGINT NOT NULL DEFAULT 0;
UPDATE review_part SET (state, liberty, lane, clock, due, opened) =
    (SELECT c.state, c.liberty, c.lane, c.clock, c.due, c.opened FROM review_case c WHERE c.id = review_part.case_id)
WHERE EXISTS (SELECT 1 FROM review_case c WHERE c.id = review_part.case_id);
DROP INDEX review_part_account;
CREATE INDEX review_part_account ON review_part (account, conflicted, lane, state, due, case_id, reads, awaited, liberty, clock, opened, role);

-- +goose Down
DROP INDEX review_part_account;
CREATE INDEX review_part_account ON review_part (account, case_id);
ALTER TABLE review_part DROP COLUMN opened;
ALTER TABLE review_part DROP COLUMN due;
ALTER TABLE review_part DROP COLUMN clock;
ALTER TABLE review_part DROP COLUMN lane;
ALTER TABLE review_part DROP COLUMN liberty;
ALTER TABLE review_part DROP COLUMN state;
