package io.millrace.moderation.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Finds addresses in one text; used once, by one thread. Addresses of mail are none.
public final class LinkFinder {

    private static final int MOST_LINKS = 64;
    private static final int LONGEST_HOST = 253;
    private static final int LONGEST_PATH = 64;
    private static final int IDEOGRAPHIC_STOP = 0x3002;
    private static final String SCHEME_END = "://";

    /// Endings that hardly any text has without an address. Others need a scheme, `www.` or a path.
    private static final Set<String> COMMON_ENDINGS = Set.of(
            ("com org net info biz io gg xyz shop online site website app dev cc tv ru cn de uk fr nl br eu ua cz se"
                            + " jp kr edu gov ly icu vip casino porn xxx cam ml cf gq pw su")
                    .split(" ", -1));

    private final String source;
    private final FoldedText text;
    private final List<Link> links = new ArrayList<>();
    private int behindLast;

    private LinkFinder(String source, FoldedText text) {
        this.source = source;
        this.text = text;
    }

    /// The addresses of a text in their order, at most 64.
    ///
    /// @param source the text as it was sent
    /// @param text the same, folded
    public static List<Link> find(String source, FoldedText text) {
        LinkFinder finder = new LinkFinder(source, text);
        finder.read();
        return finder.links;
    }

    private void read() {
        int position = 1;
        while (position < text.length() - 1 && links.size() < MOST_LINKS) {
            if (isDot(position) && text.isWord(position - 1) && text.isWord(position + 1)) {
                position = readAround(position);
            } else {
                position++;
            }
        }
    }

    /// Reads the host around a dot; returns where to go on.
    private int readAround(int dot) {
        int start = dot;
        while (start > behindLast && isPartOfHost(start - 1)) {
            start--;
        }
        int end = dot + 1;
        while (end < text.length() && end - start < LONGEST_HOST && isPartOfHost(end)) {
            end++;
        }
        while (!text.isWord(start)) {
            start++;
        }
        int last = end;
        while (!text.isWord(last - 1)) {
            last--;
        }
        add(start, last);
        behindLast = end;
        return end;
    }

    private void add(int start, int end) {
        boolean behindAt = at(start - 1, '@');
        int authority = behindAt ? startOfToken(start) : start;
        boolean scheme = hasScheme(authority);
        if (behindAt && !scheme) {
            return;
        }
        String host = dotted(text.folded(start, end));
        String ending = host.substring(host.lastIndexOf('.') + 1);
        boolean letters = ending.length() > 1 && ending.codePoints().noneMatch(Letters::isAsciiDigit);
        if (!scheme && !letters) {
            return;
        }
        int behindPort = behindPort(end);
        String path = path(behindPort);
        boolean certain = scheme || host.startsWith("www.") || COMMON_ENDINGS.contains(ending);
        Span span = text.span(start, end);
        String written = source.substring(span.start(), span.end()).toLowerCase(Locale.ROOT);
        boolean disguised = behindAt || !letters || !isPlain(written) || host.contains("xn--");
        links.add(new Link(host, dotted(text.latin(start, end)), path, certain, disguised, span));
    }

    private int startOfToken(int position) {
        int start = position;
        while (start > 0 && position - start < LONGEST_HOST && isPartOfUser(text.folded(start - 1))) {
            start--;
        }
        return start;
    }

    private boolean hasScheme(int position) {
        int colon = position - SCHEME_END.length();
        return text.isWord(colon - 1) && text.folded(colon, position).equals(SCHEME_END);
    }

    private int behindPort(int end) {
        int position = end;
        if (at(position, ':')) {
            position++;
            while (position < text.length() && Letters.isAsciiDigit(text.folded(position))) {
                position++;
            }
        }
        return position;
    }

    private String path(int start) {
        if (!at(start, '/')) {
            return "";
        }
        int end = start;
        while (end < text.length() && end - start < LONGEST_PATH && !Character.isWhitespace(text.folded(end))) {
            end++;
        }
        return text.folded(start, end);
    }

    private boolean isPartOfHost(int position) {
        return text.isWord(position) || isDot(position) || at(position, '-') || at(position, '_');
    }

    private static boolean isPartOfUser(int codePoint) {
        return !Character.isWhitespace(codePoint) && codePoint != '/';
    }

    private boolean isDot(int position) {
        return at(position, '.') || at(position, IDEOGRAPHIC_STOP);
    }

    private boolean at(int position, int codePoint) {
        return position >= 0 && position < text.length() && text.folded(position) == codePoint;
    }

    private static String dotted(String host) {
        return host.replace((char) IDEOGRAPHIC_STOP, '.');
    }

    private static boolean isPlain(String written) {
        return written.chars()
                .allMatch(c -> Letters.isAsciiLetter(c) || Letters.isAsciiDigit(c) || c == '.' || c == '-' || c == '_');
    }
}
