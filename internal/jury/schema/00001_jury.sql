-- +goose Up
-- A round that has been opened, with the rules it was opened under. A planned round has no row, only perhaps judges.
CREATE TABLE jury_round (
    campaign TEXT    NOT NULL,
    round    TEXT    NOT NULL,
    state    TEXT    NOT NULL,
    spec     TEXT    NOT NULL,
    seed     TEXT    NOT NULL,
    opened   BIGINT  NOT NULL,
    sealed   BIGINT  NOT NULL,
    settled  BIGINT  NOT NULL,
    saves    BIGINT  NOT NULL,
    PRIMARY KEY (campaign, round)
);

-- The panel. A judge who is gone keeps what they finished and gets nothing more.
CREATE TABLE jury_judge (
    campaign TEXT    NOT NULL,
    round    TEXT    NOT NULL,
    person   TEXT    NOT NULL,
    name     TEXT    NOT NULL,
    unit     TEXT    NOT NULL,
    gone     BOOLEAN NOT NULL,
    added    BIGINT  NOT NULL,
    PRIMARY KEY (campaign, round, person)
);

CREATE TABLE jury_sheet (
    id       TEXT PRIMARY KEY,
    campaign TEXT    NOT NULL,
    round    TEXT    NOT NULL,
    entry    TEXT    NOT NULL,
    judge    TEXT    NOT NULL,
    state    TEXT    NOT NULL,
    scores   TEXT    NOT NULL,
    note     TEXT    NOT NULL,
    version  BIGINT  NOT NULL,
    watched  BIGINT  NOT NULL,
    reason   TEXT    NOT NULL,
    dealt    BIGINT  NOT NULL,
    changed  BIGINT  NOT NULL,
    UNIQUE (campaign, round, entry, judge)
);
CREATE INDEX jury_sheet_judge ON jury_sheet (judge, campaign, round);

-- What the committee chose among those tied across the line.
CREATE TABLE jury_choice (
    campaign TEXT   NOT NULL,
    round    TEXT   NOT NULL,
    person   TEXT   NOT NULL,
    name     TEXT   NOT NULL,
    at       BIGINT NOT NULL,
    reason   TEXT   NOT NULL,
    chosen   TEXT   NOT NULL,
    PRIMARY KEY (campaign, round)
);

-- The results of a settled round, as they stand for good.
CREATE TABLE jury_result (
    campaign TEXT   NOT NULL,
    round    TEXT   NOT NULL,
    entry    TEXT   NOT NULL,
    place    BIGINT NOT NULL,
    seq      BIGINT NOT NULL,
    detail   TEXT   NOT NULL,
    PRIMARY KEY (campaign, round, entry)
);
