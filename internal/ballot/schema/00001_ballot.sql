-- +goose Up
-- One row a campaign. Whoever counts a vote updates it first, so the votes of a campaign are counted one after another,
-- numbered without gaps and at times that never run backwards.
CREATE TABLE ballot_box (
    campaign TEXT PRIMARY KEY,
    seq      BIGINT NOT NULL,
    votes    BIGINT NOT NULL,
    at       BIGINT NOT NULL
);

-- The only place where a voter's WeChat account stands.
CREATE TABLE ballot_voter (
    account TEXT PRIMARY KEY,
    voter   TEXT   NOT NULL UNIQUE,
    since   BIGINT NOT NULL
);

-- What a voter has spent on a day: in all (entry is empty) and, where the notice limits it, on one work.
CREATE TABLE ballot_allowance (
    campaign TEXT   NOT NULL,
    voter    TEXT   NOT NULL,
    day      TEXT   NOT NULL,
    entry    TEXT   NOT NULL,
    used     BIGINT NOT NULL CHECK (used > 0),
    PRIMARY KEY (campaign, voter, day, entry)
);

-- Every counted vote, for ever. idem is the key of the voter's device; remaining is what was left that day, so that a repeat
-- is answered as the first time.
CREATE TABLE ballot_vote (
    campaign  TEXT   NOT NULL,
    seq       BIGINT NOT NULL,
    entry     TEXT   NOT NULL,
    n         BIGINT NOT NULL CHECK (n > 0),
    day       TEXT   NOT NULL,
    voter     TEXT   NOT NULL,
    idem      TEXT   NOT NULL,
    receipt   TEXT   NOT NULL UNIQUE,
    remaining BIGINT NOT NULL,
    at        BIGINT NOT NULL,
    PRIMARY KEY (campaign, seq)
);
CREATE UNIQUE INDEX ballot_vote_idem ON ballot_vote (voter, idem);
CREATE INDEX ballot_vote_voter ON ballot_vote (campaign, voter, seq);

CREATE TABLE ballot_tally (
    campaign TEXT   NOT NULL,
    entry    TEXT   NOT NULL,
    day      TEXT   NOT NULL,
    votes    BIGINT NOT NULL,
    PRIMARY KEY (campaign, entry, day)
);

CREATE TABLE ballot_pace (
    campaign TEXT   NOT NULL,
    hour     BIGINT NOT NULL,
    votes    BIGINT NOT NULL,
    PRIMARY KEY (campaign, hour)
);

CREATE TABLE ballot_display (
    campaign TEXT PRIMARY KEY,
    votes    BOOLEAN NOT NULL,
    ranking  BOOLEAN NOT NULL,
    reason   TEXT    NOT NULL,
    person   TEXT    NOT NULL,
    at       BIGINT  NOT NULL
);

CREATE TABLE ballot_frozen (
    campaign TEXT PRIMARY KEY,
    at       BIGINT NOT NULL,
    person   TEXT   NOT NULL,
    name     TEXT   NOT NULL,
    reason   TEXT   NOT NULL,
    votes    BIGINT NOT NULL,
    ballots  BIGINT NOT NULL,
    voters   BIGINT NOT NULL,
    sha256   TEXT   NOT NULL,
    totals   TEXT   NOT NULL
);
