-- The FranceConnect stub: what is set, who is there, what was asked, what was given out.

-- Settings, clients, keys, citizens, logins, faults: few, small, rarely written.
CREATE TABLE IF NOT EXISTS fc_document (
    world BIGINT NOT NULL,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (world, kind, id)
) {clustered};

CREATE TABLE IF NOT EXISTS fc_session (
    world BIGINT NOT NULL,
    id TEXT NOT NULL,
    uid TEXT NOT NULL,
    written_at BIGINT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (world, id)
) {clustered};

CREATE TABLE IF NOT EXISTS fc_transaction (
    world BIGINT NOT NULL,
    uid TEXT NOT NULL,
    seq BIGINT NOT NULL,
    rev BIGINT NOT NULL,
    client TEXT NOT NULL,
    citizen TEXT NOT NULL,
    started_at BIGINT NOT NULL,
    asked TEXT NOT NULL,
    progress TEXT NOT NULL,
    steps TEXT NOT NULL,
    PRIMARY KEY (world, uid)
) {clustered};

CREATE INDEX IF NOT EXISTS fc_transaction_seq ON fc_transaction (world, seq);

-- Requests refused before there was a transaction to write them to. Bounded: the last 1 000.
CREATE TABLE IF NOT EXISTS fc_refusal (
    world BIGINT NOT NULL,
    id TEXT NOT NULL,
    seq BIGINT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (world, id)
) {clustered};

CREATE INDEX IF NOT EXISTS fc_refusal_seq ON fc_refusal (world, seq);

-- One code, and the access token that came for it. Both are fingerprints.
CREATE TABLE IF NOT EXISTS fc_grant (
    world BIGINT NOT NULL,
    code TEXT NOT NULL,
    token TEXT,
    uid TEXT NOT NULL,
    client TEXT NOT NULL,
    issued_at BIGINT NOT NULL,
    used_at BIGINT,
    used_wall BIGINT,
    dead_at BIGINT,
    body TEXT NOT NULL,
    PRIMARY KEY (world, code)
) {clustered};

CREATE UNIQUE INDEX IF NOT EXISTS fc_grant_token ON fc_grant (world, token);
