-- Every row belongs to one company, the tenant.
CREATE TABLE tenants (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    slug text NOT NULL UNIQUE,
    name text NOT NULL
);

CREATE TABLE users (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    tenant_id uuid NOT NULL REFERENCES tenants (id),
    email text NOT NULL,
    password_hash text NOT NULL,
    UNIQUE (tenant_id, email)
);

CREATE TABLE time_entries (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    tenant_id uuid NOT NULL REFERENCES tenants (id),
    user_id uuid NOT NULL REFERENCES users (id),
    started_at timestamptz NOT NULL,
    ended_at timestamptz,
    note text NOT NULL DEFAULT '',
    CHECK (ended_at IS NULL OR ended_at > started_at)
);

CREATE INDEX ON time_entries (tenant_id, started_at);

INSERT INTO tenants (slug, name) VALUES ('demo', 'Demo company');
