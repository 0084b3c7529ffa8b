-- +goose Up
CREATE TABLE entry_entry (
    id           TEXT PRIMARY KEY,
    campaign     TEXT    NOT NULL,
    door         TEXT    NOT NULL,
    owner        TEXT    NOT NULL,
    made_by      TEXT    NOT NULL,
    seq          BIGINT  NOT NULL DEFAULT 0,
    number       TEXT    NOT NULL DEFAULT '',
    state        TEXT    NOT NULL CHECK (state IN ('draft', 'submitted', 'returned', 'admitted', 'rejected', 'shortlisted', 'not_shortlisted',
                     'proposed', 'awarded', 'withdrawn', 'disqualified')),
    title        TEXT    NOT NULL,
    author       TEXT    NOT NULL,
    unit         TEXT    NOT NULL,
    fields       TEXT    NOT NULL,
    topics       TEXT    NOT NULL,
    declarations TEXT    NOT NULL,
    claims       TEXT    NOT NULL,
    asset        TEXT    NOT NULL DEFAULT '',
    verdict      TEXT    NOT NULL DEFAULT '',
    findings     TEXT    NOT NULL DEFAULT '[]',
    errors       INTEGER NOT NULL DEFAULT 0,
    warns        INTEGER NOT NULL DEFAULT 0,
    reasons      TEXT    NOT NULL DEFAULT '[]',
    note         TEXT    NOT NULL DEFAULT '',
    awards       TEXT    NOT NULL DEFAULT '[]',
    created      BIGINT  NOT NULL,
    submitted    BIGINT  NOT NULL DEFAULT 0,
    changed      BIGINT  NOT NULL
);
CREATE UNIQUE INDEX entry_entry_number ON entry_entry (campaign, number) WHERE number <> '';
CREATE INDEX entry_entry_list ON entry_entry (campaign, state, submitted);
CREATE INDEX entry_entry_owner ON entry_entry (owner);
CREATE INDEX entry_entry_asset ON entry_entry (asset);

-- The last number given in each campaign; a number is drawn in the transaction that hands the work in, so none is lost.
CREATE TABLE entry_number (
    campaign TEXT PRIMARY KEY,
    last     BIGINT NOT NULL
);

-- Which door a participant uses, by each mark that tells who they are, and how many live works they have.
CREATE TABLE entry_door (
    campaign TEXT    NOT NULL,
    mark     TEXT    NOT NULL,
    door     TEXT    NOT NULL,
    live     INTEGER NOT NULL CHECK (live >= 0),
    PRIMARY KEY (campaign, mark)
);

-- One row for each handing-in, never changed.
CREATE TABLE entry_receipt (
    entry        TEXT    NOT NULL REFERENCES entry_entry (id),
    seq          INTEGER NOT NULL,
    number       TEXT    NOT NULL,
    at           BIGINT  NOT NULL,
    asset        TEXT    NOT NULL,
    sha256       TEXT    NOT NULL,
    size         BIGINT  NOT NULL,
    filename     TEXT    NOT NULL,
    within_grace BOOLEAN NOT NULL,
    PRIMARY KEY (entry, seq)
);

CREATE TABLE entry_event (
    id     TEXT PRIMARY KEY,
    entry  TEXT   NOT NULL REFERENCES entry_entry (id),
    at     BIGINT NOT NULL,
    kind   TEXT   NOT NULL,
    says   TEXT   NOT NULL,
    actor  TEXT   NOT NULL,
    name   TEXT   NOT NULL,
    reason TEXT   NOT NULL
);
CREATE INDEX entry_event_entry ON entry_event (entry, at);
