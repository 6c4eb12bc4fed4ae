-- name: ReserveNumbers :one
UPDATE number SET next = next + sqlc.arg(n) WHERE id = 1 RETURNING next;

-- name: RaiseNumbers :exec
UPDATE number SET next = sqlc.arg(next) WHERE id = 1 AND next < sqlc.arg(next);

-- name: PutPending :exec
INSERT INTO pending_import (id, first, count, started_at) VALUES (sqlc.arg(id), sqlc.arg(first), 0, sqlc.arg(started_at));

-- name: SetPending :exec
UPDATE pending_import SET count = sqlc.arg(count) WHERE id = sqlc.arg(id);

-- name: PendingCount :one
SELECT count FROM pending_import WHERE id = sqlc.arg(id);

-- name: Pending :many
SELECT id, first, count, started_at FROM pending_import ORDER BY id;

-- name: DropPending :exec
DELETE FROM pending_import WHERE id = sqlc.arg(id);

-- name: DropPendingRecords :exec
DELETE FROM record WHERE import = sqlc.arg(import) AND NOT EXISTS (SELECT 1 FROM import i WHERE i.id = sqlc.arg(import));

-- name: AddOrg :exec
INSERT INTO organisation (id, name_ar, name_en, kind, added_at) VALUES (sqlc.arg(id), sqlc.arg(name_ar), sqlc.arg(name_en), sqlc.arg(kind), sqlc.arg(added_at));

-- name: Org :one
SELECT id, name_ar, name_en, kind, added_at FROM organisation WHERE id = sqlc.arg(id);

-- name: Orgs :many
SELECT id, name_ar, name_en, kind, added_at FROM organisation ORDER BY id;

-- name: AddAccount :exec
INSERT INTO account (id, login, name, org, roles, clearance, lang, disabled, must_change, created_at, changed_at, version)
VALUES (sqlc.arg(id), sqlc.arg(login), sqlc.arg(name), sqlc.arg(org), sqlc.arg(roles), sqlc.arg(clearance), sqlc.arg(lang), sqlc.arg(disabled), sqlc.arg(must_change), sqlc.arg(created_at), sqlc.arg(changed_at), sqlc.arg(version));

-- name: Account :one
SELECT id, login, name, org, roles, clearance, lang, disabled, must_change, created_at, changed_at, version FROM account WHERE id = sqlc.arg(id);

-- name: AccountByLogin :one
SELECT id, login, name, org, roles, clearance, lang, disabled, must_change, created_at, changed_at, version FROM account WHERE login = sqlc.arg(login);

-- name: Accounts :many
SELECT id, login, name, org, roles, clearance, lang, disabled, must_change, created_at, changed_at, version FROM account WHERE CAST(sqlc.arg(org) AS TEXT) = '' OR org = sqlc.arg(org) ORDER BY id;

-- name: UpdateAccount :execrows
UPDATE account SET login = sqlc.arg(login), name = sqlc.arg(name), org = sqlc.arg(org), roles = sqlc.arg(roles), clearance = sqlc.arg(clearance), lang = sqlc.arg(lang), disabled = sqlc.arg(disabled), must_change = sqlc.arg(must_change), changed_at = sqlc.arg(changed_at), version = sqlc.arg(version) + 1
WHERE id = sqlc.arg(id) AND version = sqlc.arg(version);

-- name: HoldAccount :execrows
UPDATE account SET version = version WHERE id = sqlc.arg(id);

-- name: CredentialsOf :many
SELECT id, account, kind, secret, confirmed, last_step, added_at, expires_at FROM credential WHERE account = sqlc.arg(account) ORDER BY id;

-- name: DropCredentials :exec
DELETE FROM credential WHERE account = sqlc.arg(account) AND kind = sqlc.arg(kind);

-- name: AddCredential :exec
INSERT INTO credential (id, account, kind, secret, confirmed, last_step, added_at, expires_at)
VALUES (sqlc.arg(id), sqlc.arg(account), sqlc.arg(kind), sqlc.arg(secret), sqlc.arg(confirmed), sqlc.arg(last_step), sqlc.arg(added_at), sqlc.arg(expires_at));

-- name: UseStep :execrows
UPDATE credential SET last_step = sqlc.arg(step) WHERE id = sqlc.arg(id) AND last_step < sqlc.arg(step);

-- name: AddSession :exec
INSERT INTO session (hash, account, started_at, seen_at, step_up_at, device) VALUES (sqlc.arg(hash), sqlc.arg(account), sqlc.arg(started_at), sqlc.arg(seen_at), sqlc.arg(step_up_at), sqlc.arg(device));

-- name: Session :one
SELECT hash, account, started_at, seen_at, step_up_at, device FROM session WHERE hash = sqlc.arg(hash);

-- name: SessionsOf :many
SELECT hash, account, started_at, seen_at, step_up_at, device FROM session WHERE account = sqlc.arg(account) ORDER BY seen_at DESC, hash;

-- name: TouchSession :exec
UPDATE session SET seen_at = sqlc.arg(seen_at) WHERE hash = sqlc.arg(hash) AND seen_at < sqlc.arg(seen_at);

-- name: EndSession :execrows
DELETE FROM session WHERE hash = sqlc.arg(hash);

-- name: EndSessions :execrows
DELETE FROM session WHERE account = sqlc.arg(account) AND hash <> sqlc.arg(keep);

-- name: SweepSessions :execrows
DELETE FROM session WHERE seen_at < sqlc.arg(seen_before) OR started_at < sqlc.arg(started_before);

-- name: AddReveal :exec
INSERT INTO reveal (id, account, person, purpose, at, until) VALUES (sqlc.arg(id), sqlc.arg(account), sqlc.arg(person), sqlc.arg(purpose), sqlc.arg(at), sqlc.arg(until));

-- name: Reveal :one
SELECT id, account, person, purpose, at, until FROM reveal WHERE id = sqlc.arg(id);

-- name: RevealsOf :many
SELECT id, account, person, purpose, at, until FROM reveal WHERE account = sqlc.arg(account) AND until > sqlc.arg(at) ORDER BY id;

-- name: TakeReadNumbers :one
UPDATE number SET next = next + sqlc.arg(n) WHERE id = 2 RETURNING next;

-- name: LastRead :one
SELECT n, at, account, action, subject, hash FROM access_log ORDER BY n DESC LIMIT 1;

-- name: PutRead :exec
INSERT INTO access_log (n, at, account, action, subject, hash) VALUES (sqlc.arg(n), sqlc.arg(at), sqlc.arg(account), sqlc.arg(action), sqlc.arg(subject), sqlc.arg(hash));

-- name: Reads :many
SELECT n, at, account, action, subject, hash FROM access_log WHERE n > sqlc.arg(after_n) ORDER BY n LIMIT sqlc.arg(max_rows);

-- name: ReadsBefore :many
SELECT n, at, account, action, subject, hash FROM access_log WHERE CAST(sqlc.arg(before_n) AS BIGINT) = 0 OR n < sqlc.arg(before_n) ORDER BY n DESC LIMIT sqlc.arg(max_rows);

-- name: EntriesOfKindBackward :many
SELECT seq, at, author, org, kind, header, commitment, salt, body, destroyed, undone FROM entry WHERE kind = sqlc.arg(kind) AND seq < sqlc.arg(before_seq) ORDER BY seq DESC LIMIT sqlc.arg(max_rows);

-- name: PutJob :exec
INSERT INTO job (id, kind, args, author, org, run_at, leased_by, leased_until, attempt, state, stage, done, total, cancel, result, error, every, created_at, finished_at)
VALUES (sqlc.arg(id), sqlc.arg(kind), sqlc.arg(args), sqlc.arg(author), sqlc.arg(org), sqlc.arg(run_at), '', 0, 0, 'waiting', '', 0, 0, FALSE, '', '', 0, sqlc.arg(created_at), 0);

-- name: PutPeriodic :exec
INSERT INTO job (id, kind, args, author, org, run_at, leased_by, leased_until, attempt, state, stage, done, total, cancel, result, error, every, created_at, finished_at)
VALUES (sqlc.arg(id), sqlc.arg(kind), sqlc.arg(args), sqlc.arg(author), sqlc.arg(org), sqlc.arg(run_at), '', 0, 0, 'waiting', '', 0, 0, FALSE, '', '', sqlc.arg(every), sqlc.arg(created_at), 0)
ON CONFLICT (id) DO UPDATE SET every = excluded.every;

-- name: Job :one
SELECT id, kind, args, author, org, run_at, leased_by, leased_until, attempt, state, stage, done, total, cancel, result, error, every, created_at, finished_at FROM job WHERE id = sqlc.arg(id);

-- name: Jobs :many
SELECT id, kind, args, author, org, run_at, leased_by, leased_until, attempt, state, stage, done, total, cancel, result, error, every, created_at, finished_at FROM job WHERE every = 0 ORDER BY created_at DESC, id DESC LIMIT sqlc.arg(max_rows);

-- name: NoteJob :one
UPDATE job SET stage = sqlc.arg(stage), done = sqlc.arg(done), total = sqlc.arg(total), leased_until = sqlc.arg(leased_until)
WHERE id = sqlc.arg(id) AND leased_by = sqlc.arg(leased_by) AND state = 'running' RETURNING cancel;

-- name: CancelJob :execrows
UPDATE job SET cancel = CASE WHEN state = 'running' THEN TRUE ELSE FALSE END, finished_at = CASE WHEN state = 'running' THEN 0 ELSE CAST(sqlc.arg(at) AS BIGINT) END,
    state = CASE WHEN state = 'running' THEN state ELSE 'cancelled' END
WHERE id = sqlc.arg(id) AND every = 0 AND state IN ('waiting', 'running');

-- name: EndJob :execrows
UPDATE job SET state = sqlc.arg(state), stage = sqlc.arg(stage), done = sqlc.arg(done), total = sqlc.arg(total), result = sqlc.arg(result), error = sqlc.arg(error),
    attempt = sqlc.arg(attempt), finished_at = sqlc.arg(finished_at), cancel = FALSE, leased_by = '', leased_until = 0
WHERE id = sqlc.arg(id) AND leased_by = sqlc.arg(leased_by) AND state = 'running';

-- name: PutBackJob :execrows
UPDATE job SET state = 'waiting', stage = sqlc.arg(stage), done = sqlc.arg(done), total = sqlc.arg(total), result = sqlc.arg(result), error = sqlc.arg(error),
    attempt = sqlc.arg(attempt), run_at = sqlc.arg(run_at), leased_by = '', leased_until = 0
WHERE id = sqlc.arg(id) AND leased_by = sqlc.arg(leased_by) AND state = 'running';

-- name: SweepJobs :execrows
DELETE FROM job WHERE state IN ('done', 'failed', 'cancelled') AND finished_at < sqlc.arg(before);

-- name: PutDraft :execrows
INSERT INTO draft (id, account, kind, body, at) VALUES (sqlc.arg(id), sqlc.arg(account), sqlc.arg(kind), sqlc.arg(body), sqlc.arg(at))
ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, body = excluded.body, at = excluded.at WHERE draft.account = excluded.account;

-- name: Draft :one
SELECT id, account, kind, body, at FROM draft WHERE id = sqlc.arg(id) AND account = sqlc.arg(account);

-- name: Drafts :many
SELECT id, account, kind, at FROM draft WHERE account = sqlc.arg(account) AND (CAST(sqlc.arg(kind) AS TEXT) = '' OR kind = sqlc.arg(kind)) ORDER BY at DESC, id;

-- name: AllDrafts :many
SELECT id, account, kind, body, at FROM draft ORDER BY id;

-- name: DropDraft :exec
DELETE FROM draft WHERE id = sqlc.arg(id) AND account = sqlc.arg(account);

-- name: SweepDrafts :execrows
DELETE FROM draft WHERE at < sqlc.arg(before);

-- name: PutMapping :exec
INSERT INTO mapping (source, header, body, at) VALUES (sqlc.arg(source), sqlc.arg(header), sqlc.arg(body), sqlc.arg(at))
ON CONFLICT (source, header) DO UPDATE SET body = excluded.body, at = excluded.at;

-- name: Mapping :one
SELECT body FROM mapping WHERE source = sqlc.arg(source) AND header = sqlc.arg(header);
