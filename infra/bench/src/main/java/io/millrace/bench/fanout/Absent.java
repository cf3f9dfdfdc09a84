package io.millrace.bench.fanout;

/// A contender does not run here; the message says why in a few words.
final class Absent extends Exception {

    private final String why;

    Absent(String why) {
        super(why);
        this.why = why;
    }

    String why() {
        return why;
    }
}
