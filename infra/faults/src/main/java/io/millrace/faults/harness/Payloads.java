package io.millrace.faults.harness;

import io.millrace.faults.check.Entry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Payloads of the run: `{"id":"…"}`, with a `text` behind it where the content matters.
final class Payloads {

    private static final String START = "{\"id\":\"";
    private static final String RETRACTION = "{\"event\":\"retracted\",\"offset\":";

    private Payloads() {}

    static String of(String id) {
        return START + id + "\"}";
    }

    static String of(String id, String text) {
        return START + id + "\",\"text\":\"" + text + "\"}";
    }

    /// Id of a publication, or what the checker knows a payload by that Millrace itself has made.
    static String id(String payload) {
        if (payload.equals("{}")) {
            return Entry.TAKEN_BACK;
        }
        if (payload.startsWith(RETRACTION)) {
            int end = payload.indexOf(',', RETRACTION.length());
            int last = end < 0 ? payload.length() - 1 : end;
            return Entry.retractionOf(Long.parseLong(payload.substring(RETRACTION.length(), last)));
        }
        return payload.substring(START.length(), payload.indexOf('"', START.length()));
    }

    static String text(ByteBuffer payload) {
        return StandardCharsets.UTF_8.decode(payload.duplicate()).toString();
    }

    /// Says with near certainty whether two payloads are the same; never 0.
    static int hash(String payload) {
        int hash = payload.hashCode();
        return hash == 0 ? 1 : hash;
    }
}
