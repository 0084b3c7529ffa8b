-- +goose Up
-- How far a campaign's votes were looked through for bought ones, and when.
CREATE TABLE ballot_look (
    campaign TEXT   PRIMARY KEY,
    seq      BIGINT NOT NULL,
    at       BIGINT NOT NULL
);

-- What was found there. The body is the finding with its evidence, as JSON; at is when it was first seen.
CREATE TABLE ballot_finding (
    id       TEXT             PRIMARY KEY,
    campaign TEXT             NOT NULL,
    kind     TEXT             NOT NULL,
    severity TEXT             NOT NULL CHECK (severity IN ('severe', 'look', 'note')),
    score    DOUBLE PRECISION NOT NULL,
    body     TEXT             NOT NULL,
    version  TEXT             NOT NULL,
    from_seq BIGINT           NOT NULL,
    to_seq   BIGINT           NOT NULL,
    at       BIGINT           NOT NULL
);
CREATE INDEX ballot_finding_campaign ON ballot_finding (campaign);
