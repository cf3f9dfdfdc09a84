package io.millrace.load.client;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Writes down what a codec read.
final class Told implements Replies {

    final List<String> lines = new ArrayList<>();

    @Override
    public void ping() {
        lines.add("ping");
    }

    @Override
    public void published(String room, long offset, byte[] frame, int from, int to) {
        lines.add("pub " + room + " " + offset + " " + text(frame, from, to));
    }

    @Override
    public void presenceChanged(String room, boolean joined) {
        lines.add((joined ? "join " : "leave ") + room);
    }

    @Override
    public void unsubscribed(String room, int code) {
        lines.add("unsubscribed " + room + " " + code);
    }

    @Override
    public void answered(long id, Method method, byte[] frame, int from, int to) {
        lines.add("answer " + id + " " + method);
    }

    @Override
    public void refused(long id, int code, String message, boolean temporary) {
        lines.add("refused " + id + " " + code + " " + message + (temporary ? " temporary" : ""));
    }

    static String text(byte[] frame, int from, int to) {
        return new String(frame, from, to - from, StandardCharsets.UTF_8);
    }
}
