-- How a model that is tried out differs from the one in use, counted by day.
create table moderation_comparisons (
    day           date             not null,
    model         text             not null,
    candidate     text             not null,
    label         text             not null,
    messages      bigint           not null,
    difference    double precision not null,
    disagreements bigint           not null,
    primary key (day, model, candidate, label)
);
