-- +goose Up

-- One row a campaign: what its text and decisions are now. version and revision name the newest text; decisions counts
-- those made, so that a reader's copy is known to be current by these three.
CREATE TABLE campaign_head (
    campaign  TEXT PRIMARY KEY,
    version   BIGINT NOT NULL,
    revision  BIGINT NOT NULL,
    decisions BIGINT NOT NULL,
    created   BIGINT NOT NULL
);

-- Every text ever in force, byte for byte. A revision changes only how a version is shown; a version what it says.
CREATE TABLE campaign_version (
    campaign TEXT   NOT NULL REFERENCES campaign_head (campaign),
    version  BIGINT NOT NULL,
    revision BIGINT NOT NULL,
    at       BIGINT NOT NULL,
    author   TEXT   NOT NULL,
    corrects TEXT   NOT NULL,
    sha256   TEXT   NOT NULL,
    yaml     TEXT   NOT NULL,
    PRIMARY KEY (campaign, version, revision)
);

-- What the organiser decided, in order; the newest on a path holds.
CREATE TABLE campaign_decision (
    campaign TEXT   NOT NULL REFERENCES campaign_head (campaign),
    n        BIGINT NOT NULL,
    path     TEXT   NOT NULL,
    value    TEXT   NOT NULL,
    author   TEXT   NOT NULL,
    at       BIGINT NOT NULL,
    reason   TEXT   NOT NULL,
    recorded BIGINT NOT NULL,
    PRIMARY KEY (campaign, n)
);

-- Topics whose decisions may no longer change, since the first score or vote.
CREATE TABLE campaign_lock (
    campaign TEXT   NOT NULL REFERENCES campaign_head (campaign),
    topic    TEXT   NOT NULL,
    at       BIGINT NOT NULL,
    PRIMARY KEY (campaign, topic)
);

-- +goose Down
DROP TABLE campaign_lock;
DROP TABLE campaign_decision;
DROP TABLE campaign_version;
DROP TABLE campaign_head;
