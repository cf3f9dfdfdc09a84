package io.millrace.edge.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.google.protobuf.UnsafeByteOperations;
import java.io.CharConversionException;
import java.io.IOException;

/// What counts as JSON here: RFC 8259 in strict UTF-8 without byte order mark. Safe for any number of threads.
public final class JsonText {

    private static final JsonFactory DEFAULT = factory(DecodeLimits.DEFAULT.nesting());
    private static final int ENCODING_MARK = 4;

    private JsonText() {}

    /// Whether `bytes` are exactly one JSON value, nested no deeper than [DecodeLimits#DEFAULT] allows.
    public static boolean isJson(byte[] bytes) {
        if (!isUtf8(bytes, bytes.length)) {
            return false;
        }
        try (JsonParser parser = DEFAULT.createParser(bytes)) {
            if (parser.nextToken() == null) {
                return false;
            }
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (IOException malformed) {
            return false;
        }
    }

    /// A parser of one JSON text whose positions in bytes are exact; the caller closes it and checks that
    /// nothing follows.
    ///
    /// @throws IOException when the bytes are not strict UTF-8
    public static JsonParser parser(byte[] text) throws IOException {
        if (!isUtf8(text, text.length)) {
            throw new CharConversionException("not UTF-8");
        }
        return DEFAULT.createParser(text);
    }

    /// A factory whose parsers count bytes exactly and read whatever they skip.
    static JsonFactory factory(int nesting) {
        StreamReadConstraints constraints = StreamReadConstraints.builder()
                .maxNestingDepth(nesting)
                // Numbers and names in a payload may have any length; the socket limits the message.
                .maxNumberLength(Integer.MAX_VALUE)
                .maxNameLength(Integer.MAX_VALUE)
                .build();
        return new JsonFactoryBuilder()
                .streamReadConstraints(constraints)
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                // Names come from clients: interning them would fill the JVM's table for good.
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                // The parsers share a table of names: when it is full it starts anew, instead of refusing the names of
                // one client because of those of another.
                .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
                // One buffer for each busy parser, not one for each of very many virtual threads.
                .recyclerPool(JsonRecyclerPools.newConcurrentDequePool())
                .build();
    }

    /// Whether the parser, which guesses encodings and trusts continuation bytes, may see these bytes.
    static boolean isUtf8(byte[] bytes, int length) {
        for (int i = 0; i < Math.min(ENCODING_MARK, length); i++) {
            // No JSON text starts with NUL or a byte order mark, but UTF-16 and UTF-32 do.
            if (bytes[i] == 0 || bytes[i] == (byte) 0xEF) {
                return false;
            }
        }
        return UnsafeByteOperations.unsafeWrap(bytes, 0, length).isValidUtf8();
    }
}
