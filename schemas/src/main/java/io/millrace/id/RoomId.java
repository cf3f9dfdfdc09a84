package io.millrace.id;

/// A room: the unit of order. On the client protocol it is the channel name.
///
/// The part before the first `:` names the namespace; a room without one belongs to the namespace with the
/// empty name. A leading `$` makes the room private and is not part of the namespace's name.
///
/// @param value 1 to 255 printable ASCII characters; blanks are among them
public record RoomId(String value) implements Comparable<RoomId> {

    /// Longest value, in characters.
    public static final int MAX_LENGTH = 255;

    private static final char PRIVATE = '$';

    /// @throws IllegalArgumentException when the value is empty, too long or holds other characters
    public RoomId {
        TextRules.requireLength("room", value, MAX_LENGTH);
        TextRules.requireAsciiText("room", value);
    }

    /// Says whether a text would be a valid room name; for input that is not trusted.
    public static boolean isValid(String text) {
        return !text.isEmpty() && text.length() <= MAX_LENGTH && TextRules.isAsciiText(text);
    }

    /// The namespace: the text before the first colon, or the empty text.
    public String namespace() {
        int colon = value.indexOf(':');
        return colon < 0 ? "" : value.substring(isPrivate() ? 1 : 0, colon);
    }

    /// Whether only subscription tokens lead to this room.
    public boolean isPrivate() {
        return value.charAt(0) == PRIVATE;
    }

    @Override
    public int compareTo(RoomId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
