/** The account a session is of, with what a token is made from. */
export const ACCOUNT = `select a.account_id::text as id, a.username, a.display_name as "displayName", to_json(a.roles) as roles,
    to_json(a.areas) as areas, a.department, a.resident_id::text as "residentId", a.rights_version as "rightsVersion",
    (select coalesce(json_agg(json_build_object('course', c.course, 'startsOn', c.valid_from, 'endsOn', c.valid_until)),
      '[]') from accounts.certificates c where c.account_id = a.account_id) as certificates,
    to_json(array_remove(accounts.hands_of(a.account_id::text), a.account_id::text)) as makers,
    to_char(clock_timestamp() at time zone 'Asia/Shanghai', 'YYYY-MM-DD') as today
  from accounts.accounts a where a.account_id = $1::bigint and a.is_active`;

// What was dated by a clock that ran ahead counts for nothing once the clock is right: neither a code nor a session.
// The newest code alone counts, so that one that was lost is worth nothing once there is another.
// One statement, so that a code is never used up without its password, nor a password set beside sessions from before.
export const ACTIVATE = `
  with used as (
    update accounts.activation_codes as c set used_at = clock_timestamp()
    from accounts.accounts a
    where a.username = $1 and a.is_active and c.account_id = a.account_id and c.code_hash = $2
      and c.used_at is null and c.expires_at > clock_timestamp()
      and c.code_id = (select n.code_id from accounts.activation_codes n where n.account_id = a.account_id
        and n.issued_at < clock_timestamp() + interval '1 minute'
        order by n.issued_at desc, n.code_id desc limit 1)
    returning a.account_id as id
  ), stored as (
    insert into accounts.credentials (account_id, password_hash) select id, $3 from used
    on conflict (account_id) do update
      set password_hash = excluded.password_hash, is_demo = false, changed_at = clock_timestamp()
  ), ended as (
    update accounts.sessions s set ended_at = clock_timestamp() from used where s.account_id = used.id and s.ended_at is null
  )
  update accounts.accounts a set activated_at = coalesce(a.activated_at, clock_timestamp()),
    rights_version = a.rights_version + 1, rights_changed_at = clock_timestamp()
  from used where a.account_id = used.id returning a.account_id::text as id`;

export const SET_PASSWORD = `
  with stored as (
    insert into accounts.credentials (account_id, password_hash) values ($1::bigint, $2)
    on conflict (account_id) do update
      set password_hash = excluded.password_hash, is_demo = false, changed_at = clock_timestamp()
  ), ended as (
    update accounts.sessions set ended_at = clock_timestamp()
    where account_id = $1::bigint and ended_at is null and session_id is distinct from $3::uuid
  )
  update accounts.accounts set activated_at = coalesce(activated_at, clock_timestamp()),
    rights_version = rights_version + 1, rights_changed_at = clock_timestamp()
  where account_id = $1::bigint`;

export const END_ONE = `update accounts.sessions set ended_at = clock_timestamp() where session_id = $1::uuid and ended_at is null`;

export const END_EVERYWHERE = `
  with ended as (
    update accounts.sessions set ended_at = clock_timestamp() where account_id = $1::bigint and ended_at is null
  )
  update accounts.accounts set rights_version = rights_version + 1, rights_changed_at = clock_timestamp()
  where account_id = $1::bigint`;

export const HASH_OF = `select password_hash as hash from accounts.credentials where account_id = $1::bigint`;

// Ended ones are kept as long as a token of theirs could live, and longer.
export const FORGET_SESSIONS = `delete from accounts.sessions
  where ended_at < clock_timestamp() - interval '1 hour' or expires_at < clock_timestamp() - interval '1 hour'
    or created_at > clock_timestamp() + interval '1 minute'`;

// Those whose holder has not taken another password meanwhile.
export const DEMO_ACCOUNTS = `select a.username, a.display_name as "displayName", to_json(a.roles) as roles, to_json(a.areas) as areas
  from accounts.accounts a join accounts.credentials c on c.account_id = a.account_id
  where c.is_demo and a.is_active order by a.account_id`;
