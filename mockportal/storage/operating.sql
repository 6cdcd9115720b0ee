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
