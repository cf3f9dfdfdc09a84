package io.millrace.load.report;

/// Text in HTML.
final class Html {

    private Html() {}

    /// A text that means itself, also inside quotes.
    static String text(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
