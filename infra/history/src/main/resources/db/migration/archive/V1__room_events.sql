-- The archive of room.events. A row is identified as its event is: room, epoch and offset in the room.
-- Hash partitions by room keep the index of one room in one place and let old partitions move to other disks.
create table room_events (
    room         text collate "C" not null,
    epoch        text collate "C" not null,
    room_offset  bigint           not null,
    message_id   text collate "C" not null,
    user_id      text             not null,
    client_id    text             not null,
    conn_info    bytea,
    chan_info    bytea,
    data         bytea            not null,
    format       text             not null,
    submitted_at timestamptz      not null,
    published_at timestamptz      not null,
    -- Also the index by which history is paged.
    primary key (room, epoch, room_offset)
) partition by hash (room);

create table room_events_0 partition of room_events for values with (modulus 8, remainder 0);
create table room_events_1 partition of room_events for values with (modulus 8, remainder 1);
create table room_events_2 partition of room_events for values with (modulus 8, remainder 2);
create table room_events_3 partition of room_events for values with (modulus 8, remainder 3);
create table room_events_4 partition of room_events for values with (modulus 8, remainder 4);
create table room_events_5 partition of room_events for values with (modulus 8, remainder 5);
create table room_events_6 partition of room_events for values with (modulus 8, remainder 6);
create table room_events_7 partition of room_events for values with (modulus 8, remainder 7);

-- How far each partition of the topic is archived; moved in the same transaction as the rows. A writer that expects
-- another position than the one found here has been replaced.
create table archive_offsets (
    topic       text    not null,
    partition   integer not null,
    next_offset bigint  not null,
    primary key (topic, partition)
);
