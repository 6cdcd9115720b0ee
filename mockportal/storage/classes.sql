-- Classes belong to no world: when an election goes back in time, its pupils stay in the room.
CREATE TABLE IF NOT EXISTS classroom (
    election TEXT PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    own BIGINT NOT NULL,
    joinable BIGINT NOT NULL,
    seats BIGINT NOT NULL,
    wanted TEXT NOT NULL
) {clustered};

CREATE TABLE IF NOT EXISTS pupil (
    classroom TEXT NOT NULL,
    seat BIGINT NOT NULL,
    token TEXT NOT NULL UNIQUE,
    election TEXT NOT NULL,
    rank BIGINT NOT NULL,
    joined_at BIGINT NOT NULL,
    PRIMARY KEY (classroom, seat)
) {clustered};
