package io.millrace.edge.keys;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// An identity provider's key set on a loopback port, with an outage at will.
final class KeyServer implements AutoCloseable {

    final AtomicInteger requests = new AtomicInteger();
    private final HttpServer server;
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private volatile String body = "{\"keys\":[]}";
    private volatile int status = 200;
    private volatile CountDownLatch gate = new CountDownLatch(0);

    KeyServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        server.setExecutor(workers);
        server.createContext("/keys", exchange -> {
            requests.incrementAndGet();
            try {
                gate.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            byte[] answer = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/keys");
    }

    void publish(JWK... keys) {
        body = new JWKSet(List.of(keys)).toString(true);
        status = 200;
    }

    void answer(int code, String text) {
        body = text;
        status = code;
    }

    /// Answers nobody until the latch opens.
    CountDownLatch stall() {
        CountDownLatch stalled = new CountDownLatch(1);
        gate = stalled;
        return stalled;
    }

    @Override
    public void close() {
        gate.countDown();
        server.stop(0);
        workers.shutdownNow();
    }
}
