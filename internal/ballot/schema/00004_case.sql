-- +goose Up
-- A question about votes that people decide. body is what was proposed, by whom and why, as JSON.
CREATE TABLE ballot_case (
    id       TEXT PRIMARY KEY,
    campaign TEXT   NOT NULL,
    number   BIGINT NOT NULL,
    state    TEXT   NOT NULL CHECK (state IN ('open', 'proposed', 'annulled', 'released', 'dismissed', 'appealed')),
    body     TEXT   NOT NULL,
    opened   BIGINT NOT NULL,
    decided  BIGINT NOT NULL,
    UNIQUE (campaign, number)
);

-- The votes of a case. A vote is in one case at a time: in another only once the first was dismissed.
CREATE TABLE ballot_case_vote (
    campaign TEXT   NOT NULL,
    seq      BIGINT NOT NULL,
    case_id  TEXT   NOT NULL,
    PRIMARY KEY (campaign, seq, case_id)
);
CREATE INDEX ballot_case_vote_case ON ballot_case_vote (case_id, seq);

-- What people last decided about a vote. A vote without a row stands unless it is held.
CREATE TABLE ballot_ruling (
    campaign TEXT    NOT NULL,
    seq      BIGINT  NOT NULL,
    stands   BOOLEAN NOT NULL,
    case_id  TEXT    NOT NULL,
    PRIMARY KEY (campaign, seq)
);
