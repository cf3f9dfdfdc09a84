package io.millrace.id;

/// A user as the connection token names it (claim `sub`).
///
/// @param value 0 to 255 characters without control characters; empty for an anonymous user
public record UserId(String value) {

    /// Longest user id, in characters.
    public static final int MAX_LENGTH = 255;

    /// The user without a name.
    public static final UserId ANONYMOUS = new UserId("");

    /// @throws IllegalArgumentException when the id is too long or has control characters
    public UserId {
        if (value.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "user is longer than " + MAX_LENGTH + " characters: it has " + value.length());
        }
        if (value.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("user must not have control characters");
        }
    }

    /// Whether this is the anonymous user.
    public boolean isAnonymous() {
        return value.isEmpty();
    }

    @Override
    public String toString() {
        return value;
    }
}
