-- Every order, within one status: without these a filtered list sorts all its rows for each page.

CREATE INDEX connections_by_status_and_name ON connections (status_rank, name_key, id);
CREATE INDEX connections_by_status_and_application ON connections (status_rank, application, id);
CREATE INDEX connections_by_status_and_domain ON connections (status_rank, domain, id);
CREATE INDEX connections_by_status_and_verified_at ON connections (status_rank, coalesce(verified_at, -1), id);
CREATE INDEX connections_by_status_and_updated_at ON connections (status_rank, updated_at, id);
