package io.millrace.serde;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/// A registry that answers every question with 500, as Apicurio does without its database, until it recovers;
/// then it asks the real one.
final class FailingRegistry implements AutoCloseable {

    private static final byte[] PROBLEM =
            "{\"title\":\"Unable to acquire JDBC Connection\",\"status\":500}".getBytes(StandardCharsets.UTF_8);

    private final HttpServer server;
    private final HttpClient http = HttpClient.newHttpClient();
    private final String real;
    private final AtomicInteger refused = new AtomicInteger();
    private volatile boolean failing = true;

    private FailingRegistry(HttpServer server, String real) {
        this.server = server;
        this.real = real;
    }

    static FailingRegistry before(String real) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        FailingRegistry registry = new FailingRegistry(server, real);
        server.createContext("/", registry::answer);
        server.start();
        return registry;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    int refused() {
        return refused.get();
    }

    void recover() {
        failing = false;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (failing) {
                refused.incrementAndGet();
                exchange.getResponseHeaders().set("Content-Type", "application/json");
                exchange.sendResponseHeaders(500, PROBLEM.length);
                exchange.getResponseBody().write(PROBLEM);
                return;
            }
            HttpRequest request = HttpRequest.newBuilder(URI.create(real + exchange.getRequestURI()))
                    .build();
            HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            answer.headers()
                    .firstValue("Content-Type")
                    .ifPresent(type -> exchange.getResponseHeaders().set("Content-Type", type));
            exchange.sendResponseHeaders(answer.statusCode(), answer.body().length);
            exchange.getResponseBody().write(answer.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        http.close();
    }
}
