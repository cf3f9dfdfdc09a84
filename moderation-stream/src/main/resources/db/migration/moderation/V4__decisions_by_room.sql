-- Ids of messages are unique in a room only.
alter table moderation_decisions drop constraint moderation_decisions_pkey;
alter table moderation_decisions add primary key (message_id, room, stage, verdict);
