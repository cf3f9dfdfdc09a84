package io.millrace.load.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/// JSON, by string concatenation.
final class JsonWire implements Wire {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Override
    public List<ClientCommand> commands(byte[] message) {
        return new String(message, StandardCharsets.UTF_8)
                .lines()
                .map(JsonWire::command)
                .toList();
    }

    @Override
    public byte[] ping() {
        return utf8("{}");
    }

    @Override
    public byte[] connected(long id, int pingSeconds) {
        return utf8("{\"id\":" + id + ",\"connect\":{\"client\":\"c1\",\"version\":\"1\",\"ping\":" + pingSeconds
                + ",\"pong\":true}}");
    }

    @Override
    public byte[] subscribed(long id, String epoch, long offset, boolean recovered, List<Event> missed) {
        String publications = missed.stream().map(JsonWire::event).collect(Collectors.joining(","));
        return utf8(
                "{\"id\":" + id + ",\"subscribe\":{\"recoverable\":true,\"epoch\":\"" + epoch + "\",\"publications\":["
                        + publications + "],\"recovered\":" + recovered + ",\"offset\":" + offset + "}}");
    }

    @Override
    public byte[] done(ClientCommand command) {
        return utf8("{\"id\":" + command.id() + ",\"" + command.name() + "\":{}}");
    }

    @Override
    public byte[] place(long id, String epoch, long offset) {
        return utf8("{\"id\":" + id + ",\"rpc\":{\"data\":" + placeData(epoch, offset) + "}}");
    }

    static String placeData(String epoch, long offset) {
        return "{\"offset\":" + offset + ",\"epoch\":\"" + epoch + "\",\"messageId\":\"m" + offset + "\"}";
    }

    @Override
    public byte[] stats(long id, int clients) {
        return utf8("{\"id\":" + id + ",\"presence_stats\":{\"num_clients\":" + clients + ",\"num_users\":1}}");
    }

    @Override
    public byte[] error(long id, int code, String text, boolean temporary) {
        return utf8("{\"id\":" + id + ",\"error\":{\"code\":" + code + ",\"message\":\"" + text + "\""
                + (temporary ? ",\"temporary\":true" : "") + "}}");
    }

    @Override
    public byte[] publication(String room, Event event) {
        return utf8("{\"push\":{\"channel\":\"" + room + "\",\"pub\":" + event(event) + "}}");
    }

    @Override
    public byte[] join(String room) {
        return utf8("{\"push\":{\"channel\":\"" + room + "\",\"join\":{\"info\":{\"user\":\"u\",\"client\":\"c\"}}}}");
    }

    @Override
    public byte[] unsubscribed(String room, int code) {
        return utf8("{\"push\":{\"channel\":\"" + room + "\",\"unsubscribe\":{\"code\":" + code + "}}}");
    }

    private static String event(Event event) {
        return "{\"offset\":" + event.offset() + ",\"data\":" + event.data()
                + ",\"info\":{\"user\":\"\",\"client\":\"c1\"}}";
    }

    private static ClientCommand command(String line) {
        JsonNode tree = parse(line);
        String name = tree.propertyStream()
                .map(java.util.Map.Entry::getKey)
                .filter(key -> !key.equals("id"))
                .findFirst()
                .orElse("pong");
        JsonNode request = tree.path(name);
        return request(tree.path("id").asLong(), name, request);
    }

    static ClientCommand request(long id, String name, JsonNode request) {
        JsonNode inner = name.equals("rpc") ? request.path("data") : request;
        return new ClientCommand(
                id,
                name,
                inner.path("channel").asText(),
                inner.path("data").toString(),
                inner.path("key").asText(),
                request.path("recover").asBoolean() ? request.path("offset").asLong() : -1,
                request.path("epoch").asText(),
                request.path("token").asText());
    }

    static JsonNode parse(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + text, e);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
