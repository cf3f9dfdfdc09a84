package io.millrace.edge.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.edge.protocol.ClientInfo;
import io.millrace.edge.protocol.Payload;
import io.millrace.edge.protocol.Publication;
import io.millrace.edge.protocol.StreamPosition;
import io.millrace.schema.edge.NodeReport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// Writes answers as JSON. Payloads that are JSON go out verbatim, others as base64 under the name with `b64`
/// before it.
public final class ApiReplies {

    private static final JsonFactory JSON = new JsonFactory();

    private ApiReplies() {}

    /// The body of an HTTP answer: `{"result": …}`, `{"error": …}`, or `{"replies": […]}` for a batch.
    public static byte[] envelope(ApiAnswer answer) {
        return write(json -> envelope(json, answer));
    }

    /// The result alone, for a call that did not fail.
    public static byte[] result(ApiAnswer answer) {
        return write(json -> result(json, answer));
    }

    /// An error alone, as the error mode `transport` has it.
    public static byte[] error(ApiAnswer.Failed failed) {
        return write(json -> error(json, failed));
    }

    private interface Part {
        void write(JsonGenerator json) throws IOException;
    }

    private static byte[] write(Part part) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(256);
        try (JsonGenerator json = JSON.createGenerator(out)) {
            part.write(json);
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return out.toByteArray();
    }

    private static void envelope(JsonGenerator json, ApiAnswer answer) throws IOException {
        if (answer instanceof ApiAnswer.Replies) {
            result(json, answer);
            return;
        }
        json.writeStartObject();
        resultOrError(json, "result", answer);
        json.writeEndObject();
    }

    private static void resultOrError(JsonGenerator json, String name, ApiAnswer answer) throws IOException {
        if (answer instanceof ApiAnswer.Failed failed) {
            json.writeFieldName("error");
            error(json, failed);
        } else {
            json.writeFieldName(name);
            result(json, answer);
        }
    }

    private static void error(JsonGenerator json, ApiAnswer.Failed failed) throws IOException {
        json.writeStartObject();
        json.writeNumberField("code", failed.code());
        json.writeStringField("message", failed.message());
        json.writeEndObject();
    }

    private static void result(JsonGenerator json, ApiAnswer answer) throws IOException {
        json.writeStartObject();
        switch (answer) {
            case ApiAnswer.Done() -> {}
            case ApiAnswer.Published(StreamPosition position) -> position(json, position);
            case ApiAnswer.Broadcasted(var responses) -> {
                json.writeArrayFieldStart("responses");
                for (ApiAnswer response : responses) {
                    envelope(json, response);
                }
                json.writeEndArray();
            }
            case ApiAnswer.Present(var clients) -> {
                json.writeObjectFieldStart("presence");
                for (Map.Entry<String, ClientInfo> client : clients.entrySet()) {
                    json.writeFieldName(client.getKey());
                    info(json, client.getValue());
                }
                json.writeEndObject();
            }
            case ApiAnswer.PresentCount(int clients, long users) -> {
                json.writeNumberField("num_clients", clients);
                json.writeNumberField("num_users", users);
            }
            case ApiAnswer.Publications(var publications, StreamPosition top) -> {
                json.writeArrayFieldStart("publications");
                for (Publication publication : publications) {
                    publication(json, publication);
                }
                json.writeEndArray();
                position(json, top);
            }
            case ApiAnswer.ChannelCounts(var channels) -> channels(json, channels);
            case ApiAnswer.Nodes(var nodes) -> nodes(json, nodes);
            case ApiAnswer.Replies(var replies) -> {
                json.writeArrayFieldStart("replies");
                for (ApiAnswer.Reply reply : replies) {
                    json.writeStartObject();
                    resultOrError(json, reply.method().wireName(), reply.answer());
                    json.writeEndObject();
                }
                json.writeEndArray();
            }
            case ApiAnswer.Failed failed -> throw new IllegalArgumentException("not a result: " + failed);
        }
        json.writeEndObject();
    }

    private static void position(JsonGenerator json, StreamPosition position) throws IOException {
        json.writeNumberField("offset", position.offset());
        json.writeStringField("epoch", position.epoch());
    }

    private static void publication(JsonGenerator json, Publication publication) throws IOException {
        json.writeStartObject();
        payload(json, "data", publication.data());
        ClientInfo info = publication.info();
        if (info != null) {
            json.writeFieldName("info");
            info(json, info);
        }
        json.writeNumberField("offset", publication.offset());
        if (!publication.tags().isEmpty()) {
            json.writeObjectFieldStart("tags");
            for (Map.Entry<String, String> tag : publication.tags().entrySet()) {
                json.writeStringField(tag.getKey(), tag.getValue());
            }
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private static void info(JsonGenerator json, ClientInfo info) throws IOException {
        json.writeStartObject();
        json.writeStringField("user", info.user());
        json.writeStringField("client", info.client());
        payload(json, "conn_info", info.connInfo());
        payload(json, "chan_info", info.chanInfo());
        json.writeEndObject();
    }

    private static void payload(JsonGenerator json, String name, Payload payload) throws IOException {
        if (payload.isEmpty()) {
            return;
        }
        if (payload.isJson()) {
            json.writeFieldName(name);
            json.writeRawValue(new String(payload.toByteArray(), StandardCharsets.UTF_8));
        } else {
            json.writeBinaryField("b64" + name, payload.toByteArray());
        }
    }

    private static void channels(JsonGenerator json, Map<String, Integer> channels) throws IOException {
        json.writeObjectFieldStart("channels");
        for (Map.Entry<String, Integer> channel : channels.entrySet()) {
            json.writeObjectFieldStart(channel.getKey());
            json.writeNumberField("num_clients", channel.getValue());
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private static void nodes(JsonGenerator json, Map<String, NodeReport> nodes) throws IOException {
        json.writeArrayFieldStart("nodes");
        for (Map.Entry<String, NodeReport> entry : nodes.entrySet()) {
            NodeReport node = entry.getValue();
            json.writeStartObject();
            json.writeStringField("uid", entry.getKey());
            json.writeStringField("name", node.getName());
            json.writeStringField("version", node.getVersion());
            json.writeNumberField("num_clients", node.getClients());
            json.writeNumberField("num_users", node.getUsers());
            json.writeNumberField("num_channels", node.getChannels());
            json.writeNumberField("num_subs", node.getSubscriptions());
            json.writeNumberField("uptime", node.getUptimeSeconds());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
