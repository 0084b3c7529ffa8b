-- +goose Up
-- The rules that a campaign's log last stated, as JSON; empty before the first vote and after a close. A vote under others, or after a
-- close, first has them stated.
ALTER TABLE ballot_box ADD COLUMN rules TEXT NOT NULL DEFAULT '';
