-- +goose Up
-- The votes and these notes are the log of a campaign: numbered together, from 1, without gaps.
CREATE TABLE ballot_note (
    campaign TEXT   NOT NULL,
    seq      BIGINT NOT NULL,
    kind     TEXT   NOT NULL CHECK (kind IN ('open', 'day', 'hold', 'annul', 'release', 'close')),
    day      TEXT   NOT NULL,
    body     TEXT   NOT NULL, -- what it says besides, as JSON
    at       BIGINT NOT NULL,
    PRIMARY KEY (campaign, seq)
);

-- Secrets by which voters and networks are told apart without being named; day is empty for the whole vote's.
CREATE TABLE ballot_key (
    campaign TEXT NOT NULL,
    day      TEXT NOT NULL,
    secret   TEXT NOT NULL,
    PRIMARY KEY (campaign, day)
);

-- Every vote, for ever. nonce opens what the published log says of its time. held votes are spent and not counted until a case
-- releases them.
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
    prefix    TEXT    NOT NULL, -- the voter's network, by a keyed hash
    agent     TEXT    NOT NULL, -- the family of the voter's browser
    watched   BIGINT  NOT NULL, -- milliseconds that the work's page had been open; -1 where it is not known
    PRIMARY KEY (campaign, seq)
);
INSERT INTO ballot_vote (campaign, seq, entry, n, day, voter, nonce, at, held, prefix, agent, watched)
SELECT campaign, seq, entry, n, day, voter, receipt, at, FALSE, '', '', -1 FROM ballot_vote_1;

-- What a voter spent on a day, with the taps that spent it: a line each, SEQ|N|LEFT|NONCE|ENTRY|KEY. The rows of a day lie
-- together, so that what was stored before makes no vote slower. The row without a day is the voter's whole vote: what a notice
-- limits beyond a day is counted there, a line a work, with N and ENTRY alone.
CREATE TABLE ballot_spent (
    campaign TEXT   NOT NULL,
    day      TEXT   NOT NULL,
    voter    TEXT   NOT NULL,
    used     BIGINT NOT NULL,
    most     BIGINT NOT NULL,
    taps     TEXT   NOT NULL,
    PRIMARY KEY (campaign, day, voter),
    CHECK (used > 0 AND used <= most)
);
INSERT INTO ballot_spent (campaign, day, voter, used, most, taps)
SELECT campaign, day, voter, CAST(SUM(n) AS BIGINT), CAST(SUM(n) AS BIGINT), string_agg(seq || '|' || n || '|' || remaining || '|' || receipt || '|' || entry || '|' || idem || '
', '') FROM ballot_vote_1 GROUP BY campaign, day, voter;
INSERT INTO ballot_spent (campaign, day, voter, used, most, taps)
SELECT campaign, '', voter, CAST(SUM(n) AS BIGINT), 1000000000, '' FROM ballot_vote_1 GROUP BY campaign, voter;
DROP TABLE ballot_vote_1;
DROP TABLE ballot_allowance;

-- Sums of the votes up to number summed; later ones are few and are added by whoever asks.
ALTER TABLE ballot_box ADD COLUMN summed BIGINT NOT NULL DEFAULT 0;
ALTER TABLE ballot_box ADD COLUMN voters BIGINT NOT NULL DEFAULT 0;
UPDATE ballot_box SET summed = seq, voters = (SELECT COUNT(*) FROM ballot_spent s WHERE s.campaign = ballot_box.campaign AND s.day = '');
DROP TABLE ballot_pace;
CREATE TABLE ballot_pace (
    campaign TEXT   NOT NULL,
    minute   BIGINT NOT NULL,
    entry    TEXT   NOT NULL,
    votes    BIGINT NOT NULL,
    PRIMARY KEY (campaign, minute, entry)
);
INSERT INTO ballot_pace (campaign, minute, entry, votes)
SELECT campaign, at - at % 60000000, entry, CAST(SUM(n) AS BIGINT) FROM ballot_vote GROUP BY campaign, at - at % 60000000, entry;
