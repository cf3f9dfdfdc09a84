-- Offsets begin anew with each epoch of a room.
alter table moderation_reviews add column epoch text;
