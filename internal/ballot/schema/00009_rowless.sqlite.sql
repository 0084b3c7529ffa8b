-- +goose Up
-- SQLite keeps a row in its primary key instead of beside it: a vote then touches half as many pages.
ALTER TABLE ballot_vote RENAME TO ballot_vote_1;
CREATE TABLE ballot_vote (
    campaign  TEXT    NOT NULL,
    seq       BIGINT  NOT NULL,
    entry     TEXT    NOT NULL,
    n         BIGINT  NOT NULL CHECK (n > 0),
    day       TEXT    NOT NULL,
    voter     TEXT    NOT NULL,
    nonce     TEXT    NOT NULL,
    at        BIGINT  NOT NULL,
    held      BOOLEAN NOT NULL,
    prefix    TEXT    NOT NULL,
    agent     TEXT    NOT NULL,
    watched   BIGINT  NOT NULL,
    PRIMARY KEY (campaign, seq)
) WITHOUT ROWID;
INSERT INTO ballot_vote (campaign, seq, entry, n, day, voter, nonce, at, held, prefix, agent, watched)
SELECT campaign, seq, entry, n, day, voter, nonce, at, held, prefix, agent, watched FROM ballot_vote_1;
DROP TABLE ballot_vote_1;

ALTER TABLE ballot_spent RENAME TO ballot_spent_1;
CREATE TABLE ballot_spent (
    campaign TEXT   NOT NULL,
    day      TEXT   NOT NULL,
    voter    TEXT   NOT NULL,
    used     BIGINT NOT NULL,
    most     BIGINT NOT NULL,
    taps     TEXT   NOT NULL,
    PRIMARY KEY (campaign, day, voter),
    CHECK (used > 0 AND used <= most)
) WITHOUT ROWID;
INSERT INTO ballot_spent (campaign, day, voter, used, most, taps)
SELECT campaign, day, voter, used, most, taps FROM ballot_spent_1;
DROP TABLE ballot_spent_1;

ALTER TABLE ballot_voter RENAME TO ballot_voter_1;
CREATE TABLE ballot_voter (
    account TEXT   PRIMARY KEY,
    voter   TEXT   NOT NULL UNIQUE,
    since   BIGINT NOT NULL
) WITHOUT ROWID;
INSERT INTO ballot_voter (account, voter, since) SELECT account, voter, since FROM ballot_voter_1;
DROP TABLE ballot_voter_1;
