-- The API says at the start of each transaction for whom it works: SET LOCAL chronos.tenant = '…'. Without it no row is seen.
CREATE FUNCTION current_tenant() RETURNS uuid
    LANGUAGE sql STABLE
    AS $$ SELECT nullif(current_setting('chronos.tenant', true), '')::uuid $$;

ALTER TABLE users ENABLE ROW LEVEL SECURITY;
ALTER TABLE users FORCE ROW LEVEL SECURITY;
CREATE POLICY same_tenant ON users
    USING (tenant_id = current_tenant())
    WITH CHECK (tenant_id = current_tenant());

ALTER TABLE time_entries ENABLE ROW LEVEL SECURITY;
ALTER TABLE time_entries FORCE ROW LEVEL SECURITY;
CREATE POLICY same_tenant ON time_entries
    USING (tenant_id = current_tenant())
    WITH CHECK (tenant_id = current_tenant());
