-- +goose Up
-- Whether its owner has shown that they have the account, and not only an administrator said so. Of staff it is not known from before: they
-- show it when they next sign in by it.
ALTER TABLE identity_account ADD COLUMN proven BOOLEAN NOT NULL DEFAULT FALSE;
UPDATE identity_account SET proven = TRUE WHERE person NOT IN (SELECT person FROM identity_role);
