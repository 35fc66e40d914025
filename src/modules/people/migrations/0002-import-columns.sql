-- the headings that an import recognised, as the sheet words them
alter table people.import add column columns jsonb not null default '[]'::jsonb;
