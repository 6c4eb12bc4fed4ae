-- +goose Up
-- The register of victims: what was told lies sealed in the body.
CREATE TABLE victim_registration (
    id TEXT PRIMARY KEY,
    org TEXT NOT NULL,
    at BIGINT NOT NULL,
    body TEXT NOT NULL,
    seq BIGINT NOT NULL
);
CREATE INDEX victim_registration_org ON victim_registration (org, at);

-- +goose Down
DROP TABLE victim_registration;
