package io.millrace.faults.check;

/// Where a publication stands.
record Place(String room, String epoch, long offset) {

    static Place of(Entry entry) {
        return new Place(entry.room(), entry.epoch(), entry.offset());
    }

    static Place of(Attempt attempt, Outcome.Accepted accepted) {
        return new Place(attempt.room(), accepted.epoch(), accepted.offset());
    }
}
