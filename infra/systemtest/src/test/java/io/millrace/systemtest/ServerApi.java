package io.millrace.systemtest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;

/// A backend that calls the server API of one edge over HTTP. Thread-safe.
final class ServerApi implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI edge;

    /// @param edge address of the edge, ending with a slash
    ServerApi(URI edge) {
        this.edge = edge;
    }

    /// Calls a method with the key of the tests.
    ///
    /// @throws AssertionError when the answer has no result
    JsonNode result(String method, String body) {
        JsonNode answer = answer(method, body);
        if (!answer.has("result")) {
            throw new AssertionError(method + " has no result: " + answer);
        }
        return answer.get("result");
    }

    /// The whole answer of a method.
    JsonNode answer(String method, String body) {
        return read(
                post(method, body, Map.of("X-API-Key", RunningStack.API_KEY)).body());
    }

    /// A request as it is.
    ///
    /// @param path what comes after `/api/`, query included
    HttpResponse<String> post(String path, String body, Map<String, String> headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(edge.resolve("api/" + path)).POST(HttpRequest.BodyPublishers.ofString(body));
        headers.forEach(request::header);
        return send(request.build());
    }

    HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError("no answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    URI address(String path) {
        return edge.resolve("api/" + path);
    }

    static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new AssertionError("not JSON: " + json, e);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
