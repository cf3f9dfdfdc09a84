package io.millrace.moderation.desk.http;

import io.helidon.common.uri.UriEncoding;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.millrace.moderation.desk.access.Moderator;
import io.millrace.moderation.desk.store.Place;
import io.millrace.moderation.desk.work.Actor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A request of a moderator whose key was right and whose role allows it.
final class Call {

    private static final int MAX_BODY = 1 << 20;
    private static final int PAGE = 50;
    private static final int MAX_PAGE = 200;

    private final ServerRequest request;
    private final Moderator moderator;

    Call(ServerRequest request, Moderator moderator) {
        this.request = request;
        this.moderator = moderator;
    }

    Moderator moderator() {
        return moderator;
    }

    Actor actor() {
        return new Actor(moderator, request.remotePeer().host());
    }

    /// A part of the path.
    String path(String name) {
        return request.path().pathParameters().get(name);
    }

    /// The parts of the path from one of them on, each decoded by itself, so that a name may hold a slash
    /// (`%2F`).
    ///
    /// @param first index of the first one; what stands before it are words of the route
    List<String> pathFrom(int first) {
        String path = request.prologue().uriPath().rawPath();
        return Arrays.stream(path.substring(1).split("/", -1))
                .skip(first)
                .map(UriEncoding::decodeUri)
                .toList();
    }

    /// The name at the end of the path, which may hold a slash.
    ///
    /// @param first its index, as in [#pathFrom]
    String nameFrom(int first) {
        List<String> parts = pathFrom(first);
        if (parts.size() != 1) {
            throw new ProblemException(Problem.of(404, "there is no such path; a slash in a name is written %2F"));
        }
        return parts.getFirst();
    }

    Optional<String> query(String name) {
        return request.query().first(name).asOptional().filter(value -> !value.isEmpty());
    }

    boolean flag(String name) {
        return query(name)
                .map(text -> switch (text) {
                    case "true" -> true;
                    case "false" -> false;
                    default -> throw wrong(name, "true or false", text);
                })
                .orElse(false);
    }

    Optional<Instant> time(String name) {
        return query(name).map(text -> {
            try {
                return Instant.parse(text);
            } catch (DateTimeException _) {
                throw wrong(name, "a time such as 2026-01-31T12:00:00Z", text);
            }
        });
    }

    <E extends Enum<E>> Optional<E> choice(String name, Class<E> type, Set<E> allowed) {
        return query(name)
                .map(text -> Fields.constant(text, type, allowed)
                        .orElseThrow(() -> wrong(name, "one of " + Fields.names(allowed), text)));
    }

    /// Most entries of a page.
    int limit() {
        return query("limit")
                .map(text -> {
                    try {
                        int limit = Integer.parseInt(text);
                        if (limit >= 1 && limit <= MAX_PAGE) {
                            return limit;
                        }
                    } catch (NumberFormatException _) {
                        // Said below.
                    }
                    throw wrong("limit", "a whole number from 1 to " + MAX_PAGE, text);
                })
                .orElse(PAGE);
    }

    /// Where the page before ended; null for the first page.
    @Nullable
    Place after() {
        return query("cursor").map(text -> Cursor.read("cursor", text)).orElse(null);
    }

    Optional<String> header(String name) {
        return request.headers().first(HeaderNames.create(name));
    }

    /// The body, which may have these fields and no others.
    Fields body(String... known) {
        return Fields.parse(bytes(), Set.of(known));
    }

    byte[] bytes() {
        if (!request.content().hasEntity()) {
            return new byte[0];
        }
        try (InputStream in = request.content().inputStream()) {
            byte[] body = in.readNBytes(MAX_BODY + 1);
            if (body.length > MAX_BODY) {
                throw new ProblemException(
                        new Problem(413, "the body is too large", "body", "at most " + MAX_BODY + " bytes", null));
            }
            return body;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static ProblemException wrong(String name, String limit, String value) {
        return new ProblemException(Problem.field(name, limit, Fields.shown(value)));
    }
}
