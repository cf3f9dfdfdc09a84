package io.millrace.edge.socket;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// Counts in memory.
final class CountingMetrics implements SocketMetrics {
    final List<Integer> handshakes = new CopyOnWriteArrayList<>();
    final List<CloseInfo> closes = new CopyOnWriteArrayList<>();
    final AtomicInteger received = new AtomicInteger();
    final AtomicInteger writes = new AtomicInteger();
    final AtomicInteger frames = new AtomicInteger();
    final AtomicInteger refused = new AtomicInteger();
    final AtomicInteger timedOut = new AtomicInteger();

    @Override
    public void handshake(int status) {
        handshakes.add(status);
    }

    @Override
    public void received(int bytes) {
        received.addAndGet(bytes);
    }

    @Override
    public void sent(int count, int bytes) {
        writes.incrementAndGet();
        frames.addAndGet(count);
    }

    @Override
    public void closed(CloseInfo info) {
        closes.add(info);
    }

    @Override
    public void connectionRefused() {
        refused.incrementAndGet();
    }

    @Override
    public void handshakeTimedOut() {
        timedOut.incrementAndGet();
    }
}
