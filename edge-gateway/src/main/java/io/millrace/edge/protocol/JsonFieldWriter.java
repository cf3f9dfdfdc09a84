package io.millrace.edge.protocol;

import java.nio.charset.StandardCharsets;

/// Writes one JSON object without raw newlines. Owned by the call that encodes.
final class JsonFieldWriter implements FieldWriter {

    private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};

    private final WireBuffer out;

    JsonFieldWriter(int capacity) {
        out = new WireBuffer(capacity);
        out.put('{');
    }

    @Override
    public void string(ReplyField field, String value) {
        if (!value.isEmpty()) {
            stringAlways(field, value);
        }
    }

    @Override
    public void stringAlways(ReplyField field, String value) {
        key(field);
        quoted(value);
    }

    @Override
    public void bool(ReplyField field, boolean value) {
        if (value) {
            key(field);
            out.put(TRUE);
        }
    }

    @Override
    public void number(ReplyField field, long value) {
        if (value != 0) {
            numberAlways(field, value);
        }
    }

    @Override
    public void numberAlways(ReplyField field, long value) {
        key(field);
        out.put(Long.toString(value).getBytes(StandardCharsets.US_ASCII));
    }

    /// Verbatim except for raw newlines: in JSON they can only be formatting, and on the wire they separate
    /// replies.
    @Override
    public void bytes(ReplyField field, Payload value) {
        if (value.isEmpty()) {
            return;
        }
        key(field);
        byte[] bytes = value.array();
        int start = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                out.put(bytes, start, i);
                start = i + 1;
            }
        }
        out.put(bytes, start, bytes.length);
    }

    @Override
    public void begin(ReplyField field) {
        key(field);
        out.put('{');
    }

    @Override
    public void end() {
        out.put('}');
    }

    @Override
    public void beginList(ReplyField field) {
        key(field);
        out.put('[');
    }

    @Override
    public void beginItem(ReplyField field) {
        comma();
        out.put('{');
    }

    @Override
    public void endList() {
        out.put(']');
    }

    @Override
    public void beginMap(ReplyField field) {
        begin(field);
    }

    @Override
    public void beginEntry(ReplyField field, String key) {
        comma();
        quoted(key);
        out.put(':');
        out.put('{');
    }

    @Override
    public void endEntry() {
        end();
    }

    @Override
    public void entry(ReplyField field, String key, String value) {
        comma();
        quoted(key);
        out.put(':');
        quoted(value);
    }

    @Override
    public void endMap() {
        end();
    }

    @Override
    public byte[] toByteArray() {
        out.put('}');
        return out.toByteArray();
    }

    private void key(ReplyField field) {
        comma();
        out.put(field.key());
    }

    /// Nothing but a begun object or list ends in an opening bracket.
    private void comma() {
        byte last = out.last();
        if (last != '{' && last != '[') {
            out.put(',');
        }
    }

    private void quoted(String value) {
        quoted(out, value.getBytes(StandardCharsets.UTF_8));
    }

    /// Writes a JSON string.
    ///
    /// @param utf8 its characters, unescaped
    static void quoted(WireBuffer out, byte[] utf8) {
        out.put('"');
        int start = 0;
        for (int i = 0; i < utf8.length; i++) {
            byte unit = utf8[i];
            if (unit == '"' || unit == '\\' || (unit >= 0 && unit < ' ')) {
                out.put(utf8, start, i);
                escape(out, unit);
                start = i + 1;
            }
        }
        out.put(utf8, start, utf8.length);
        out.put('"');
    }

    private static void escape(WireBuffer out, byte unit) {
        out.put('\\');
        switch (unit) {
            case '\n' -> out.put('n');
            case '\r' -> out.put('r');
            case '\t' -> out.put('t');
            case '"', '\\' -> out.put(unit);
            default -> {
                out.put('u');
                out.put('0');
                out.put('0');
                out.put(HEX[unit >> 4]);
                out.put(HEX[unit & 15]);
            }
        }
    }
}
