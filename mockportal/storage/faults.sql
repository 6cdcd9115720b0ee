-- Who met which spell of a fault, and when first; rank -1 is the spell itself.
CREATE TABLE IF NOT EXISTS fault_use (
    world BIGINT NOT NULL,
    fault TEXT NOT NULL,
    since BIGINT NOT NULL,
    rank BIGINT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (world, fault, since, rank)
) {clustered};
