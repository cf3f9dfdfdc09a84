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

    static String id(ByteBuffer payload) {
        return id(StandardCharsets.UTF_8.decode(payload.duplicate()).toString());
    }
}
