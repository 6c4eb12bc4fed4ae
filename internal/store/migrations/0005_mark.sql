-- +goose Up
-- A mark for each row that no entry proves: a MAC over its values, under a key
-- that is kept with the keys. A mark without a row, and a row without a mark,
-- are as telling as a mark that is wrong.
CREATE TABLE mark (
    of_table TEXT NOT NULL,
    of_row TEXT NOT NULL,
    mac BYTEA NOT NULL,
    PRIMARY KEY (of_table, of_row)
);

-- +goose Down
DROP TABLE mark;
