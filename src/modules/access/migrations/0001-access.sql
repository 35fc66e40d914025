-- Regions, organizations, users, roles over jurisdictions, sessions. Reference tables: nothing here is about a senior.
create schema if not exists access;

create table access.reference (
  name text primary key,
  digest text not null
);

create table access.region (
  code text primary key,
  name text not null,
  full_name text not null,
  level text not null,
  parent text references access.region (code),
  -- the statistical code that a local code stands for (development zones)
  statistical_code text,
  local bool not null,
  initials text not null
);
create index region_parent on access.region (parent);
create index region_statistical on access.region (statistical_code) where statistical_code is not null;

create table access.organization (
  id uuid primary key,
  name text not null,
  kind text not null,
  region text not null references access.region (code),
  parent uuid references access.organization (id),
  created_at timestamptz not null,
  constraint organization_name unique (region, name)
);

create table access.app_user (
  id uuid primary key,
  account text not null,
  name text not null,
  organization_id uuid references access.organization (id),
  region text not null references access.region (code),
  status text not null check (status in ('active', 'disabled')),
  password_hash text not null,
  must_change_password bool not null,
  last_sign_in_at timestamptz,
  version int not null,
  created_at timestamptz not null
);
-- accounts differ by more than case
create unique index app_user_account on access.app_user (lower(account));
create index app_user_region on access.app_user (region);
create index app_user_organization on access.app_user (organization_id);

create table access.password_history (
  user_id uuid not null references access.app_user (id) on delete cascade,
  at timestamptz not null,
  hash text not null,
  primary key (user_id, at)
);

create table access.role (
  id text primary key,
  name text not null,
  built_in bool not null,
  -- may be granted here and below
  region text not null,
  permissions text[] not null,
  version int not null,
  constraint role_name unique (region, name)
);

create table access.grant (
  id uuid primary key,
  user_id uuid not null references access.app_user (id) on delete cascade,
  role_id text not null references access.role (id),
  kind text not null check (kind in ('region', 'organization', 'own')),
  -- the region itself, that of the organization, or that of the user
  region text not null,
  organization_id uuid references access.organization (id),
  granted_by text not null,
  granted_at timestamptz not null,
  check ((kind = 'organization') = (organization_id is not null))
);
create unique index grant_once on access.grant (user_id, role_id, kind, region, coalesce(organization_id, user_id));
create index grant_role on access.grant (role_id);

create table access.session (
  id uuid primary key,
  token_hash bytea not null unique,
  user_id uuid not null references access.app_user (id) on delete cascade,
  created_at timestamptz not null,
  seen_at timestamptz not null,
  ended_at timestamptz,
  ip text not null,
  agent text not null
);
create index session_open on access.session (user_id) where ended_at is null;

-- Failures by account and tries by account and address. The key is a keyed hash, for accounts that exist and those that
-- do not: what was typed into the wrong field must not be kept.
create table access.sign_in_counter (
  key bytea primary key,
  count int not null,
  since timestamptz not null,
  locked_until timestamptz
);

create view access.v_region with (security_invoker = true) as
  select code, name, full_name, level, parent, statistical_code, local, initials from access.region;

-- Names of organizations and roles are no secret and are shown across regions; to write one takes its region.
alter table access.organization enable row level security;
create policy seen on access.organization for select to songhe_app using (true);
create policy added on access.organization for insert to songhe_app
  with check (region like any (string_to_array(nullif(current_setting('app.scope', true), ''), ',')));
create policy changed on access.organization for update to songhe_app
  using (region like any (string_to_array(nullif(current_setting('app.scope', true), ''), ',')))
  with check (region like any (string_to_array(nullif(current_setting('app.scope', true), ''), ',')));

alter table access.role enable row level security;
create policy seen on access.role for select to songhe_app using (true);
create policy added on access.role for insert to songhe_app
  with check (region like any (string_to_array(nullif(current_setting('app.scope', true), ''), ',')));
create policy changed on access.role for update to songhe_app
  using (region like any (string_to_array(nullif(current_setting('app.scope', true), ''), ',')))
  with check (region like any (string_to_array(nullif(current_setting('app.scope', true), ''), ',')));

-- Users see their own row (app.own) and those of their jurisdiction.
alter table access.app_user enable row level security;
create policy scope on access.app_user for all to songhe_app
  using (region like any (string_to_array(nullif(current_setting('app.scope', true), ''), ',')) or id::text = nullif(current_setting('app.own', true), ''))
  with check (region like any (string_to_array(nullif(current_setting('app.scope', true), ''), ',')) or id::text = nullif(current_setting('app.own', true), ''));

-- Who may do more than one's own administrator must not be hidden from that administrator.
alter table access.grant enable row level security;
create policy seen on access.grant for select to songhe_app using (true);
create policy added on access.grant for insert to songhe_app
  with check (region like any (string_to_array(nullif(current_setting('app.scope', true), ''), ',')));
create policy removed on access.grant for delete to songhe_app
  using (region like any (string_to_array(nullif(current_setting('app.scope', true), ''), ',')));
