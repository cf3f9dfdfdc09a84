-- What moderators have to decide, and how it was decided. Times are UTC.
create table moderation_reviews (
    id            text collate "C" primary key,
    kind          text        not null,
    -- Key of the record: that of the author's messages.
    record_key    text        not null,
    message_id    text collate "C",
    room_offset   bigint,
    room          text collate "C" not null,
    user_id       text        not null,
    client_id     text        not null,
    reporter      text,
    words         text        not null,
    data          bytea,
    format        text        not null,
    reasons       jsonb       not null,
    scores        jsonb       not null,
    sanction_id   text,
    arisen_at     timestamptz not null,
    expires_at    timestamptz,
    reports       integer     not null,
    -- OPEN (claimed or not), RESOLVED or EXPIRED.
    state         text        not null default 'OPEN',
    claimed_by    text,
    claimed_until timestamptz,
    closed_by     text,
    closed_at     timestamptz,
    action        text,
    closed_reason text
);
create index moderation_reviews_open on moderation_reviews (arisen_at, id) where state = 'OPEN';
create index moderation_reviews_user on moderation_reviews (user_id, arisen_at);
create index moderation_reviews_message on moderation_reviews (room, message_id) where message_id is not null;
create index moderation_reviews_closed on moderation_reviews (closed_at) where state <> 'OPEN';
-- Several users who complain of one message make one item.
create unique index moderation_reviews_reported on moderation_reviews (room, message_id)
    where kind = 'REPORT' and message_id is not null;

create table moderation_reports (
    id        text collate "C" primary key,
    review_id text collate "C" not null references moderation_reviews (id) on delete cascade,
    reporter  text,
    words     text        not null,
    arisen_at timestamptz not null
);
create index moderation_reports_review on moderation_reports (review_id, arisen_at);

-- Verdicts for which there was a reason; plain ones are not kept here.
create table moderation_decisions (
    message_id     text collate "C" not null,
    stage          text        not null,
    verdict        text        not null,
    room           text collate "C" not null,
    user_id        text        not null,
    client_id      text        not null,
    reasons        jsonb       not null,
    trial          boolean     not null,
    error_code     integer,
    policy_version text        not null,
    scores         jsonb       not null,
    model          text,
    actor          text,
    submitted_at   timestamptz not null,
    decided_at     timestamptz not null,
    primary key (message_id, stage, verdict)
);
create index moderation_decisions_at on moderation_decisions (decided_at, message_id);
create index moderation_decisions_user on moderation_decisions (user_id, decided_at);
create index moderation_decisions_room on moderation_decisions (room, decided_at);
create index moderation_decisions_trial on moderation_decisions (decided_at) where trial;

create table moderation_sanctions (
    id              text collate "C" primary key,
    user_id         text        not null,
    room            text        not null,
    kind            text        not null,
    interval_millis bigint      not null,
    from_at         timestamptz not null,
    until_at        timestamptz,
    reason          text        not null,
    actor           text        not null,
    cause           text,
    ended_at        timestamptz,
    ended_by        text
);
create index moderation_sanctions_user on moderation_sanctions (user_id, from_at);
create index moderation_sanctions_at on moderation_sanctions (from_at, id);

create table moderation_lockdowns (
    room     text collate "C" primary key,
    from_at  timestamptz not null,
    until_at timestamptz not null,
    cause    text        not null,
    count    integer     not null,
    actor    text        not null
);

-- Who did what at the desk.
create table moderation_audit (
    id      text collate "C" primary key,
    at      timestamptz not null,
    actor   text        not null,
    action  text        not null,
    target  text,
    outcome text        not null,
    address text,
    detail  jsonb       not null
);
create index moderation_audit_at on moderation_audit (at, id);

-- Records that wait to be written to their topics; committed together with what led to them.
create table moderation_outbox (
    id         bigint generated always as identity primary key,
    topic      text  not null,
    record_key text  not null,
    value      bytea
);

-- How far each partition was read; moved in the same transaction as the rows.
create table moderation_offsets (
    topic       text    not null,
    partition   integer not null,
    next_offset bigint  not null,
    primary key (topic, partition)
);
