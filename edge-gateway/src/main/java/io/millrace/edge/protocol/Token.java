package io.millrace.edge.protocol;

/// A connection or subscription token as the client sent it, not yet verified.
///
/// @param value the JWT text, empty when the client sent none
public record Token(String value) {

    /// No token.
    public static final Token NONE = new Token("");

    /// Whether the client sent a token at all.
    public boolean isPresent() {
        return !value.isEmpty();
    }

    /// Hides the value: whoever reads a log must not be able to log in with it.
    @Override
    public String toString() {
        return isPresent() ? "Token[redacted]" : "Token[none]";
    }
}
