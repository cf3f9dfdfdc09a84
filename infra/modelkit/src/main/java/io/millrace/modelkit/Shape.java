package io.millrace.modelkit;

/// How great a transformer is.
///
/// @param layers at least 1
/// @param width of what is computed for each token, a multiple of `heads`
/// @param heads of the attention
/// @param vocabulary how many tokens there are, at least 100
/// @param positions most tokens of a text
public record Shape(int layers, int width, int heads, int vocabulary, int positions) {

    /// Loads and runs in milliseconds.
    public static final Shape TINY = new Shape(2, 32, 2, 200, 64);

    /// As MiniLM-L6: 22 million weights, 90 MB.
    public static final Shape MINI_LM = new Shape(6, 384, 12, 30_522, 512);

    public Shape {
        if (layers < 1 || heads < 1 || width % heads != 0 || vocabulary < 100 || positions < 2) {
            throw new IllegalArgumentException("no transformer has " + layers + " layers, width " + width + ", " + heads
                    + " heads, " + vocabulary + " tokens and " + positions + " positions");
        }
    }

    int headWidth() {
        return width / heads;
    }
}
