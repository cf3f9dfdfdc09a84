-- Every version of every policy and list; a version without a document says that it was removed.
create table moderation_documents (
    document_key text collate "C" not null,
    version      bigint      not null,
    author       text        not null,
    at           timestamptz not null,
    note         text        not null,
    document     text,
    primary key (document_key, version)
);
