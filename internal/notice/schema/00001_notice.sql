-- +goose Up
CREATE TABLE notice_announcement (
    id       TEXT PRIMARY KEY,
    campaign TEXT   NOT NULL,
    title    TEXT   NOT NULL,
    text     TEXT   NOT NULL,
    at       BIGINT NOT NULL
);
CREATE INDEX notice_announcement_list ON notice_announcement (campaign, id);

-- What one person is told. The pair (person, about) is unique, so an event heard twice tells once.
CREATE TABLE notice_message (
    id       TEXT PRIMARY KEY,
    person   TEXT    NOT NULL,
    about    TEXT    NOT NULL,
    campaign TEXT    NOT NULL,
    title    TEXT    NOT NULL,
    text     TEXT    NOT NULL,
    link     TEXT    NOT NULL,
    at       BIGINT  NOT NULL,
    seen     BOOLEAN NOT NULL,
    UNIQUE (person, about)
);
CREATE INDEX notice_message_list ON notice_message (person, id);
