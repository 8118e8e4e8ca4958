#!/bin/sh
# Makes the roles and the database of Samvad when the container's cluster is new; neither role is a superuser.
set -eu
psql --set=ON_ERROR_STOP=1 --set=password="$DB_PASSWORD" --username "$POSTGRES_USER" <<'SQL'
CREATE ROLE samvad LOGIN NOSUPERUSER NOBYPASSRLS CREATEDB PASSWORD :'password';
CREATE ROLE samvad_app LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD :'password';
CREATE DATABASE samvad OWNER samvad;
SQL
