package io.millrace.load.run;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/// What publications of a run carry: `{"at":1234,"id":"…","pad":"xxx"}`.
///
/// `at` is when it was due, a reading of `System.nanoTime()`, which all processes of one machine share; `id` is
/// unique in the run. The hash of a payload in a history is its CRC-32.
final class Payload {

    private static final byte[] AT = "{\"at\":".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ID = ",\"id\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final String PAD = ",\"pad\":\"";

    /// For data that no sender of ours has made.
    static final long UNKNOWN = Long.MIN_VALUE;

    private Payload() {}

    /// @param bytes size, which small ones exceed by what they need
    static ByteString of(long dueNanos, String id, int bytes) {
        String head = "{\"at\":" + dueNanos + ",\"id\":\"" + id + '"';
        int padding = bytes - head.length() - PAD.length() - 2;
        return ByteString.copyFromUtf8(padding < 0 ? head + '}' : head + PAD + "x".repeat(padding) + "\"}");
    }

    /// When it was due, or [#UNKNOWN].
    static long dueNanos(byte[] frame, int from, int to) {
        if (!startsWith(AT, frame, from, to)) {
            return UNKNOWN;
        }
        int at = from + AT.length;
        boolean negative = at < to && frame[at] == '-';
        long value = 0;
        for (at += negative ? 1 : 0; at < to && frame[at] >= '0' && frame[at] <= '9'; at++) {
            value = value * 10 + frame[at] - '0';
        }
        return negative ? -value : value;
    }

    /// Its id, empty when it has none.
    static String id(byte[] frame, int from, int to) {
        for (int at = from + AT.length; at < to; at++) {
            if (frame[at] == ',') {
                return startsWith(ID, frame, at, to) ? untilQuote(frame, at + ID.length, to) : "";
            }
        }
        return "";
    }

    static int hash(byte[] frame, int from, int to) {
        CRC32 crc = new CRC32();
        crc.update(frame, from, to - from);
        return (int) crc.getValue();
    }

    private static String untilQuote(byte[] frame, int from, int to) {
        int end = from;
        while (end < to && frame[end] != '"') {
            end++;
        }
        return new String(frame, from, end - from, StandardCharsets.US_ASCII);
    }

    private static boolean startsWith(byte[] wanted, byte[] frame, int from, int to) {
        if (to - from < wanted.length) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            if (frame[from + i] != wanted[i]) {
                return false;
            }
        }
        return true;
    }
}
