package io.millrace.moderation.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Finds addresses in one text; used once, by one thread. Addresses of mail are none.
public final class LinkFinder {

    private static final int LONGEST_HOST = 253;
    private static final int LONGEST_PATH = 64;
    private static final int LONGEST_SCHEME = 16;
    private static final int IDEOGRAPHIC_STOP = 0x3002;
    private static final String SCHEME_END = "://";
    private static final String PLAIN_SIGNS = ".-_";

    /// What ends a sentence or closes a bracket behind an address, and is no part of it.
    private static final String PUNCTUATION = ".,;:!?'\")]}>\u00BB\u201D\u2019*_~";

    /// Endings that hardly any text has without an address. Others need a scheme, `www.` or a path.
    private static final Set<String> COMMON_ENDINGS = Set.of(
            ("com org net info biz io gg xyz shop online site website app dev cc tv ru cn de uk fr nl br eu ua cz se"
                            + " jp kr edu gov ly icu vip casino porn xxx cam ml cf gq pw su")
                    .split(" ", -1));

    private final String source;
    private final FoldedText text;
    private final List<Link> links = new ArrayList<>();
    private int behindLast;
    private int behindRead;
    private int token;
    private int endOfToken;
    private int endOfAddress;

    private LinkFinder(String source, FoldedText text) {
        this.source = source;
        this.text = text;
    }

    /// The addresses of a text in their order.
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
        while (position < text.length() - 1) {
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
        while (!text.isWord(start)) {
            start++;
        }
        int end = dot + 1;
        while (end < text.length() && isPartOfHost(end)) {
            end++;
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
        // Of a host that is too long for one, the end counts: it says whose it is.
        int from = Math.max(start, end - LONGEST_HOST);
        String host = dotted(text.folded(from, end));
        String ending = host.substring(host.lastIndexOf('.') + 1);
        boolean letters = ending.length() > 1 && ending.codePoints().noneMatch(Letters::isAsciiDigit);
        if (!scheme && !letters) {
            return;
        }
        int behindPort = behindPort(end);
        boolean certain = scheme || host.startsWith("www.") || COMMON_ENDINGS.contains(ending);
        Span written = text.span(start, end);
        boolean disguised = behindAt || !letters || !isPlain(written) || host.contains("xn--");
        Span whole = text.span(scheme ? startOfScheme(authority) : start, endOfAddress(end, behindPort));
        links.add(new Link(host, dotted(text.latin(from, end)), path(behindPort), certain, disguised, whole));
    }

    /// Where the token starts in which the user of an address may stand. Positions never go down, so that the
    /// text is read once, however many there are.
    private int startOfToken(int position) {
        while (behindRead < position) {
            if (!isPartOfUser(text.folded(behindRead))) {
                token = behindRead + 1;
            }
            behindRead++;
        }
        return token;
    }

    private boolean hasScheme(int position) {
        int colon = position - SCHEME_END.length();
        return text.isWord(colon - 1) && text.folded(colon, position).equals(SCHEME_END);
    }

    private int startOfScheme(int authority) {
        int start = authority - SCHEME_END.length();
        int first = Math.max(0, start - LONGEST_SCHEME);
        while (start > first && text.isWord(start - 1)) {
            start--;
        }
        return start;
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

    /// Behind the path, without the punctuation of the sentence.
    private int endOfAddress(int endOfHost, int behindPort) {
        if (at(behindPort, '/') || at(behindPort, '?') || at(behindPort, '#')) {
            return Math.max(endOfHost, endOfWritten(behindPort));
        }
        return at(behindPort - 1, ':') ? endOfHost : behindPort;
    }

    /// Where the characters without a space between them end; read once for all addresses among them.
    private int endOfWritten(int position) {
        if (position >= endOfToken) {
            endOfToken = position;
            while (endOfToken < text.length() && !Character.isWhitespace(text.folded(endOfToken))) {
                endOfToken++;
            }
            endOfAddress = endOfToken;
            while (endOfAddress > position && PUNCTUATION.indexOf(text.folded(endOfAddress - 1)) >= 0) {
                endOfAddress--;
            }
        }
        return endOfAddress;
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

    private boolean isPlain(Span written) {
        for (int i = written.start(); i < written.end(); i++) {
            char c = source.charAt(i);
            if (c >= 128 || (!Letters.isWord(Character.toLowerCase(c)) && PLAIN_SIGNS.indexOf(c) < 0)) {
                return false;
            }
        }
        return true;
    }
}
