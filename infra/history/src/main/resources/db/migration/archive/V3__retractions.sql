-- Events that take a publication back. They have a row like any other, with no sender and no payload; message_id is that
-- of the publication.
alter table room_events add column retracts bigint; -- Offset of what it takes back; null for a publication.
alter table room_events add column reason   text;
alter table room_events add column actor    text;

-- Of a publication that was taken back, the offset of the event that did it. Its payload is gone.
alter table room_events add column retracted_by bigint;
