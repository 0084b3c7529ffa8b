-- +goose Up
-- The newest checkpoint that was signed over a campaign's log, and the published result that goes with it. It stands here before it is
-- published, so that of several machines one signs and each can finish what another began to publish.
CREATE TABLE ballot_signed (
    campaign   TEXT   PRIMARY KEY,
    size       BIGINT NOT NULL,
    checkpoint TEXT   NOT NULL,
    ranking    TEXT   NOT NULL
);
