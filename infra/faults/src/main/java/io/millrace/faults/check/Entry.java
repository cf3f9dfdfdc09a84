package io.millrace.faults.check;

/// One event of a room in a final record: the topic or the table.
public record Entry(String room, String epoch, long offset, String id) {}
