package io.millrace.moderation.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Set;

/// The roles of a user, as the application has put them into the connection info of the token:
/// `{"role": "moderator"}` or `{"roles": ["moderator", "staff"]}`. Thread-safe.
public final class Roles {

    private static final JsonFactory JSON = new JsonFactory();
    private static final Set<String> FIELDS = Set.of("role", "roles");

    private Roles() {}

    /// Whether connection info has one of some roles; never, when it is not a JSON object.
    ///
    /// @param info its position is not moved
    public static boolean hasAny(ByteBuffer info, Set<String> roles) {
        byte[] bytes = new byte[info.remaining()];
        info.duplicate().get(bytes);
        try (JsonParser parser = JSON.createParser(bytes)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean asked = FIELDS.contains(parser.currentName());
                if (asked && valueIsOneOf(parser, roles)) {
                    return true;
                } else if (!asked) {
                    parser.nextToken();
                    parser.skipChildren();
                }
            }
            return false;
        } catch (IOException notJson) {
            return false; // Binary connection info has no roles.
        }
    }

    private static boolean valueIsOneOf(JsonParser parser, Set<String> roles) throws IOException {
        JsonToken value = parser.nextToken();
        boolean found = value == JsonToken.VALUE_STRING && roles.contains(parser.getText());
        if (value == JsonToken.START_ARRAY) {
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                found |= parser.currentToken() == JsonToken.VALUE_STRING && roles.contains(parser.getText());
                parser.skipChildren();
            }
        } else {
            parser.skipChildren();
        }
        return found;
    }
}
