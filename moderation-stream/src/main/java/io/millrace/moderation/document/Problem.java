package io.millrace.moderation.document;

/// What is wrong with a document.
///
/// @param pointer the place, as a JSON pointer (RFC 6901); empty for the whole document
/// @param text what is wrong there
public record Problem(String pointer, String text) {

    private static final String SECTION = "moderation.";

    /// A mistake by the path of its key, such as `patterns[1].pattern`.
    static Problem atKey(String key, String text) {
        String path = key.startsWith(SECTION) ? key.substring(SECTION.length()) : key;
        String pointer = path.replace("~", "~0")
                .replace("/", "~1")
                .replace("]", "")
                .replace('[', '/')
                .replace('.', '/');
        return new Problem('/' + pointer, text);
    }

    /// A mistake as the configuration tells it: the key, a colon and what is wrong.
    static Problem ofSentence(String sentence) {
        int colon = sentence.indexOf(": ");
        return colon < 0
                ? new Problem("", sentence)
                : atKey(sentence.substring(0, colon), sentence.substring(colon + 2));
    }

    /// The key at the top of the document below which the place is; empty for the whole document.
    String topKey() {
        int end = pointer.indexOf('/', 1);
        return end < 0 ? pointer.replaceFirst("/", "") : pointer.substring(1, end);
    }

    @Override
    public String toString() {
        return pointer.isEmpty() ? text : pointer + ": " + text;
    }
}
