-- +goose Up
-- The roll as it was last computed, and what became of it. inputs is everything it follows from; prizes who wins what;
-- account the method, the final table and every step; list what was published, as it was published.
CREATE TABLE award_roll (
    campaign   TEXT PRIMARY KEY,
    state      TEXT   NOT NULL,
    computed   BIGINT NOT NULL,
    inputs     TEXT   NOT NULL,
    inputs_sum TEXT   NOT NULL,
    prizes     TEXT   NOT NULL,
    account    TEXT   NOT NULL,
    win        TEXT   NOT NULL,
    closes     BIGINT NOT NULL,
    note       TEXT   NOT NULL,
    list       TEXT   NOT NULL,
    list_sum   TEXT   NOT NULL,
    publicised BIGINT NOT NULL,
    confirmed  BIGINT NOT NULL
);

-- What the committee chose among those tied for the last places of a prize.
CREATE TABLE award_choice (
    campaign TEXT   NOT NULL,
    prize    TEXT   NOT NULL,
    detail   TEXT   NOT NULL,
    person   TEXT   NOT NULL,
    at       BIGINT NOT NULL,
    PRIMARY KEY (campaign, prize)
);

-- Awards taken back, for good.
CREATE TABLE award_revoked (
    campaign TEXT    NOT NULL,
    prize    TEXT    NOT NULL,
    entry    TEXT    NOT NULL,
    reason   TEXT    NOT NULL,
    late     BOOLEAN NOT NULL,
    person   TEXT    NOT NULL,
    at       BIGINT  NOT NULL,
    PRIMARY KEY (campaign, prize, entry)
);
