-- +goose Up
-- One person is met in the mini program and in WeChat's browser under two openids. wechat is the account by which the votes of both are
-- counted, the first of them, and never changes of itself; joined says that WeChat has told the unionid, so that the other one will be known.
ALTER TABLE identity_person ADD COLUMN wechat TEXT NOT NULL DEFAULT '';
ALTER TABLE identity_person ADD COLUMN joined BOOLEAN NOT NULL DEFAULT FALSE;
UPDATE identity_person SET wechat = COALESCE((SELECT subject FROM identity_account a WHERE a.person = identity_person.id AND a.provider = 'wechat'), '');
CREATE INDEX identity_person_apart ON identity_person (seen) WHERE wechat <> '' AND NOT joined;

-- By which account the votes of a unionid are counted, and who came with it first.
CREATE TABLE identity_union (
    unionid TEXT PRIMARY KEY,
    account TEXT NOT NULL,
    person  TEXT NOT NULL REFERENCES identity_person (id)
);
