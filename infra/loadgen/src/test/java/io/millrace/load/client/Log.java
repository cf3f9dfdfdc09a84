package io.millrace.load.client;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// What a client told, as lines.
final class Log implements RoomLog {

    private static final int PATIENCE_SECONDS = 20;

    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    @Override
    public void delivered(Delivery delivery) {
        lines.add(delivery.room() + " " + delivery.epoch() + " " + delivery.offset() + " " + delivery.data());
    }

    @Override
    public void subscribed(String room, String epoch, long offset, boolean recovered) {
        lines.add((recovered ? "recovered " : "subscribed ") + room + " " + epoch + " " + offset);
    }

    String next() throws InterruptedException {
        String line = lines.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (line == null) {
            throw new AssertionError("nothing within " + PATIENCE_SECONDS + " s");
        }
        return line;
    }
}
