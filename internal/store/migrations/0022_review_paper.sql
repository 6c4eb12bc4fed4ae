-- +goose Up
-- Certificates that whoever is handed one may check, by the hash of the code
-- that is on the paper. Whose it is stands in none of the columns. One whose
-- holder closed the check has no row here.
CREATE TABLE review_paper (
    code TEXT PRIMARY KEY,
    body TEXT NOT NULL
);

-- Whose numbers lead to a file: the cases of a person are those of everybody
-- whose file it holds by now.
CREATE INDEX person_redirect_person ON person_redirect (person);

-- +goose Down
DROP INDEX person_redirect_person;
DROP TABLE review_paper;
