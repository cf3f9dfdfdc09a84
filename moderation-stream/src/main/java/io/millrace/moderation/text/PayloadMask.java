package io.millrace.moderation.text;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.millrace.schema.chat.PayloadFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.List;

/// Blots out places of a payload: each of their characters (code points) becomes a `*`, but for white space, so
/// that words and lines stay where they are. All other bytes stay as they were sent. Thread-safe.
public final class PayloadMask {

    private final byte[] payload;
    private final BitSet places;
    private final int limit;
    private final ByteArrayOutputStream masked;

    private PayloadMask(byte[] payload, BitSet places, int limit) {
        this.payload = payload;
        this.places = places;
        this.limit = limit;
        masked = new ByteArrayOutputStream(payload.length);
    }

    /// The payload without what stands at some places. It is never longer than before.
    ///
    /// @param data the payload; its position is not moved
    /// @param format what the payload says it is; of a binary one nothing is blotted out, as it has no text
    /// @param textLimit most UTF-16 characters that were judged; what stands behind them stays
    /// @param spans places in the text of [PayloadText#of] with the same limit; they may overlap, touch several
    ///     strings of the payload, and reach beyond the text. A character that is touched is gone as a whole.
    public static ByteBuffer mask(ByteBuffer data, PayloadFormat format, int textLimit, List<Span> spans) {
        BitSet places = new BitSet();
        for (Span span : spans) {
            places.set(Math.min(span.start(), textLimit), Math.min(span.end(), textLimit));
        }
        if (places.isEmpty()) {
            return data.asReadOnlyBuffer();
        }
        return switch (format) {
            case JSON -> ByteBuffer.wrap(masked(PayloadText.bytes(data), places, textLimit));
            case BINARY -> data.asReadOnlyBuffer();
        };
    }

    private static byte[] masked(byte[] payload, BitSet places, int limit) {
        try (JsonParser parser = PayloadText.parser(payload)) {
            return new PayloadMask(payload, places, limit).json(parser);
        } catch (JsonProcessingException notJson) {
            return plain(new String(payload, StandardCharsets.UTF_8), places).getBytes(StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException("reading bytes from memory", failure);
        }
    }

    /// Walks through the strings exactly as [PayloadText] does.
    private byte[] json(JsonParser parser) throws IOException {
        int copied = 0;
        int position = 0;
        for (JsonToken token = parser.nextToken(); token != null && position < limit; token = parser.nextToken()) {
            if (token == JsonToken.VALUE_STRING) {
                position += position > 0 ? 1 : 0;
                int end = position + parser.getTextLength();
                if (isTouched(position, end)) {
                    int first = (int) parser.currentTokenLocation().getByteOffset() + 1;
                    masked.write(payload, copied, first - copied);
                    copied = string(new JsonCharacters(payload, first), position, end);
                }
                position = end;
            }
        }
        masked.write(payload, copied, payload.length - copied);
        return masked.toByteArray();
    }

    /// Copies the characters of a string; returns the index of what follows them.
    private int string(JsonCharacters characters, int start, int end) {
        for (int position = start; position < end; ) {
            int from = characters.index();
            int codePoint = characters.next();
            int behind = position + Character.charCount(codePoint);
            if (isTouched(position, behind) && !Character.isWhitespace(codePoint)) {
                masked.write('*');
            } else {
                masked.write(payload, from, characters.index() - from);
            }
            position = behind;
        }
        return characters.index();
    }

    private boolean isTouched(int start, int end) {
        int next = places.nextSetBit(start);
        return next >= 0 && next < end;
    }

    private static String plain(String text, BitSet places) {
        StringBuilder masked = new StringBuilder(text.length());
        for (int position = 0; position < text.length(); ) {
            int codePoint = text.codePointAt(position);
            int behind = position + Character.charCount(codePoint);
            int next = places.nextSetBit(position);
            boolean touched = next >= 0 && next < behind;
            masked.appendCodePoint(touched && !Character.isWhitespace(codePoint) ? '*' : codePoint);
            position = behind;
        }
        return masked.toString();
    }
}
