package io.millrace.load.client;

import java.nio.charset.StandardCharsets;

/// Tells a [RoomLog], with payloads as text.
record RoomLogListener(RoomLog log) implements ClientListener {

    @Override
    public void delivered(String room, String epoch, long offset, byte[] frame, int from, int to, long atNanos) {
        String data = new String(frame, from, to - from, StandardCharsets.UTF_8);
        log.delivered(new Delivery(room, epoch, offset, data, atNanos));
    }

    @Override
    public void subscribed(String room, Position position, boolean recovered) {
        log.subscribed(room, position.epoch(), position.offset(), recovered);
    }
}
