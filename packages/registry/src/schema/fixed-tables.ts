import { toldTables } from "./told-tables.js";

/**
 * The tables that no dictionary changes, and the functions by which the database writes its own history. Run once, by the owner.
 * `${id}` is the registry's id; whoever is asking is the database's role `seriatim_<id>_<user>`.
 *
 * An entry's hash is SHA-256 of the hash before it and of `history_text`, a JSON array of all the entry says. The one row of
 * `chain` is locked while a transaction writes, so that entries have one order, and none is missing in between; it says which
 * transaction wrote last, so that nobody can pass entries off as part of another change.
 *
 * Functions that run as the owner name `pg_temp` last in their search path: unnamed it would come first, and a user's temporary
 * types with it. Who opened the connection counts before what role was set, so that a user who connects directly stays that user.
 *
 * The history has the sealed persons, but of `identity.keys` only that a key was made, changed or destroyed: without its key a
 * sealed person cannot be read, so destroying that one row erases the person from all of the history too.
 */
export function fixedTables(id: string): string {
  return `
create schema seriatim;
create schema records;
create schema identity;

create table seriatim.registry (id text primary key, created timestamptz not null default now());
insert into seriatim.registry (id) values ('${id}');

create domain seriatim.partial_date as text check (value ~ '^[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$');

create function seriatim.first_day(text) returns date language sql immutable parallel safe as
$$ select case length($1) when 4 then ($1 || '-01-01')::date when 7 then ($1 || '-01')::date else $1::date end $$;

create function seriatim.last_day(text) returns date language sql immutable parallel safe as
$$ select case length($1) when 4 then ($1 || '-12-31')::date
    when 7 then (($1 || '-01')::date + interval '1 month' - interval '1 day')::date else $1::date end $$;

create table seriatim.chain (
  only_one boolean primary key default true check (only_one),
  seq bigint not null,
  hash bytea not null,
  written_by xid8,
  change bigint
);
insert into seriatim.chain (seq, hash) values (0, sha256(convert_to('${id}', 'UTF8')));

create table seriatim.history (
  seq bigint primary key,
  at timestamptz not null,
  change bigint not null,
  who text not null,
  action text not null,
  subject text,
  key text[],
  before jsonb,
  after jsonb,
  why text,
  centre text,
  hash bytea not null
);
create index on seriatim.history (subject, key);
create index on seriatim.history (change);

create function seriatim.history_text(h seriatim.history) returns text language sql stable as
$$ select jsonb_build_array(h.seq, to_char(h.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), h.change, h.who, h.action,
  h.subject, to_jsonb(h.key), h.before, h.after, h.why, h.centre)::text $$;

create table seriatim.users (
  name text primary key check (name ~ '^[a-z][a-z0-9._-]{0,30}$'),
  roles text[] not null check (roles <@ array['enter', 'verify', 'analyse', 'export', 'administer']),
  centres text[] not null,
  active boolean not null default true
);

create function seriatim.me() returns text language sql stable as
$$ select case
    when session_user like 'seriatim\\_${id}\\_%' then substr(session_user::text, ${"seriatim__".length + id.length + 1})
    when current_setting('role') like 'seriatim\\_${id}\\_%' then substr(current_setting('role'), ${"seriatim__".length + id.length + 1})
    else coalesce(nullif(current_setting('seriatim.acting', true), ''), 'owner ' || session_user)
  end $$;

create function seriatim.my_centres() returns text[] language sql stable security definer set search_path = pg_catalog, pg_temp as
$$ select coalesce((select centres from seriatim.users where name = seriatim.me() and active), '{}') $$;

create function seriatim.append_history(entries seriatim.history[]) returns bigint
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  head record;
  this_change bigint;
  entry seriatim.history;
  now_at timestamptz;
  who text := seriatim.me();
  why text := nullif(current_setting('seriatim.why', true), '');
begin
  if entries is null then return null; end if;
  select c.seq, c.hash, c.written_by, c.change into head from seriatim.chain c for update;
  now_at := clock_timestamp();
  this_change := case when head.written_by = pg_current_xact_id() then head.change else head.seq + 1 end;
  for i in 1 .. cardinality(entries) loop
    entry := entries[i];
    head.seq := head.seq + 1;
    entry.seq := head.seq;
    entry.at := now_at;
    entry.change := this_change;
    entry.who := who;
    entry.why := why;
    head.hash := sha256(head.hash || convert_to(seriatim.history_text(entry), 'UTF8'));
    entry.hash := head.hash;
    entries[i] := entry;
  end loop;
  insert into seriatim.history select * from unnest(entries);
  update seriatim.chain c set seq = head.seq, hash = head.hash, written_by = pg_current_xact_id(), change = this_change;
  return head.seq;
end $$;

create function seriatim.tell(action text, details jsonb) returns bigint
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if action in ('insert', 'update', 'delete') then raise exception 'only the database tells of rows' using errcode = '42501'; end if;
  return seriatim.append_history(array[row(null, null, null, null, action, null, null, null, details, null, null, null)::seriatim.history]);
end $$;

create function seriatim.row_history() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  entries seriatim.history[];
  subject text := tg_table_schema || '.' || tg_table_name;
  untold text[] := case subject ${toldTables
    .filter(({ untold }) => untold.length > 0)
    .map(({ table, untold }) => `when '${table}' then array[${untold.map((column) => `'${column}'`).join(", ")}]`)
    .join(" ")} else '{}' end;
begin
  if tg_op = 'INSERT' then
    select array_agg(row(null, null, null, null, 'insert', subject, array(select n.a ->> k from unnest(tg_argv) k),
      null, n.a, null, n.a ->> '_centre', null)::seriatim.history) into entries
    from (select jsonb_strip_nulls(to_jsonb(t) - untold) as a from new_rows t) n;
  elsif tg_op = 'DELETE' then
    select array_agg(row(null, null, null, null, 'delete', subject, array(select o.a ->> k from unnest(tg_argv) k),
      o.a, null, null, o.a ->> '_centre', null)::seriatim.history) into entries
    from (select jsonb_strip_nulls(to_jsonb(t) - untold) as a from old_rows t) o;
  else
    select array_agg(row(null, null, null, null, 'update', subject, coalesce(n.k, o.k),
      o.a, n.a, null, coalesce(n.a, o.a) ->> '_centre', null)::seriatim.history) into entries
    from (select array(select to_jsonb(t) ->> k from unnest(tg_argv) k) as k, jsonb_strip_nulls(to_jsonb(t) - untold) as a from old_rows t) o
    full join (select array(select to_jsonb(t) ->> k from unnest(tg_argv) k) as k, jsonb_strip_nulls(to_jsonb(t) - untold) as a from new_rows t) n
    on o.k = n.k;
    if exists (select from unnest(entries) e where e.before is null or e.after is null) then
      raise exception 'the key of a row of % may not be changed', subject using errcode = '23514';
    end if;
  end if;
  perform seriatim.append_history(entries);
  return null;
end $$;

create function seriatim.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'the history is only ever added to' using errcode = '42501';
end $$;
create trigger only_added_to before update or delete or truncate on seriatim.history
  for each statement execute function seriatim.refuse_change();

create function seriatim.next_version() returns trigger language plpgsql as $$
begin
  new._version := old._version + 1;
  return new;
end $$;

create table seriatim.dictionaries (version integer primary key, text text not null);

create table seriatim.renames (
  version integer not null references seriatim.dictionaries,
  subject text not null,
  former text not null,
  now text not null,
  seq bigint not null,
  primary key (version, subject, former)
);

create function seriatim.renamed_row(entry jsonb, former text, now text, applies boolean) returns jsonb
language sql immutable parallel safe as $$
  select case when not applies or entry is null then entry else
    (entry - former - '_unread')
    || case when entry ? former then jsonb_build_object(now, entry -> former) else '{}' end
    || case when not entry ? '_unread' then '{}'
      when not entry -> '_unread' ? former then jsonb_build_object('_unread', entry -> '_unread')
      else jsonb_build_object('_unread', ((entry -> '_unread') - former) || jsonb_build_object(now, entry -> '_unread' -> former)) end
  end $$;

create function seriatim.texts_of_row(entry jsonb) returns jsonb language sql immutable parallel safe as
$$ select jsonb_object_agg(column_name, value #>> '{}') from jsonb_each(entry) as columns (column_name, value) $$;

create table seriatim.mappings (name text primary key, text text not null);

create table seriatim.findings (
  subject text not null,
  key text[] not null,
  field text not null,
  kind text not null,
  why text not null,
  state text not null check (state in ('open', 'answered', 'accepted', 'closed')),
  answer text,
  _centre text not null,
  primary key (subject, key, field, kind),
  check (state not in ('answered', 'accepted') or answer is not null)
);

create table identity.vault (
  only_one boolean primary key default true check (only_one),
  fingerprint text not null
);

create table identity.persons (
  key text[] primary key,
  sealed bytea not null,
  _centre text not null
);

create table identity.keys (
  key text[] primary key,
  wrapped bytea not null,
  lookups text[] not null default '{}',
  _centre text not null
);
create index on identity.keys using gin (lookups);

${toldTables.map(({ table, key }) => historyTriggers(table, key)).join("\n")}

${centrePolicy("seriatim.findings")}
${centrePolicy("identity.persons")}
${centrePolicy("identity.keys")}
${centrePolicy("seriatim.history", "centre")}
`;
}

/** The triggers by which changes of a table come into the history. */
export function historyTriggers(table: string, key: readonly string[]): string {
  const call = `for each statement execute function seriatim.row_history(${key.map((column) => `'${column}'`).join(", ")});`;
  return `
create trigger tell_insert after insert on ${table} referencing new table as new_rows ${call}
create trigger tell_update after update on ${table} referencing old table as old_rows new table as new_rows ${call}
create trigger tell_delete after delete on ${table} referencing old table as old_rows ${call}
create trigger no_truncate before truncate on ${table} for each statement execute function seriatim.refuse_change();`;
}

/** Row-level security: a user sees and writes the rows of the own centres alone. Each subquery is asked once a statement. */
export function centrePolicy(table: string, centre = "_centre"): string {
  const mine = "(select seriatim.my_centres())::text[]";
  return `
alter table ${table} enable row level security;
create policy mine on ${table} using (${centre === "centre" ? "centre is null or " : ""}${centre} = any(${mine}) or '*' = any(${mine}));`;
}
