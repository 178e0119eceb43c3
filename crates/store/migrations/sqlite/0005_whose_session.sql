-- Whose session it is, whatever their name says, and where it began: people see their sessions and end them.
ALTER TABLE credentials ADD COLUMN subject TEXT NOT NULL DEFAULT '';
ALTER TABLE credentials ADD COLUMN address TEXT;
ALTER TABLE credentials ADD COLUMN user_agent TEXT;

CREATE INDEX sessions_by_subject ON credentials (kind, subject, created_at);
