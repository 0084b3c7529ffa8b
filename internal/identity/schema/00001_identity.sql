-- +goose Up
CREATE TABLE identity_person (
    id      TEXT PRIMARY KEY,
    name    TEXT   NOT NULL,
    created BIGINT NOT NULL,
    seen    BIGINT NOT NULL
);

-- How a person proves who they are: a mail address, a phone number, a WeChat account. The subject is unique within its provider.
CREATE TABLE identity_account (
    provider TEXT NOT NULL,
    subject  TEXT NOT NULL,
    person   TEXT NOT NULL REFERENCES identity_person (id),
    created  BIGINT NOT NULL,
    PRIMARY KEY (provider, subject)
);
CREATE UNIQUE INDEX identity_account_person ON identity_account (person, provider);

CREATE TABLE identity_role (
    person   TEXT   NOT NULL REFERENCES identity_person (id),
    role     TEXT   NOT NULL,
    campaign TEXT   NOT NULL,
    granted  BIGINT NOT NULL,
    PRIMARY KEY (person, role, campaign)
);

CREATE TABLE identity_session (
    digest  TEXT PRIMARY KEY,
    person  TEXT   NOT NULL REFERENCES identity_person (id),
    created BIGINT NOT NULL,
    expires BIGINT NOT NULL,
    seen    BIGINT NOT NULL
);

-- One-time codes. sent and day count what an address was sent, so a machine cannot have strangers flooded with messages.
CREATE TABLE identity_code (
    provider TEXT    NOT NULL,
    subject  TEXT    NOT NULL,
    digest   TEXT    NOT NULL,
    expires  BIGINT  NOT NULL,
    tries    INTEGER NOT NULL,
    sent_at  BIGINT  NOT NULL,
    day      BIGINT  NOT NULL,
    sent     INTEGER NOT NULL,
    PRIMARY KEY (provider, subject)
);

-- One-time sign-in links that an administrator hands to new staff.
CREATE TABLE identity_link (
    digest  TEXT PRIMARY KEY,
    person  TEXT    NOT NULL REFERENCES identity_person (id),
    expires BIGINT  NOT NULL,
    used    BOOLEAN NOT NULL
);
