-- name: PutVictimRegistration :exec
INSERT INTO victim_registration (id, org, at, body, seq) VALUES (sqlc.arg(id), sqlc.arg(org), sqlc.arg(at), sqlc.arg(body), sqlc.arg(seq))
ON CONFLICT (id) DO UPDATE SET body = excluded.body, seq = excluded.seq;

-- name: VictimRegistration :one
SELECT body FROM victim_registration WHERE id = sqlc.arg(id);

-- name: VictimRegistrations :many
SELECT body FROM victim_registration WHERE org = sqlc.arg(org) ORDER BY at DESC, id DESC;
