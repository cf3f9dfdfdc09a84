-- Whether the topic has nothing of it any more: the record that ended it was read.
alter table moderation_sanctions add column gone boolean not null default false;
-- Whether it was over for so long that its end was written; the row goes when that is read.
alter table moderation_lockdowns add column purged boolean not null default false;
-- Items that nobody decides and that no time ends.
create index moderation_reviews_endless on moderation_reviews (arisen_at)
    where state = 'OPEN' and expires_at is null;
