package io.millrace.moderation.rule;

import io.millrace.moderation.text.FoldedText;
import io.millrace.moderation.text.Link;
import io.millrace.moderation.text.LinkFinder;
import io.millrace.moderation.text.PayloadText;
import io.millrace.moderation.text.TextFolder;
import io.millrace.schema.chat.PayloadFormat;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A message prepared for the rules. Its text is extracted and folded when the first rule asks for it, and once
/// for all of them, so a message that is refused for its size or its sender's rate costs nothing more. Confined
/// to one thread.
public final class Candidate {

    private final ByteBuffer data;
    private final PayloadFormat format;
    private final int textLimit;
    private @Nullable String rawText;
    private @Nullable FoldedText text;
    private @Nullable List<Link> links;

    /// @param data the payload; its position is not moved
    /// @param format what the payload is
    /// @param textLimit most UTF-16 characters of text to judge
    public Candidate(ByteBuffer data, PayloadFormat format, int textLimit) {
        this.data = data;
        this.format = format;
        this.textLimit = textLimit;
    }

    /// Size of the payload in bytes.
    public int size() {
        return data.remaining();
    }

    /// The text to judge as it was sent; empty for a binary payload.
    public String rawText() {
        String known = rawText;
        if (known == null) {
            known = PayloadText.of(data, format, textLimit);
            rawText = known;
        }
        return known;
    }

    /// The same, folded.
    public FoldedText text() {
        FoldedText known = text;
        if (known == null) {
            known = TextFolder.fold(rawText());
            text = known;
        }
        return known;
    }

    /// The addresses in it, in their order.
    public List<Link> links() {
        List<Link> known = links;
        if (known == null) {
            known = List.copyOf(LinkFinder.find(rawText(), text()));
            links = known;
        }
        return known;
    }
}
