-- +goose Up
-- How often an operator confirmed that the machines' time is right after it had jumped: one row.
CREATE TABLE ballot_clock (
    one       BIGINT PRIMARY KEY,
    confirmed BIGINT NOT NULL
);
