-- +goose Up
-- By which edition of the program a print was made: films with one of another are printed anew.
ALTER TABLE media_print ADD COLUMN edition INTEGER NOT NULL DEFAULT 2;
