-- The role of the API: neither a superuser nor the owner, so that the policies hold for it. Its password comes from a file.
\set password `cat /run/secrets/db-app-password`
CREATE ROLE chronos_app LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD :'password';
GRANT USAGE ON SCHEMA public TO chronos_app;
GRANT SELECT ON tenants TO chronos_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON users, time_entries TO chronos_app;
