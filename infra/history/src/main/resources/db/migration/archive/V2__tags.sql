-- Attributes beside the payload, as a JSON object of strings; null for none.
alter table room_events add column tags text;
