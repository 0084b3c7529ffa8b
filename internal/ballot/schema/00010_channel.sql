-- +goose Up
-- In which channel a vote was cast, empty where the notice has none, and how much each of its n votes counted there.
ALTER TABLE ballot_vote ADD COLUMN channel TEXT NOT NULL DEFAULT '';
ALTER TABLE ballot_vote ADD COLUMN weight BIGINT NOT NULL DEFAULT 1;

-- What came by each channel: votes that were given and that stand, and what they count.
CREATE TABLE ballot_channel (
    campaign TEXT   NOT NULL,
    channel  TEXT   NOT NULL,
    given    BIGINT NOT NULL,
    votes    BIGINT NOT NULL,
    PRIMARY KEY (campaign, channel)
);
