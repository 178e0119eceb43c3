-- Which of its connection's secrets this is, from 1; 0 for what was sealed before secrets were counted.
ALTER TABLE connection_keys ADD COLUMN secret_version INTEGER NOT NULL DEFAULT 0;

-- The second to the ninth byte of a sealed secret say which master key sealed it. A rotation asks for the others.
CREATE INDEX connection_keys_by_master_key ON connection_keys (substr(sealed_key, 2, 8));
CREATE INDEX generated_keys_by_master_key ON generated_keys (substr(sealed_key, 2, 8));

-- Nothing is written that another master key sealed than the database's own, whichever program writes: otherwise a
-- server that does not know yet of a rotation would leave secrets behind that only the old key opens.
CREATE TRIGGER connection_keys_sealed_with_the_master_key BEFORE INSERT ON connection_keys
WHEN EXISTS (SELECT 1 FROM meta WHERE name = 'vault_canary' AND substr(value, 2, 8) <> substr(NEW.sealed_key, 2, 8))
BEGIN
    SELECT RAISE(ABORT, 'the master key was changed');
END;

CREATE TRIGGER generated_keys_sealed_with_the_master_key BEFORE INSERT ON generated_keys
WHEN EXISTS (SELECT 1 FROM meta WHERE name = 'vault_canary' AND substr(value, 2, 8) <> substr(NEW.sealed_key, 2, 8))
BEGIN
    SELECT RAISE(ABORT, 'the master key was changed');
END;
