-- Every table, once. Instants are milliseconds since the epoch (UTC); the first column of every
-- key is the world: one incarnation of one election. {clustered} is what SQLite calls WITHOUT ROWID.

CREATE TABLE IF NOT EXISTS meta (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) {clustered};

CREATE TABLE IF NOT EXISTS election (
    world BIGINT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    incarnation BIGINT NOT NULL,
    copied_from TEXT,
    definition TEXT NOT NULL,
    secret TEXT NOT NULL,
    pepper TEXT NOT NULL,
    set_at BIGINT NOT NULL,
    shown BIGINT NOT NULL,
    speed DOUBLE PRECISION NOT NULL,
    frozen BIGINT NOT NULL,
    faults TEXT NOT NULL,
    sealed_at BIGINT,
    seal TEXT,
    counted_at BIGINT,
    crossed BIGINT NOT NULL,
    head_seq BIGINT NOT NULL,
    head_at BIGINT NOT NULL,
    head_hash TEXT NOT NULL
);

CREATE TABLE IF NOT EXISTS account (
    world BIGINT NOT NULL,
    rank BIGINT NOT NULL,
    active_at BIGINT,
    password TEXT,
    question TEXT,
    answer TEXT,
    code_version BIGINT NOT NULL,
    code TEXT,
    sub TEXT,
    PRIMARY KEY (world, rank)
) {clustered};

CREATE UNIQUE INDEX IF NOT EXISTS account_sub ON account (world, sub) WHERE sub IS NOT NULL;

CREATE TABLE IF NOT EXISTS visit (
    world BIGINT NOT NULL,
    id TEXT NOT NULL,
    rank BIGINT NOT NULL,
    stage TEXT NOT NULL,
    started_at BIGINT NOT NULL,
    code_version BIGINT,
    steps TEXT NOT NULL,
    PRIMARY KEY (world, id)
) {clustered};

CREATE INDEX IF NOT EXISTS visit_rank ON visit (world, rank);

CREATE TABLE IF NOT EXISTS captcha (
    world BIGINT NOT NULL,
    id TEXT NOT NULL,
    used_at BIGINT NOT NULL,
    PRIMARY KEY (world, id)
) {clustered};

CREATE TABLE IF NOT EXISTS tries (
    world BIGINT NOT NULL,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    failures BIGINT NOT NULL,
    since BIGINT NOT NULL,
    locked_until BIGINT NOT NULL,
    PRIMARY KEY (world, kind, subject)
) {clustered};

CREATE TABLE IF NOT EXISTS link (
    world BIGINT NOT NULL,
    token TEXT NOT NULL,
    kind TEXT NOT NULL,
    rank BIGINT NOT NULL,
    issued_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT,
    replaced_at BIGINT,
    form_key TEXT,
    channel TEXT NOT NULL,
    destination TEXT NOT NULL,
    PRIMARY KEY (world, token)
) {clustered};

CREATE INDEX IF NOT EXISTS link_rank ON link (world, rank, kind, issued_at);

CREATE TABLE IF NOT EXISTS reveal (
    world BIGINT NOT NULL,
    holder TEXT NOT NULL,
    rank BIGINT NOT NULL,
    sealed_code TEXT NOT NULL, -- empty once its time is over
    started_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    PRIMARY KEY (world, holder)
) {clustered};

CREATE INDEX IF NOT EXISTS reveal_shown ON reveal (world, ends_at) WHERE sealed_code <> '';

CREATE TABLE IF NOT EXISTS emargement (
    world BIGINT NOT NULL,
    scrutin TEXT NOT NULL,
    rank BIGINT NOT NULL,
    at BIGINT NOT NULL,
    form_key TEXT,
    PRIMARY KEY (world, rank, scrutin)
) {clustered};

-- The urn keeps no time, no order and no voter.
CREATE TABLE IF NOT EXISTS urn (
    world BIGINT NOT NULL,
    scrutin TEXT NOT NULL,
    ref TEXT NOT NULL,
    ballot TEXT NOT NULL,
    PRIMARY KEY (world, scrutin, ref)
) {clustered};

CREATE TABLE IF NOT EXISTS counter (
    world BIGINT NOT NULL,
    scrutin TEXT NOT NULL,
    ballots BIGINT NOT NULL,
    suspended_at BIGINT,
    outcome TEXT,
    PRIMARY KEY (world, scrutin)
) {clustered};

CREATE TABLE IF NOT EXISTS journal (
    world BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    at BIGINT NOT NULL,
    kind TEXT NOT NULL,
    detail TEXT NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (world, seq)
) {clustered};

CREATE TABLE IF NOT EXISTS outbox (
    world BIGINT NOT NULL,
    id TEXT NOT NULL,
    kind TEXT NOT NULL,
    channel TEXT NOT NULL,
    rank BIGINT NOT NULL,
    recipient TEXT NOT NULL,
    subject TEXT NOT NULL,
    text TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    copies BIGINT NOT NULL,
    tries BIGINT NOT NULL,
    lease BIGINT NOT NULL,
    PRIMARY KEY (world, id)
) {clustered};

CREATE INDEX IF NOT EXISTS outbox_due ON outbox (world, due_at);

-- Real instant `lease`: until then one process has the letter in hand.
-- One row per box: how many messages came, and how many went to make room.
CREATE TABLE IF NOT EXISTS mailbox (
    world BIGINT PRIMARY KEY,
    last_seq BIGINT NOT NULL,
    dropped BIGINT NOT NULL
);

-- What the sinks received; world 0 is the box of what no election claims. Its rows are wide: SQLite
-- copies them five times faster when they are not kept in the key's own tree.
CREATE TABLE IF NOT EXISTS message (
    world BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    id TEXT NOT NULL,
    kind TEXT NOT NULL,
    channel TEXT NOT NULL,
    rank BIGINT,
    sender TEXT NOT NULL,
    recipient TEXT NOT NULL,
    subject TEXT NOT NULL,
    text TEXT NOT NULL,
    html TEXT NOT NULL,
    raw TEXT NOT NULL,
    at BIGINT NOT NULL,
    real_at BIGINT NOT NULL,
    state TEXT NOT NULL,
    PRIMARY KEY (world, seq)
);

CREATE INDEX IF NOT EXISTS message_rank ON message (world, rank, seq);

CREATE UNIQUE INDEX IF NOT EXISTS message_id ON message (world, id);

CREATE TABLE IF NOT EXISTS claim (
    world BIGINT NOT NULL,
    rank BIGINT NOT NULL,
    PRIMARY KEY (world, rank)
) {clustered};
