package io.millrace.moderation.desk.store;

import java.time.Instant;

/// A place in a list ordered by time and id: the next page begins behind it.
public record Place(Instant at, String id) {}
