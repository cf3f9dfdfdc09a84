package io.millrace.faults.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/// Moves the bytes of one direction of one connection: one thread reads and stamps them, one writes them when they
/// are due. What is under way is bounded; beyond it the sender feels the slow network.
final class Pump {

    private static final int CHUNK = 8 * 1024;
    private static final int UNDER_WAY = 64;

    private final Socket from;
    private final Socket to;
    private final Lane lane;
    private final Passage passage;
    private final BlockingQueue<Chunk> queue = new ArrayBlockingQueue<>(UNDER_WAY);
    private volatile boolean lossy;

    /// @param end whether the sender has no more, and the bytes are none
    private record Chunk(ByteBuffer bytes, boolean end, long dueNanos) {}

    Pump(Socket from, Socket to, Lane lane, Passage passage) {
        this.from = from;
        this.to = to;
        this.lane = lane;
        this.passage = passage;
    }

    /// Whether the stream has a hole and its lane would let more follow.
    boolean mustEnd() {
        return lossy && !lane.swallows();
    }

    void read() {
        try {
            InputStream in = from.getInputStream();
            byte[] buffer = new byte[CHUNK];
            int length;
            do {
                length = in.read(buffer);
                ByteBuffer bytes = ByteBuffer.wrap(Arrays.copyOf(buffer, Math.max(0, length)));
                queue.put(new Chunk(bytes, length < 0, System.nanoTime() + lane.delayNanos()));
            } while (length >= 0);
        } catch (IOException e) {
            passage.broken(this, lane);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void write() {
        try {
            OutputStream out = to.getOutputStream();
            while (true) {
                Chunk chunk = queue.take();
                TimeUnit.NANOSECONDS.sleep(chunk.dueNanos() - System.nanoTime());
                lane.awaitFlow();
                if (lane.swallows()) {
                    lose();
                } else if (lossy) {
                    passage.reset();
                    return;
                } else if (chunk.end()) {
                    to.shutdownOutput();
                    passage.ended();
                    return;
                } else {
                    write(out, chunk.bytes().array());
                }
            }
        } catch (IOException e) {
            passage.unreachable(this);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Something did not get through. Whoever heals the lane resets lossy connections; when it was healed in this
    /// very moment, that is done here.
    void lose() {
        lossy = true;
        if (mustEnd()) {
            passage.reset();
        }
    }

    private void write(OutputStream out, byte[] bytes) throws IOException, InterruptedException {
        int at = 0;
        while (at < bytes.length) {
            int slice = lane.slice(bytes.length - at);
            out.write(bytes, at, slice);
            at += slice;
            TimeUnit.NANOSECONDS.sleep(lane.transferNanos(slice));
        }
    }
}
