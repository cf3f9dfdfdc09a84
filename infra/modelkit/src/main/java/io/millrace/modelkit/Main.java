package io.millrace.modelkit;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;

/// Writes a model of random weights, to try the scorer without a real one:
/// `java -jar modelkit.jar FOLDER [tiny|mini-lm] [SEED]`.
public final class Main {

    private static final int EXIT_USAGE = 2;

    private Main() {}

    /// Ends with 2 when the command line is wrong.
    public static void main(String[] args) {
        int code = run(args, System.err);
        if (code != 0) {
            System.exit(code);
        }
    }

    static int run(String[] args, PrintStream complaints) {
        try {
            if (args.length < 1 || args.length > 3) {
                throw new IllegalArgumentException("a folder is needed, and perhaps a shape and a seed");
            }
            Shape shape = shape(args.length > 1 ? args[1] : "tiny");
            GeneratedModel.of(shape)
                    .withSeed(args.length > 2 ? Long.parseLong(args[2]) : 1)
                    .write(Path.of(args[0]));
            return 0;
        } catch (IllegalArgumentException e) {
            complaints.println("usage: java -jar modelkit.jar FOLDER [tiny|mini-lm] [SEED]: " + e.getMessage());
            return EXIT_USAGE;
        }
    }

    private static Shape shape(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "tiny" -> Shape.TINY;
            case "mini-lm" -> Shape.MINI_LM;
            default -> throw new IllegalArgumentException("no shape is called " + name);
        };
    }
}
