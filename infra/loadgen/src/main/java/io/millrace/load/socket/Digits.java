package io.millrace.load.socket;

import io.netty.buffer.ByteBuf;

/// Numbers in messages, found without parsing the rest.
final class Digits {

    private Digits() {}

    /// The decimal number right behind the first appearance of the mark, or [SentTime#UNKNOWN].
    static long after(byte[] mark, ByteBuf payload) {
        int last = payload.writerIndex() - mark.length;
        for (int at = payload.readerIndex(); at <= last; at++) {
            if (startsWith(mark, payload, at)) {
                return number(payload, at + mark.length);
            }
        }
        return SentTime.UNKNOWN;
    }

    private static boolean startsWith(byte[] mark, ByteBuf payload, int at) {
        for (int i = 0; i < mark.length; i++) {
            if (payload.getByte(at + i) != mark[i]) {
                return false;
            }
        }
        return true;
    }

    private static long number(ByteBuf payload, int from) {
        long value = 0;
        int at = from;
        while (at < payload.writerIndex() && Character.isDigit(payload.getByte(at))) {
            value = value * 10 + payload.getByte(at) - '0';
            at++;
        }
        return at == from ? SentTime.UNKNOWN : value;
    }
}
