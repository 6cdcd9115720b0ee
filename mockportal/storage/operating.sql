-- Voters handed out to testers: how far each kind of claim has come along the roll.
CREATE TABLE IF NOT EXISTS claim_place (
    world BIGINT NOT NULL,
    wanted TEXT NOT NULL,
    place BIGINT NOT NULL,
    PRIMARY KEY (world, wanted)
) {clustered};

-- Worlds whose election was deleted or restored, until their rows are deleted too.
CREATE TABLE IF NOT EXISTS gone (
    world BIGINT PRIMARY KEY
);

-- Worlds written as copies, since when (real time): one without an election was never finished.
CREATE TABLE IF NOT EXISTS copied (
    world BIGINT PRIMARY KEY,
    since BIGINT NOT NULL
);
