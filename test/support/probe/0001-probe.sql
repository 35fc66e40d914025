-- Tables for the tests of the platform: one with a region behind row-level security, one that jobs write to.
create schema probe;

create table probe.note (
  id uuid primary key,
  region text not null,
  organization text,
  owner text,
  text text not null
);
alter table probe.note enable row level security;
create policy scope on probe.note for all to songhe_app
  using (region like any (string_to_array(nullif(current_setting('app.scope', true), ''), ',')) or owner = nullif(current_setting('app.own', true), ''))
  with check (region like any (string_to_array(nullif(current_setting('app.scope', true), ''), ',')));

-- no key: what is done twice must show
create table probe.done (what text not null);
