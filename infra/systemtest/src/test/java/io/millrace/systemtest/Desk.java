package io.millrace.systemtest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/// A moderator who calls the REST interface of the desk. Thread-safe.
final class Desk implements AutoCloseable {

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI base;
    private final String key;

    /// What was answered.
    ///
    /// @param body missing when there was none
    record Answer(int status, JsonNode body) {}

    /// @param page address of the desk
    /// @param key of the moderator
    Desk(URI page, String key) {
        this.base = page.resolve("/v1/moderation/");
        this.key = key;
    }

    /// Publishes a policy for one room, as its first version.
    ///
    /// @throws AssertionError when the desk does not take it
    void govern(String room, String policy) {
        done(call("PUT", "policies/room/" + encoded(room), policy));
    }

    /// Gives a sanction.
    ///
    /// @param more fields of the order as JSON, with a comma before each
    /// @return its id
    /// @throws AssertionError when the desk does not take it
    String sanction(String user, String kind, String more) {
        String order = "{\"user\":\"" + user + "\",\"kind\":\"" + kind + "\",\"reason\":\"a test\"" + more + "}";
        return done(call("POST", "sanctions", order)).get("id").asText();
    }

    /// Ends a sanction.
    ///
    /// @throws AssertionError when the desk does not do it
    void end(String sanction) {
        done(call("DELETE", "sanctions/" + sanction, ""));
    }

    /// The undecided items of one kind of one room or user.
    ///
    /// @param by `room` or `user`
    JsonNode waiting(String kind, String by, String value) {
        return done(call("GET", "reviews?kind=" + kind + "&" + by + "=" + encoded(value), ""))
                .get("reviews");
    }

    /// Decides an item.
    Answer resolve(String review, String action) {
        return call(
                "POST",
                "reviews/" + encoded(review) + "/resolve",
                "{\"action\":\"" + action + "\",\"reason\":\"a test\"}");
    }

    private static JsonNode done(Answer answer) {
        if (answer.status() / 100 != 2) {
            throw new AssertionError("the desk answered " + answer);
        }
        return answer.body();
    }

    private Answer call(String method, String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(base.resolve(path))
                .header("Authorization", "Bearer " + key)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            String text = response.body();
            return new Answer(response.statusCode(), text.isEmpty() ? MissingNode.getInstance() : ServerApi.read(text));
        } catch (IOException e) {
            throw new AssertionError("the desk does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        http.close();
    }
}
