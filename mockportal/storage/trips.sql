-- Voters sent to FranceConnect by the portal: what must come back, once, to the same browser.
CREATE TABLE IF NOT EXISTS trip (
    world BIGINT NOT NULL,
    state TEXT NOT NULL,
    visit TEXT NOT NULL,
    rank BIGINT NOT NULL,
    nonce TEXT NOT NULL,
    issued_at BIGINT NOT NULL,
    used_at BIGINT,
    done_at BIGINT,
    hint TEXT NOT NULL,
    PRIMARY KEY (world, state)
) {clustered};

CREATE INDEX IF NOT EXISTS trip_issued ON trip (world, issued_at);
