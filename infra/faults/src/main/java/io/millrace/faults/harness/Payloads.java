package io.millrace.faults.harness;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Payloads of the run: `{"id":"…"}`, with a `text` behind it where the content matters.
final class Payloads {

    private static final String START = "{\"id\":\"";

    private Payloads() {}

    static String of(String id) {
        return START + id + "\"}";
    }

    static String of(String id, String text) {
        return START + id + "\",\"text\":\"" + text + "\"}";
    }

    static String id(String payload) {
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
