package io.millrace.edge.protocol;

/// Writes messages field by field, whatever they are encoded in.
///
/// Fields with default values (empty, false, 0) are left out; the `always` methods keep them in JSON, where clients
/// rely on some of them. Whatever is begun is ended in reverse order.
sealed interface FieldWriter permits JsonFieldWriter, ProtobufFieldWriter {

    void string(ReplyField field, String value);

    void stringAlways(ReplyField field, String value);

    void bool(ReplyField field, boolean value);

    /// A number that is not negative.
    void number(ReplyField field, long value);

    void numberAlways(ReplyField field, long value);

    void bytes(ReplyField field, Payload value);

    /// Begins a message, which is written even when it stays empty.
    void begin(ReplyField field);

    void end();

    /// Begins a list of messages.
    void beginList(ReplyField field);

    /// Begins one message of a list; ended by [#end()].
    void beginItem(ReplyField field);

    void endList();

    /// Begins a map.
    void beginMap(ReplyField field);

    /// Begins one entry whose value is a message.
    void beginEntry(ReplyField field, String key);

    void endEntry();

    /// One whole entry whose value is a text.
    void entry(ReplyField field, String key, String value);

    void endMap();

    /// Completes the reply.
    byte[] toByteArray();
}
