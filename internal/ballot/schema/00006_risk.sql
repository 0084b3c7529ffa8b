-- +goose Up
-- How WeChat rates the account of a voter: rank is 0 to 4, or -1 before the first answer. asked is when it was last asked, answered when it
-- last answered.
CREATE TABLE ballot_risk (
    voter    TEXT PRIMARY KEY,
    asked    BIGINT NOT NULL,
    rank     BIGINT NOT NULL,
    answered BIGINT NOT NULL
);
